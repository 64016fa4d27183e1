"""Which form a cast vote record has, told by what is in it, and its reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from hustings.contests.ballots import RankedBallots
from hustings.errors import SourceError
from hustings.sources.cvr import alaska, cdf, columns, dominion, maine, rctab, report
from hustings.sources.cvr.box import BallotBox, CvrOptions
from hustings.sources.cvr.text import bytes_of, json_of, rows_of

Reader = Callable[[bytes, str, CvrOptions], BallotBox]

#: Every form that is read, by the name that messages and reports give it.
FORMS: Final[dict[str, Reader]] = {
    "a column for each rank": columns.read_ranks,
    "a column for each candidate": columns.read_candidates,
    "Clear Ballot": columns.read_clear_ballot,
    "NIST SP 1500-103 XML": cdf.read_xml,
    "NIST SP 1500-103 JSON": cdf.read_json,
    "ballots in letters": maine.read_coded,
    "patterns in letters": maine.read_counted,
    "ranking patterns by place": alaska.read_patterns,
}
_DOMINION: Final = "Dominion"
#: RCTab's names of those who make the machines, where the form cannot be told by the heading.
_PROVIDERS: Final = {
    "ess": "a column for each rank",
    "genericCsv": "a column for each candidate",
    "clearBallot": "Clear Ballot",
}


def read_ballots(path: Path, options: CvrOptions | None = None) -> RankedBallots:
    """The ranked ballots of a file (for Dominion: of a folder), as they were marked.

    An RCTab configuration is followed to its files. Raises SourceError: an unknown form, a
    contest that must be named, unknown candidates, or a file of which nothing can be counted.
    """
    path = Path(path)
    if path.is_dir() or path.name.startswith(dominion.EXPORT):
        folder = path if path.is_dir() else path.parent
        return dominion.read_folder(folder, options or CvrOptions()).ballots()
    data = bytes_of(path)
    if data.lstrip()[:1] == b"{":
        value = json_of(data, str(path))
        if rctab.is_config(value):
            return read_contest(rctab.read_config(path))
    form = form_of(data, str(path))
    return FORMS[form](data, str(path), options or CvrOptions()).ballots()


def read_contest(contest: rctab.RcTabContest) -> RankedBallots:
    """The ballots of all files that a configuration names, together."""
    boxes = []
    for path, provider, options in contest.files:
        if provider == "dominion":
            boxes.append(dominion.read_folder(path, options))
            continue
        data = bytes_of(_kept(path))
        form = _PROVIDERS.get(provider) or form_of(data, str(path))
        boxes.append(FORMS[form](data, str(path), options))
    if not boxes:
        raise SourceError("the configuration names no file of ballots.")
    first, *others = boxes
    for other in others:
        for marks, ballots in other.patterns.items():
            first.add(marks, ballots)
        first.rejected.extend(other.rejected)
    return first.ballots()


def _kept(path: Path) -> Path:
    """The file, or its first sheet saved as CSV beside it where a spreadsheet is named."""
    saved = path.with_name(f"{path.name}.csv")
    return saved if path.suffix == ".xlsx" and saved.exists() else path


def form_of(data: bytes, where: str) -> str:
    """The form of a file. Raises SourceError, which lists the forms, where it has none of them."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return "NIST SP 1500-103 XML"
    if start[:1] in {b"{", b"["}:
        return _form_of_json(json_of(data, where), where)
    if start[:2] == b"PK":
        raise SourceError(
            "the file is a spreadsheet or an archive.",
            where=where,
            next_step="Save the sheet with the ballots as CSV.",
        )
    if not start:
        raise SourceError("the file is empty.", where=where)
    if maine.looks_counted(data):
        return "patterns in letters"
    if maine.looks_coded(data):
        return "ballots in letters"
    return _form_of_heading(next(rows_of(data, where))[1], where)


def _form_of_json(value: Any, where: str) -> str:
    if report.is_report(value):
        raise SourceError(
            "the file is a report of a count and holds no ballots.",
            where=where,
            next_step="Give the file of ballots to count them again.",
        )
    if isinstance(value, dict) and isinstance(value.get("CVR"), list):
        return "NIST SP 1500-103 JSON"
    if isinstance(value, dict) and "Sessions" in value:
        raise SourceError(
            f"the file is a {_DOMINION} export.",
            where=where,
            next_step=f"Call it {dominion.EXPORT}.json and keep its manifests beside it.",
        )
    raise _unknown(where)


def _form_of_heading(heading: list[str], where: str) -> str:
    if tuple(cell.strip() for cell in heading[:4]) == columns.CLEAR_BALLOT_HEADING:
        return "Clear Ballot"
    if alaska.looks_deep(heading):
        return "ranking patterns by place"
    if any(columns.is_rank_heading(cell) for cell in heading):
        return "a column for each rank"
    if len(heading) > 2:
        return "a column for each candidate"
    raise _unknown(where)


def _unknown(where: str) -> SourceError:
    return SourceError(
        "the file is no cast vote record that Hustings knows.",
        where=where,
        next_step=f"It reads: {', '.join([*FORMS, _DOMINION])}.",
    )
