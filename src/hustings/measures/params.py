"""Parameters of measures: what a person may write, and the one thing it must come to.

Words, numbers and days are read here, without a record; names of people, committees and the like
are resolved against it (`measures.resolving`). A new kind is a type here and its reader in
`_READERS`, or its resolver in `_RESOLVERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NewType

from hustings import ids
from hustings.errors import RequestError, quoted
from hustings.ids import Round
from hustings.measures.resolving import (
    Given,
    resolve_candidate,
    resolve_committee,
    resolve_industry,
    resolve_member,
    resolve_network,
    resolve_person,
    resolve_vote,
)
from hustings.names import fold

if TYPE_CHECKING:
    from hustings.measures.base import Measure, Param
    from hustings.record.view import View

Candidate = NewType("Candidate", str)  # FEC candidate id
Person = NewType("Person", str)  # key of people
Member = NewType("Member", str)  # Bioguide id
Bill = NewType("Bill", str)  # Congress, type and number: 116-hr6515
Vote = NewType("Vote", str)  # Congress, chamber, number and year: 116-h109.2020
Cohort = NewType("Cohort", str)  # whose votes are called progressive: left, democrats
Margin = NewType("Margin", Decimal)  # percent of the votes cast
Absences = NewType("Absences", str)  # left-out or against
YesNo = NewType("YesNo", bool)
Committee = NewType("Committee", str)  # FEC committee id
Network = NewType("Network", str)  # key of networks: aipac
Industry = NewType("Industry", str)  # industry or sector of industry_rules: banks, finance
Stance = NewType("Stance", str)  # support or oppose
Race = NewType("Race", str)  # a seat: CA-34
District = NewType("District", str)
Cycle = NewType("Cycle", int)
Congress = NewType("Congress", int)
Year = NewType("Year", int)
RoundName = NewType("RoundName", str)
State = NewType("State", str)
Party = NewType("Party", str)
Group = NewType("Group", str)
Surname = NewType("Surname", str)
Basis = NewType("Basis", str)
Side = NewType("Side", str)  # the other side of a transaction, by its name in the record
Source = NewType("Source", str)  # what a giver is to the receiver: individual, pac, party
Payment = NewType("Payment", str)  # what a payment is: gift, transfer, operating, …
Seat = NewType("Seat", str)  # CA-34, CA Senate, President
Day = NewType("Day", date)
ElectionKind = NewType("ElectionKind", str)  # an election as filers of spending code it: P, G, S, R
FormLine = NewType("FormLine", str)  # line of an FEC form: 11AI, 11C, 17
Filing = NewType("Filing", str)  # number of an electronic filing
GiverKind = NewType("GiverKind", str)  # what a giver is: corporation, labor, leadership
Moment = NewType("Moment", str)  # a time in UTC: 2024-03-06 04:54:45

PARTIES = {
    "d": "DEM", "dem": "DEM", "democrat": "DEM", "democratic": "DEM", "democrats": "DEM",
    "r": "REP", "rep": "REP", "republican": "REP", "gop": "REP", "republicans": "REP",
    "i": "IND", "ind": "IND", "independent": "IND", "libertarian": "LIB", "green": "GRN",
}  # fmt: skip
GROUPS = {"hispanic": "hispanic", "latino": "hispanic", "latina": "hispanic", "latinx": "hispanic",
          "white": "white", "black": "black", "african american": "black",
          "asian": "asian"}  # fmt: skip

#: What a committee that gives may be, as the view committee_registrations says.
GIVER_KINDS = (
    "corporation", "trade", "labor", "membership", "cooperative", "unconnected", "leadership",
    "campaign", "party", "hybrid", "super-pac", "other",
)  # fmt: skip

LAST_YEAR = date.today().year + 1  # noqa: DTZ011 - a civil year


def read_params(view: View, measure: Measure, given: Given) -> Given:
    """All parameters of a call, read and resolved. Raises RequestError, UnknownName or NoData."""
    known = {param.name for param in measure.params}
    renamed = dict(given)
    for other, own in (("race", "district"), ("district", "race"), ("person", "candidate"),
                       ("candidate", "person"), ("candidate", "member"), ("person", "member"),
                       ("committee", "spender"), ("spender", "committee")):  # fmt: skip
        if other in renamed and other not in known and own in known and own not in renamed:
            renamed[own] = renamed.pop(other)
    # What a call says beyond the measure's own parameters may still tell people apart.
    context = {name: value for name, value in renamed.items() if name not in known}
    stray = set(context) - {"race", "district", "cycle", "round", "state", "party", "congress"}
    if stray:
        raise RequestError(
            f"{measure.name} has no parameter {quoted(sorted(stray)[0])}.",
            next_step=f"It takes: {described(measure)}.",
        )
    missing = [p.name for p in measure.params if p.required and p.name not in renamed]
    if missing:
        raise RequestError(
            f"{measure.name} needs {' and '.join(missing)}.",
            next_step=f"Write: hustings figure {measure.name} {described(measure)}",
        )
    plain = {
        p.name: _plain(p, renamed[p.name])
        for p in measure.params
        if p.name in renamed and p.kind not in _RESOLVERS
    }
    context = {**_plain_context(context), **plain}
    _check_seat(context)
    for p in measure.params:
        if p.name in renamed and p.kind in _RESOLVERS:
            plain[p.name] = _RESOLVERS[p.kind](view, str(renamed[p.name]), context)
    return {p.name: plain[p.name] for p in measure.params if p.name in plain}


def described(measure: Measure) -> str:
    """The parameters as one would write them: race=… cycle=… [round=…]."""
    return " ".join(f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in measure.params)


def _plain(param: Param, value: Any) -> Any:
    return _READERS[param.kind](str(value))


def _plain_context(context: Given) -> Given:
    read: Given = {}
    if "race" in context or "district" in context:
        read["race"] = ids.parse_district(str(context.get("race", context.get("district"))))
    if "cycle" in context:
        read["cycle"] = ids.parse_cycle(context["cycle"])
    return read


def _check_seat(context: Given) -> None:
    """Refuse a seat that did not exist when it is asked about. Raises RequestError."""
    seat = context.get("race") or context.get("district")
    cycle = context.get("cycle")
    if cycle is None and context.get("congress"):
        cycle = ids.election_of(context["congress"])
    if seat and cycle and cycle >= min(ids.SEATS):
        ids.RaceId.parse(seat, cycle)


def read_round(text: str) -> str:
    """A round by its name: primary, special-general, … Raises RequestError."""
    name = text.strip().lower().replace("_", "-").replace(" ", "-")
    if name not in set(Round):
        raise RequestError(
            f"{quoted(text)} is not a round.", next_step="Rounds: " + ", ".join(Round) + "."
        )
    return name


def _state(text: str) -> str:
    code = text.strip().upper()
    names = {full.upper(): short for short, full in ids.STATES.items()}
    code = names.get(code, code)
    if code not in ids.STATES:
        raise RequestError(f"{quoted(text)} is not a state.", next_step="Use a code such as CA.")
    return code


def _party(text: str) -> str:
    return PARTIES.get(fold(text), text.strip().upper())


def _group(text: str) -> str:
    group = GROUPS.get(fold(text))
    if group is None:
        raise RequestError(
            f"{quoted(text)} is not a group that the record counts.",
            next_step="Groups: " + ", ".join(sorted(set(GROUPS.values()))) + ".",
        )
    return group


def _year(text: str) -> int:
    plain = text.strip()
    if not re.fullmatch(r"\d{4}", plain, re.ASCII) or not 1900 <= int(plain) <= LAST_YEAR:
        raise RequestError(f"{quoted(text)} is not a year.", next_step="Write it as 2020.")
    return int(plain)


def _margin(text: str) -> Decimal:
    """A margin in percent of the votes cast, from 0 to 100."""
    plain = text.strip().removesuffix("%")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", plain, re.ASCII) or Decimal(plain) > 100:
        raise RequestError(f"{quoted(text)} is not a margin in percent.", next_step="Write 10.")
    return Decimal(plain)


def _yes_no(text: str) -> bool:
    word = text.strip().lower()
    if word not in {"yes", "no", "true", "false"}:
        raise RequestError(f"{quoted(text)} is neither yes nor no.", next_step="Write yes or no.")
    return word in {"yes", "true"}


def _stance(text: str) -> str:
    stance = {"for": "support", "against": "oppose", "s": "support", "o": "oppose"}.get(
        text.strip().lower(), text.strip().lower()
    )
    if stance not in {"support", "oppose"}:
        raise RequestError(f"{quoted(text)} is not a stance.", next_step="Write support or oppose.")
    return stance


#: What a filer's code of one letter can tell; it knows no special primary, only a special election.
ELECTION_KINDS = {
    "primary": "primary", "general": "general", "special": "special", "runoff": "runoff",
    "convention": "convention", "recount": "recount", "other": "other",
    "special-primary": "special", "special-general": "special", "primary-runoff": "runoff",
    "special-runoff": "runoff", "special-primary-runoff": "runoff",
}  # fmt: skip


def _election_kind(text: str) -> str:
    kind = ELECTION_KINDS.get(text.strip().lower().replace("_", "-").replace(" ", "-"))
    if kind is None:
        raise RequestError(
            f"{quoted(text)} is not a round.",
            next_step=f"Rounds: {', '.join(dict.fromkeys(ELECTION_KINDS.values()))}.",
        )
    return kind


def _basis(text: str) -> str:
    basis = text.strip().lower()
    if basis not in {"all", "two-party"}:
        raise RequestError(f"{quoted(text)} is not a basis.", next_step="Write all or two-party.")
    return basis


def _kind(known: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of one of a few words."""

    def read(text: str) -> str:
        word = text.strip().lower().replace(" ", "-")
        found = {one.replace("_", "-"): one for one in known}.get(word.replace("_", "-"))
        if found is None:
            raise RequestError(
                f"{quoted(text)} is no such kind.", next_step=f"Kinds: {', '.join(known)}."
            )
        return found

    return read


