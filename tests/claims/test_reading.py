"""Reading: every form of file, and every kind of bad one."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.claims.reading import read_article, read_text
from hustings.claims.reading.files import MOST_BYTES, MOST_TEXT
from hustings.claims.reading.web import without_code
from hustings.claims.sentences import LONGEST, sentences
from hustings.errors import RequestError
from tests.claims.made import checked, rulings

SENTENCE = "In 2020, Jimmy Gomez won 53.0 percent of the vote in CA-34."


def test_plain_text_is_kept_letter_for_letter(tmp_path):
    text = "\n  Zwei Zeilen – “so”.\r\n" + SENTENCE
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    assert read_article(file).text == text


def test_markdown_keeps_words_and_takes_the_date(tmp_path):
    file = tmp_path / "a.md"
    file.write_text(
        f"---\ntitle: A race\ndate: 2024-10-01\n---\n# Head\n\n**{SENTENCE}** [a link](http://x.y/53)\n"
        "<script>alert(1)</script>\n"
    )
    article = read_article(file)
    assert article.day == date(2024, 10, 1)
    assert SENTENCE in article.text
    assert "http" not in article.text
    assert article.title == "A race"


def test_html_gives_the_main_text_and_no_script(tmp_path):
    pytest.importorskip("trafilatura")
    body = "".join(
        f"<p>{SENTENCE} He said that it was a long night for all of them.</p>" for _ in range(4)
    )
    file = tmp_path / "a.html"
    file.write_text(
        "<html><head><title>A night</title><script>document.title='53'</script>"
        "<style>p{color:red}</style></head><body><nav>Home 53%</nav><article>"
        f"{body}<script>steal()</script><p onclick='x()'>The end of the count was near.</p>"
        "</article></body></html>"
    )
    article = read_article(file)
    assert SENTENCE in article.text
    for gone in ("steal", "color", "<", "onclick", "document"):
        assert gone not in article.text


def _pdf(lines: list[str]) -> bytes:
    """A PDF of one page with text, or none, written by hand."""
    words = "".join(
        f"BT /F1 12 Tf 50 {700 - 20 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines)
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    out.write(
        b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    )
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def test_pdf_with_and_without_text(tmp_path):
    pytest.importorskip("pypdf")
    file = tmp_path / "a.pdf"
    file.write_bytes(_pdf([SENTENCE]))
    assert SENTENCE in read_article(file).text
    file.write_bytes(_pdf([]))
    with pytest.raises(RequestError, match="no text: it may be a scan"):
        read_article(file)
    file.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(RequestError, match="no PDF that can be read"):
        read_article(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x00\x01\x02\x03" * 100, "is not text"),
        (bytes(range(256)) * 40, "is not text"),
        (b"\xef\xbb\xbf", "holds no text"),
    ],
)
def test_what_is_no_article(tmp_path, content, said):
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(RequestError, match=said):
        read_article(file)


def test_what_is_not_there_or_too_large(tmp_path):
    with pytest.raises(RequestError, match="there is no file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(RequestError, match="there is no file"):
        read_article(tmp_path)
    large = tmp_path / "large.txt"
    large.write_bytes(b"It is so. " * 5_000_000)
    assert large.stat().st_size == 50_000_000 > MOST_BYTES
    with pytest.raises(RequestError, match="at most 40,000,000 are read"):
        read_article(large)
    with pytest.raises(RequestError, match="at most 5,000,000"):
        read_text("x" * (MOST_TEXT + 1))


def test_other_scripts_and_directions_are_read():
    text = (
        "האיש אמר שזה נכון. 53% מהקולות.\n"
        f"{SENTENCE}\nمرشح حصل على ٥٣٪ من الأصوات.\n選挙で53%を獲得した。\n\u202eesrever\u202c Zoë Kühn."
    )
    found = checked(text)
    assert {str(one.ruling) for one in found.verdicts if "Gomez" in one.claim.quote} == {
        "supported"
    }
    for one in found.verdicts:
        assert found.article.text[one.claim.start : one.claim.end] == one.claim.quote


def test_a_line_without_end_and_one_of_numbers_are_read_in_time():
    assert rulings("word " * 20_000) == {}
    many = checked("12,345 " * 3_000)
    assert all(str(one.ruling) == "not_checkable" for one in many.verdicts)
    assert checked("(" * 5_000 + "$" * 5_000).verdicts == ()


#: Pieces of sentences that meet in no order: names, numbers, verbs and marks.
_PIECES = [
    "Jimmy Gomez", "David Kim", "CA-34", "the 34th", "his opponent", "she", "won", "beat", "raised",
    "53-47", "$1.2 million", "49.5%", "3,021 votes", "in 2020", "the primary", "H.R. 6515", "one of the 20 poorest",
    "twice what", "from PACs", "borders", "cosponsored it", "passed the House on Friday", ".", ";", ",", "“", "(", "—", "\n",
    "third consecutive campaign", "Nov. 3, 2020", "D+35", "\u202e", "№", "٣", "'s", "by", "of the vote", "to", "endorsed",
]  # fmt: skip


@settings(max_examples=120)
@given(st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join) | st.text(max_size=200))
def test_no_text_is_a_fault(text):
    found = checked(text)
    for one in found.verdicts:
        assert found.article.text[one.claim.start : one.claim.end] == one.claim.quote
        assert one.note
    assert [one.claim.start for one in found.verdicts] == sorted(
        one.claim.start for one in found.verdicts
    )
    found.to_json()


def test_code_is_dropped_in_one_pass_however_it_is_written():
    page = "One<script>two</script>three<SVG><b>four</b></svg >five<style>six"
    assert without_code(page).strip() == "One three five"
    # What is never closed is looked for once: a page may be made to take long.
    assert without_code("<svg>" * 100_000) == "<svg>" * 100_000
    assert without_code("seven" + "<script>" * 100_000) == "seven "


@pytest.mark.parametrize(
    "text", ["1,1," * 25_000, "." * 100_000, '"' * 100_000, "?!" * 50_000, "(" * 100_000]
)
def test_a_text_made_to_take_long_is_cut_into_sentences(text):
    # No time is asserted: what grows with the square of this would not come to an end.
    found = sentences(text)
    assert "".join(one.text for one in found) == text
    assert max(len(one.text) for one in found) <= LONGEST
