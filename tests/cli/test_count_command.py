"""`hustings count` from the command line: forms, times, and one sentence for what is wrong."""

from __future__ import annotations

import json

import pytest

from hustings.cli.app import run as hustings


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = hustings(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.shared
def test_forms(full_record, capsys, tmp_path):
    record = ("--record", str(full_record))
    code, out, _ = run(capsys, "count", "CA-16", "--cycle", "2024", *record)
    assert code == 0
    assert "the first two changed 6 times" in " ".join(out.split())
    code, out, _ = run(capsys, "count", "ca16", "--json", "--as-of", "2024-03-12", *record)
    assert code == 0
    found = json.loads(out)
    assert found["round"] == "primary"
    assert found["estimate"]["votes_to_come"]["measure"] == "votes_to_come"
    page = tmp_path / "count.html"
    code, _, _ = run(capsys, "count", "CA-16", "--html", str(page), *record)
    assert code == 0
    assert 'id="movement"' in page.read_text(encoding="utf-8")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("CA-16", "--as-of", "yesterday"), 2, "is not a time"),
        (("CA-16", "--round", "semifinal"), 2, "is not a round"),
        (("CA-99", "--cycle", "2024"), 2, "CA-99"),
        (("TX-28", "--cycle", "2024"), 3, "no running counts"),
        (
            ("TX-28", "--cycle", "2024"),
            3,
            "returns.ca_sos_counts, returns.la_county_counts (see https",
        ),
        (("CA-16", "--json", "--html", "x.html"), 2, "choose one"),
    ],
)
def test_what_is_wrong_is_one_sentence(full_record, capsys, arguments, exit_code, said):
    code, out, err = run(capsys, "count", *arguments, "--record", str(full_record))
    assert (code, out) == (exit_code, "")
    assert said in err
    assert err.count("\n") == 1
    # Nothing that can be fetched holds counts as they moved.
    assert "hustings fetch" not in err