COHORTS = ("left", "democrats")
ABSENCES = ("left-out", "against")
SOURCES = (
    "individual", "organisation", "pac", "party", "campaign", "candidate", "transfer", "loan",
    "other",
)  # fmt: skip
PAYMENTS = ("gift", "transfer", "refund", "operating", "coordinated", "loan", "loan_repayment",
            "other")  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise RequestError(
            f"{quoted(text)} is not a day.", next_step="Write it as 2024-11-05."
        ) from problem


def _as_written(text: str) -> str:
    """A name as it stands in the record: nothing of it is changed but blanks around it."""
    return text.strip()


def _form_line(text: str) -> str:
    """A line as the record writes it: 11a(i) is 11AI, and the sum 11a(iii) is 11A."""
    line = re.sub(r"[^0-9A-Z]", "", text.upper().removeprefix("LINE"))
    if not re.fullmatch(r"[0-9]{1,2}([A-Z]I{0,3})?", line, re.ASCII):
        raise RequestError(
            f"{quoted(text)} is not a line of an FEC form.", next_step="Write it as 11AI or 17."
        )
    return line.removesuffix("III")


def _filing(text: str) -> str:
    number = text.strip().upper().removeprefix("FEC-")
    if not re.fullmatch(r"[0-9]{1,10}", number, re.ASCII):
        raise RequestError(
            f"{quoted(text)} is not the number of a filing.", next_step="Write it as 1229017."
        )
    return number


