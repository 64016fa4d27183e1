"""Figures made of figures: what is left of a total, and what some of them come to together.

No measure defines these: they carry the figures they were made of as parts, and SQL of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hustings.figures import Figure, Unit, money

OTHERS = "others"
TOGETHER = "together"


def usd(figure: Figure | None) -> Decimal:
    """A figure's amount; nothing counts as nought."""
    value = figure.value if figure is not None else None
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def others(total: Figure, shown: Sequence[Figure], what: str) -> Figure | None:
    """The total less the figures shown; None where nothing is left. `what` is the total in words.

    Below nought it says so: the figures shown then rest on other rows than the total.
    """
    value = usd(total) - sum((usd(one) for one in shown), Decimal(0))
    if not value:
        return None
    caveats = list(total.caveats)
    if value < 0:
        caveats.append(
            f"What is shown adds up to {money(-value)} more than the total: what is not shown was "
            "given back, or rests on other rows."
        )
    return Figure(
        measure=OTHERS,
        params=total.params,
        value=value,
        unit=Unit.USD,
        definition=f"{what}, less what is shown by name.",
        sql=_sql((total, *shown), " - "),
        row_count=total.row_count,
        as_of=total.as_of,
        citations=total.citations,
        caveats=tuple(dict.fromkeys(caveats)),
        parts=(total, *shown),
    )


def together(figures: Sequence[Figure], what: str) -> Figure | None:
    """The sum of figures that share no dollar; None without any, the figure itself if it is one."""
    if len(figures) < 2:
        return figures[0] if figures else None
    cited = {one.sha256: one for figure in figures for one in figure.citations}
    return Figure(
        measure=TOGETHER,
        params={name: value for name, value in figures[0].params.items()
                if name in {"committee", "network", "race", "cycle"}},
        value=sum((usd(one) for one in figures), Decimal(0)),
        unit=Unit.USD,
        definition=what,
        sql=_sql(figures, " + "),
        row_count=sum(one.row_count for one in figures),
        as_of=max(one.as_of for one in figures),
        citations=tuple(cited.values()),
        caveats=tuple(dict.fromkeys(said for one in figures for said in one.caveats)),
        parts=tuple(figures),
    )  # fmt: skip


def _sql(figures: Sequence[Figure], sign: str) -> str:
    return (
        "select "
        + f"\n {sign}".join(f"coalesce((\n{one.sql}\n), 0)" for one in figures)
        + " as value"
    )
