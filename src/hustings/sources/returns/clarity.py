"""Clarity's election night reporting (ENR): the detail file, by place and way of voting.

<Contest><Choice totalVotes><VoteType name votes><County|Precinct name votes>. A state's file has
counties as places, a county's file precincts. Over- and undervotes stand beside the choices, as
vote types of the contest. The places must add up to each vote type, and the vote types to the
choice's total: a contest that does not add up is rejected whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hustings.errors import SourceError
from hustings.ids import STATES
from hustings.names import fold, tidy
from hustings.sources.checked import LeftOut, Rows, Unreadable, shown
from hustings.sources.events import Counted, Dated, Event, Loaded, Rejected, Skipped
from hustings.sources.returns.cells import kind, person, whole
from hustings.sources.returns.parties import party
from hustings.sources.returns.rounds import SPECIAL, round_of
from hustings.sources.returns.sheets import Contest, Count, house_rows, refuse_zeros, special_title

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

ROOT: Final = "ElectionResult"
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
#: 'KAREN HANDEL (REP)'; a nickname in brackets stands in the middle and stays.
_PARTY: Final = re.compile(r"\s*\(([A-Za-z.]{2,14}|[A-HJ-Z])\)$")
_INCUMBENT: Final = re.compile(r"\s*\(I\)(?=\s*(?:\(|$))")
_ROUND_WORDS: Final = ("special", "primary", "general", "runoff")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What the file says of all its contests: the vote, its day, its place, the time of report."""

    name: str
    day: date
    region: str
    reported: date

    @property
    def state(self) -> str:
        """The state, where the file is a state's."""
        return self.region.upper() if self.region.upper() in STATES else ""

    @property
    def words(self) -> list[str]:
        said = fold(self.name).split()
        return [word for word in _ROUND_WORDS if word in said]


def heading(root: Element, where: str) -> Heading:
    """Read the file's heading. Raises SourceError for another kind of XML."""
    if root.tag != ROOT:
        raise SourceError(f"it is no Clarity file: its root is {shown(root.tag)}.", where=where)
    try:
        return Heading(
            name=tidy(root.findtext("ElectionName") or ""),
            day=_day(root, "ElectionDate"),
            region=tidy(root.findtext("Region") or ""),
            reported=_day(root, "Timestamp"),
        )
    except Unreadable as problem:
        raise SourceError(f"{problem}.", where=where) from problem


def _day(root: Element, tag: str) -> date:
    found = _DAY.match((root.findtext(tag) or "").strip())
    try:
        if found:
            return date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise Unreadable(f"{tag}: not a day written 11/4/2014")


def contests(root: Element, told: Heading, page: Page) -> Iterator[Contest | Rejected | Skipped]:
    """Each contest of the file, or why it is none. Lines are the contests' numbers, from 1."""
    for number, element in enumerate(root.iterfind("Contest"), start=1):
        title = tidy(element.get("text", ""))
        try:
            yield _contest(number, title, element, told, page)
        except Unreadable as problem:
            yield Rejected(number, title, str(problem))
        except LeftOut as reason:
            yield Skipped(number, str(reason))


def _contest(number: int, title: str, element: Element, told: Heading, page: Page) -> Contest:
    if element.get("isQuestion", "").casefold() == "true":
        raise LeftOut("contest: a question, not an office")
    if not title:
        raise Unreadable("text: the contest has no name")
    primary = _primary_of(title, told)
    counts = [
        one
        for choice in element.iterfind("Choice")
        for one in _choice(number, choice, told.state, primary)
    ]
    if not counts:
        raise Unreadable("Choice: none")
    for kinds in element.iterfind("VoteType"):
        name = kinds.get("name", "")
        if name in page.options["counts_of_precincts"]:
            continue
        counted = kind(name)
        if counted == "candidate":
            raise Unreadable(f"VoteType: {shown(name)} beside the choices is not known")
        counts += _places(number, kinds, {"name": name, "kind": counted, "mode": ""})
    votes = element.get("voteFor")
    canvassed = told.reported - told.day >= timedelta(days=page.options["canvass_days"])
    return Contest(
        title=title,
        counts=tuple(counts),
        state=told.state,
        day=told.day,
        round=_round(told, title),
        party=primary,
        seats=whole(votes, "voteFor") if votes else 1,
        status="certified" if canvassed else "canvass",
    )