def _giver_kind(text: str) -> str:
    kind = fold(text).replace(" ", "-")
    kind = {"corporate": "corporation", "union": "labor", "unions": "labor", "labour": "labor",
            "ideological": "unconnected", "nonconnected": "unconnected"}.get(kind, kind)  # fmt: skip
    if kind not in GIVER_KINDS:
        raise RequestError(
            f"{quoted(text)} is not a kind of committee.",
            next_step="Kinds: " + ", ".join(GIVER_KINDS) + ".",
        )
    return kind


def read_moment(text: str) -> str:
    """A time as UTC, written 2024-03-06 04:54:45: without a zone it is UTC, a day its last second.

    Raises RequestError.
    """
    try:
        plain = text.strip()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
            moment = datetime.combine(date.fromisoformat(plain), time(23, 59, 59))
        else:
            moment = datetime.fromisoformat(plain)
            if moment.tzinfo is not None:
                moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise RequestError(
            f"{quoted(text)} is not a time.",
            next_step="Write a day, 2024-03-08, or a time, 2024-03-05T23:26-08:00 (UTC if no zone).",
        ) from problem
    return moment.replace(tzinfo=None).strftime("%Y-%m-%d %H:%M:%S")


_READERS: dict[str, Callable[[str], Any]] = {
    "Race": ids.parse_district,
    "District": ids.parse_district,
    "Cycle": ids.parse_cycle,
    "Congress": ids.parse_congress,
    "Bill": ids.parse_bill_id,
    "Year": _year,
    "RoundName": read_round,
    "State": _state,
    "Party": _party,
    "Group": _group,
    "FormLine": _form_line,
    "Filing": _filing,
    "GiverKind": _giver_kind,
    "Moment": read_moment,
    "Surname": lambda text: fold(text).split()[-1] if fold(text) else text,
    "Basis": _basis,
    "Stance": _stance,
    "Cohort": _kind(COHORTS),
    "Absences": _kind(ABSENCES),
    "Margin": _margin,
    "YesNo": _yes_no,
    "Side": _as_written,
    "Seat": _as_written,
    "Source": _kind(SOURCES),
    "Payment": _kind(PAYMENTS),
    "Day": _day,
    "ElectionKind": _election_kind,
}


_RESOLVERS: dict[str, Callable[[View, str, Given], str]] = {
    "Candidate": resolve_candidate,
    "Person": resolve_person,
    "Member": resolve_member,
    "Vote": resolve_vote,
    "Committee": resolve_committee,
    "Network": resolve_network,
    "Industry": resolve_industry,
}
