"""The dossier as Markdown: the same words and numbers, escaped, with notes that exist."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from hustings.products.markdown import dossier_markdown, escaped
from tests.products.dossiers import EVIL, by_hand, sample, without_votes

READER = MarkdownIt("gfm-like", {"linkify": False})


@pytest.fixture(scope="module")
def text() -> str:
    return dossier_markdown(sample()[1])


def without_notes(line: str) -> str:
    return re.sub(r"\[\^\d+\]", "", line)


def test_headline_comes_first(text):
    lines = [one for one in text.splitlines() if one]
    assert lines[0] == "# CA-34, 2024"
    told = without_notes(text)
    assert "Jimmy Gomez won the general election of 5 November 2024 with 55.6% (105,394" in told
    assert "$2,245,652.60, 57.4% of it from individuals and 42.1% from PACs" in told


def test_sample_is_announced(text):
    assert "> **Sample record.**" in text
    assert "Sample record" not in dossier_markdown(by_hand())


def test_every_note_is_defined_once_and_used(text):
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.M)
    body = re.sub(r"^\[\^\d+\]: .*$", "", text, flags=re.M)
    used = set(re.findall(r"\[\^(\d+)\]", body))
    assert len(defined) == len(set(defined))
    assert set(defined) == used
    assert [int(one) for one in defined] == list(range(1, len(defined) + 1))


def test_notes_have_definition_source_and_day(text):
    for line in re.findall(r"^\[\^\d+\]: .*$", text, re.M):
        assert line.endswith(".")
        if "Rule." not in line:
            assert re.search(r"\(as of \d+ \w+ \d{4}", line), line
    note = re.search(r"^\[\^\d+\]: Raised\. .*$", text, re.M)[0]
    assert "Form 3 line 16" in note
    assert "All candidates summary (as of 31 December 2024)" in note


def test_tables_are_tables(text):
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert any(without_notes(row) == "| Jimmy Gomez | Democratic | 105,394 | 55.6% | elected |"
               for row in rows)  # fmt: skip
    html = READER.render(text)
    assert html.count("<table>") == len(re.findall(r"^\|:---", text, re.M))


@pytest.mark.parametrize("make", [by_hand, lambda: without_votes(by_hand())])
def test_names_stay_text(make):
    text = dossier_markdown(make())
    html = READER.render(text)
    assert "<script" not in html
    assert "<i>" not in html
    assert "evil.example" not in re.sub(r">[^<]*<", "><", html), "no link from a name"
    assert "<em>b</em>" not in html
    # What a reader sees is the name as it is.
    seen = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">")
    assert EVIL in seen.replace("&quot;", '"').replace("&amp;", "&")


def test_rows_have_as_many_cells_as_heads():
    for made in (dossier_markdown(by_hand()), dossier_markdown(sample()[1])):
        wide = 0
        for line in made.splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line))
            if line.startswith("|:"):
                assert cells == wide
            elif line.startswith("|"):
                wide = cells if wide == 0 else wide
                assert cells == wide, line
            else:
                wide = 0


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ("a|b", r"a\|b"),
        ("*x* _y_ `z`", r"\*x\* \_y\_ \`z\`"),
        ("<b>", "&lt;b&gt;"),
        ("A & B", "A &amp; B"),
        ("1. First", r"1\. First"),
        ("- item", r"\- item"),
        ("# head", r"\# head"),
        ("two\nlines", "two lines"),
        ("$5 and $x$", r"$5 and \$x\$"),
        ("55.6%", "55.6%"),
        ("Gonzales-Torres", "Gonzales-Torres"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_escaping(plain, said):
    assert escaped(plain) == said


def test_caveats_are_marked_and_said():
    said = "Not certified: a count as it stood on 10 March 2024."
    text = dossier_markdown(by_hand(caveats=(said,)))
    assert re.search(r"\| 500† \|", text)
    assert f"- † {said}" in text
    assert "led an uncertified count" in text


def test_files_are_listed_and_only_web_addresses_are_links(text):
    assert "<https://www.fec.gov/files/bulk-downloads/2024/weball24.zip>" in text
    assert re.search(r"sha256 `[0-9a-f]{12}`", text)
    assert "javascript:" not in dossier_markdown(by_hand())