def _round(told: Heading, title: str) -> str:
    """The round by the election's own words; empty where they name none."""
    try:
        held = round_of(told.state, told.day, told.words)
    except Unreadable:
        return ""
    return SPECIAL.get(held, held).value if special_title(title) else held.value


def _primary_of(title: str, told: Heading) -> str:
    """Whose primary a contest is: 'Governor - REP' in a primary → REP."""
    if "primary" not in told.words:
        return ""
    ending = re.search(r"-\s*([A-Za-z ]+)$", title)
    label = party(ending[1], told.state) if ending else None
    return label.code or "" if label and label.code != "OTH" else ""


def _choice(number: int, choice: Element, state: str, primary: str) -> Iterator[Count]:
    written = _INCUMBENT.sub("", tidy(choice.get("text", "")))
    label = choice.get("party", "")
    found = _PARTY.search(written)
    if found:
        label = label or found[1]
        written = written[: found.start()]
    label = label or primary
    name = person(written)
    party_of = party(label, state)
    counted = kind(name)
    total = whole(choice.get("totalVotes", ""), f"{name}: totalVotes")
    about = {
        "name": name,
        "party": party_of.code or "",
        "party_as_written": label,
        "kind": counted,
        "write_in": party_of.write_in or counted == "write-in",
        "person": choice.get("key", ""),
    }
    types = choice.findall("VoteType")
    if not types:
        yield Count(line=number, votes=total, **about)  # type: ignore[arg-type]
        return
    added = 0
    for one in types:
        mode = tidy(one.get("name", "")).casefold()
        added += whole(one.get("votes", ""), f"{name}: {mode}: votes")
        yield from _places(number, one, {**about, "mode": mode})
    if added != total:
        raise Unreadable(f"{name}: its vote types add to {added:,}, totalVotes says {total:,}")


def _places(number: int, element: Element, about: dict[str, object]) -> list[Count]:
    """Counts of a vote type by place, which must add up to it; one count if it has no places."""
    said = f"{about['name']}: {element.get('name', '')}"
    total = whole(element.get("votes", ""), f"{said}: votes")
    counts = []
    for place in element:
        if place.tag not in {"County", "Precinct"}:
            raise Unreadable(f"{said}: {shown(place.tag)} is no place")
        name = tidy(place.get("name", ""))
        counts.append(
            Count(
                line=number,
                votes=whole(place.get("votes", ""), f"{said}: {name}: votes"),
                county=name if place.tag == "County" else "",
                precinct=name if place.tag == "Precinct" else "",
                **about,  # type: ignore[arg-type]
            )
        )
    if not counts:
        return [Count(line=number, votes=total, **about)]  # type: ignore[arg-type]
    added = sum(one.votes or 0 for one in counts)
    if added != total:
        raise Unreadable(f"{said}: its places add to {added:,}, votes says {total:,}")
    return counts


def read(file: SourceFile, page: Page) -> tuple[Heading, list[Contest | Rejected | Skipped]]:
    """The heading and every contest. Raises Refused for a file made before the count."""
    root = file.xml()
    told = heading(root, file.path)
    found = list(contests(root, told, page))
    refuse_zeros((one for one in found if isinstance(one, Contest)), file.path)
    if told.reported < told.day and found:
        raise SourceError(
            f"it reports votes on {told.reported}, before the vote of {told.day}: a test, no result.",
            where=file.path,
            next_step="Give the file that was published after the vote.",
        )
    if not found:
        raise SourceError("it has no contests.", where=file.path)
    return told, found


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of `returns`, one for each place and way of voting; House contests of a state's file."""
    told, found = read(file, page)
    yield Counted(len(found), "contests")
    yield Dated(told.reported)
    for number, one in enumerate(found, start=1):
        if not isinstance(one, Contest):
            yield one
            continue
        try:
            yield Loaded(number, _rows(one, told))
        except Unreadable as problem:
            yield Rejected(number, one.title, str(problem))
        except LeftOut as reason:
            yield Skipped(number, str(reason))


def _rows(contest: Contest, told: Heading) -> Rows:
    if not told.state:
        raise LeftOut("contest: the file is one county's, which may hold a part of a district")
    held = round_of(told.state, told.day, told.words)
    if special_title(contest.title):
        held = SPECIAL.get(held, held)
    return house_rows(contest, held)
