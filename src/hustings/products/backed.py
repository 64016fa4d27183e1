"""Outside spending laid out: for and against each candidate in each round, by each spender.

Support and opposition are never added; what stands in periodic reports and what notices alone tell
are apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.names import in_order
from hustings.products.cells import amount, round_words
from hustings.products.layout.model import Column, Line
from hustings.products.sums import others, usd

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.asking import Asker

#: Lines of a table of spending; the totals hold all of it.
MOST_LINES: Final = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Backed:
    """Spending for or against one candidate in one round; support and opposition apart.

    `against` and `support` stand in periodic reports; `…_noticed` in notices that no report has yet.
    `spender` is empty where all lines are of one.
    """

    candidate_id: str
    candidate: str
    party: str
    district: str
    round: str
    against: Figure | None
    support: Figure | None
    against_noticed: Figure | None
    support_noticed: Figure | None
    spender_id: str = ""
    spender: str = ""

    @property
    def candidate_words(self) -> str:
        """The candidate with the party's code, if it is known."""
        return f"{self.candidate} ({self.party})" if self.party else self.candidate

    @property
    def spender_words(self) -> str:
        """The spender's name, or its id where no file has one."""
        return self.spender or self.spender_id


def seat_words(candidate_id: str, district: str | None) -> str:
    """CA-34, CA Senate or President: what a candidate stands for, as the id and the rows say."""
    if candidate_id.startswith("S"):
        return f"{candidate_id[2:4]} Senate"
    return "President" if candidate_id.startswith("P") else district or ""


def spending_lines(lines: Sequence[Backed], who: Sequence[str]) -> list[Line]:
    """Rows of a table: what reports have, and under it what notices alone tell.

    `who` names the fields that say whose row it is, such as candidate and district.
    """
    made = []
    for one in lines:
        head = [str(getattr(one, name)) for name in who]
        for told, against, support in (
            ("reports", one.against, one.support),
            ("notices", one.against_noticed, one.support_noticed),
        ):
            if against is not None or support is not None:
                cells = (*head, round_words(one.round), told, amount(against), amount(support))
                made.append(Line(cells=cells))
    return made


def spending_columns(heads: Sequence[str]) -> tuple[Column, ...]:
    """The columns of such a table; `heads` are those of `who`."""
    return (
        *(Column(head=head) for head in (*heads, "Round", "Told in")),
        Column(head="Against", number=True),
        Column(head="For", number=True),
    )


UNDER: Final = (
    "Support of one and opposition to another are never added.",
    "Notices: told within 24 or 48 hours, and in no periodic report yet.",
)


def backed(desk: Asker, rows: Sequence[dict[str, Any]], whose: dict[str, Any]) -> list[Backed]:
    """The largest lines of a listing of outside spending, in its order.

    `rows` are of measures.streams (outside_targets, outside_spenders); `whose` is what every
    figure is asked with: the cycle, and a spender, network or race.
    """

    def key(row: dict[str, Any]) -> tuple[str, str, str | None]:
        return row.get("spender_id") or "", row["candidate_id"], row["round"]

    first: dict[tuple[str, str, str | None], dict[str, Any]] = {}
    for row in rows:
        first.setdefault(key(row), row)
    there = {(*key(row), row["stance"], row["status"]) for row in rows}
    return [_line(desk, one, row, there, whose) for one, row in list(first.items())[:MOST_LINES]]


def _line(
    desk: Asker, key: tuple[str, str, str | None], row: dict[str, Any],
    there: set[tuple[str, str, str | None, str, str]], whose: dict[str, Any],
) -> Backed:  # fmt: skip
    spender, candidate, voting = key

    def spent(measure: str, status: str, stance: str) -> Figure | None:
        if (*key, stance, status) not in there:
            return None
        asked = {**whose, "candidate": candidate, "stance": stance}
        if spender:
            asked["spender"] = spender
        if voting is not None:
            return desk.ask(measure, **asked, round=voting)
        # Rows that name no round: what is left of the candidate's total.
        whole = desk.ask(measure, **asked)
        rounds = [desk.ask(measure, **asked, round=other) for own, who, other, way, kind in
                  sorted(there, key=str)
                  if other and (own, who, way, kind) == (spender, candidate, stance, status)]  # fmt: skip
        return others(whole, [one for one in rounds if one], "All rounds") if whole else None

    return Backed(
        candidate_id=candidate,
        candidate=in_order(str(row["candidate"] or candidate)),
        party=str(row["party"] or ""),
        district=seat_words(candidate, row.get("district")),
        round=str(voting or ""),
        against=spent("outside_spending", "periodic", "oppose"),
        support=spent("outside_spending", "periodic", "support"),
        against_noticed=spent("outside_spending_unconfirmed", "notice", "oppose"),
        support_noticed=spent("outside_spending_unconfirmed", "notice", "support"),
        spender_id=spender,
        spender=str(row.get("spender") or ""),
    )


def outside_totals(
    desk: Asker, rows: Sequence[dict[str, Any]], whose: dict[str, Any]
) -> dict[str, Figure]:
    """Support and opposition of all lines together, each apart, in reports and in notices alone."""
    there = {(row["stance"], row["status"]) for row in rows}
    found = {
        name: desk.ask(measure, **whose, stance=stance)
        for name, measure, stance, status in (
            ("support", "outside_spending", "support", "periodic"),
            ("oppose", "outside_spending", "oppose", "periodic"),
            ("support_unconfirmed", "outside_spending_unconfirmed", "support", "notice"),
            ("oppose_unconfirmed", "outside_spending_unconfirmed", "oppose", "notice"),
        )
        if (stance, status) in there
    }
    return {name: one for name, one in found.items() if one is not None and usd(one)}
