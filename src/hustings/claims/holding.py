"""What keeps a figure that differs from contradicting a claim: when it can hardly be what is meant.

A cycle or a Congress that was still running, a count of first choices alone, a number that no such
figure could have, a bill that went back to the House: each is said in the note of the verdict.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hustings.claims.asking import Desk, unfinished
from hustings.claims.model import Claim, Kind, Reading, When
from hustings.figures import Figure, Unit, written_date
from hustings.measures import find_measure

#: Sums that only grow while a cycle lasts.
_FAMILIES = frozenset({"money", "outside", "following", "gifts", "industries"})
#: Families of what members did in a Congress.
_SITTING = frozenset({"votes", "bills", "sponsors"})
_NOT_SUMS = frozenset({"cash_on_hand", "reported_cash"})


def said_outright(reading: Reading, claim: Claim) -> bool:
    """Whether the sentence itself names the year, the Congress or the round that a reading is of."""
    params, text = reading.params, claim.sentence.text
    told = [params.get("cycle"), params.get("congress"), params.get("year")]
    if isinstance(params.get("bill"), str):
        told.append(str(params["bill"]).partition("-")[0])
    held = str(params.get("round") or "")
    if any(word in text.lower() for word in held.split("-") if word not in {"", "general"}):
        return True
    return any(one is not None and str(one) in text for one in told)


LATER = "On which later day it agreed to changes of the Senate is not in the record."


def went_back(desk: Desk, reading: Reading, figure: Figure) -> bool:
    """Whether a day is after the House first passed a bill that both chambers passed in the end: it
    may be that of its vote on the other's version."""
    day = reading.quantity.day if reading.quantity is not None else None
    if day is None or not isinstance(figure.value, date) or day <= figure.value:
        return False
    stage = desk.ask("bill_stage", reading.params).figure
    return stage is not None and stage.value in {"passed both", "law"}


#: A number below this part of the figure, or above so many times it, is likelier of something else.
_LEAST, _MOST = Decimal("0.4"), Decimal(15)


def plausible(reading: Reading, figure: Figure) -> bool:
    """Whether a number may be meant for a figure at all, where its words do not say so outright."""
    claimed = reading.quantity.value if reading.quantity is not None else None
    if claimed is None or not isinstance(figure.value, int | float | Decimal):
        return True
    if reading.quantity is None or reading.quantity.kind in {Kind.RANK, Kind.ORDINAL}:
        return True
    value = Decimal(str(figure.value))
    if not value:
        # The record's nought is as often a sum that is told of under another name.
        return reading.sure and reading.score >= _OUTRIGHT
    near = _LEAST <= claimed / value <= _MOST
    return near or (reading.sure and reading.score >= _OUTRIGHT)


#: A reading whose words say outright which measure is meant.
_OUTRIGHT = 2.0


def first_choices(desk: Desk, reading: Reading, claim: Claim) -> bool:
    """Whether a count is of first choices alone, and the sentence does not say that it speaks of them."""
    if reading.measure not in {"vote_share", "votes", "margin_votes", "margin_points"}:
        return False
    if "first choice" in claim.sentence.text.lower():
        return False
    params = {k: v for k, v in reading.params.items() if k != "candidate"}
    lead = desk.ask("margin_votes", params).figure
    return lead is not None and any(said.startswith("First choices alone") for said in lead.caveats)


def still_moving(figure: Figure, reading: Reading, when: When) -> str:
    """Why a sum of a cycle that was still running cannot contradict; empty if it can."""
    measure = find_measure(figure.measure)
    claimed = _claimed(reading)
    if "congress" in figure.params and measure.family in _SITTING:
        return _sitting(figure, claimed, when)
    if measure.family not in _FAMILIES or when.day is None or claimed is None:
        return ""
    if not isinstance(figure.value, int | float | Decimal) or not figure.as_of:
        return ""
    day, value = when.day.isoformat(), Decimal(str(figure.value))
    cycle = figure.params.get("cycle")
    if figure.as_of > day and unfinished(figure, when):
        if measure.unit is Unit.SHARE:
            far = abs(claimed - value) >= Decimal("0.1")
            return "" if far else _then(figure, when)
        if measure.name in _NOT_SUMS or claimed <= value:
            return _then(figure, when)
    ends = f"{cycle}-12-31" if isinstance(cycle, int) else ""
    if ends and figure.as_of < min(ends, day) and (measure.unit is Unit.SHARE or claimed > value):
        return f"The record ends on {day_of(figure.as_of)}; a later file is needed: {_load(cycle)}"
    return ""


def _sitting(figure: Figure, claimed: Decimal | None, when: When) -> str:
    """Why a count of a Congress that was still sitting then cannot contradict; empty if it can.

    Counts only grow: one above that of a later file was never true.
    """
    congress = int(figure.params["congress"])
    ends = date(2 * congress + 1789, 1, 3)
    if claimed is None or when.day is None or not ends > when.day or not figure.as_of:
        return ""
    if figure.as_of <= when.day.isoformat() or not isinstance(figure.value, int | float | Decimal):
        return ""
    value = Decimal(str(figure.value))
    share = find_measure(figure.measure).unit is Unit.SHARE
    if abs(claimed - value) >= Decimal("0.1") if share else claimed > value:
        return ""
    return (
        f"That is as of {day_of(figure.as_of)}; Congress {congress} was still sitting on "
        f"{written_date(when.day)}, and what stood then is not in the record."
    )


def _claimed(reading: Reading) -> Decimal | None:
    """The number that a reading claims."""
    if reading.quantity is not None:
        return reading.quantity.value
    if isinstance(reading.expected, tuple) and reading.expected[0] == "number":
        return Decimal(int(reading.expected[1]))
    return None


def _then(figure: Figure, when: When) -> str:
    assert when.day is not None  # noqa: S101 - the caller's condition
    return (
        f"That is as of {day_of(figure.as_of)}; what stood on {written_date(when.day)} is not in the "
        f"record. {_load(figure.params.get('cycle'))}"
    )


def _load(cycle: object) -> str:
    return f"Load with: hustings fetch fec --cycle {cycle}"


def day_of(text: str) -> str:
    return written_date(date.fromisoformat(text[:10]))
