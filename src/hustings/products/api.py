"""The Python API: open a record, name a race, ask for figures.

from hustings import Race, open_record
race = Race("CA-34", 2024)
race.figure("receipts_from_pacs", candidate="Jimmy Gomez").text      # '$946,153.34'
race.figures()                                                       # all of the dossier
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hustings.figures import Figure, plain
from hustings.ids import Cycle, RaceId
from hustings.record.engines import open_view
from hustings.record.store import parse_day
from hustings.record.view import View

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from hustings.claims import Article, Checked
    from hustings.products.dossier import Dossier


def open_record(
    folder: str | os.PathLike[str] | None = None,
    *,
    as_of: str | date | None = None,
    engine: str | None = None,
) -> Desk:
    """A desk to ask figures of: the record in `folder`, or the user's, or the sample.

    as_of: answer from what was known on that day (an ISO date or a `datetime.date`).
    engine: duckdb or spark; else HUSTINGS_ENGINE, else duckdb. On Spark `folder` may be an address.
    Raises RecordError if a folder was named and holds no record; RequestError for an engine that
    is not installed.
    """
    named = None if folder is None else os.fspath(folder)
    return Desk(open_view(named, _day(as_of), engine), lambda when: open_view(named, when, engine))


def check(
    article: str | os.PathLike[str] | Article,
    *,
    record: str | os.PathLike[str] | None = None,
    race: str = "",
    as_of: str | date | None = None,
) -> Checked:
    """Every claim of an article against a record; see `Desk.check`. Shape: `Checked.to_json`."""
    return open_record(record).check(article, race=race, as_of=as_of)


def _day(as_of: str | date | None) -> date | None:
    return parse_day(as_of) if isinstance(as_of, str) else as_of


class Desk:
    """An open record. Reading only; many desks may be open on one record."""

    def __init__(self, view: View, reopen: Callable[[date], View] | None = None) -> None:
        self.view = view
        self._reopen = reopen or (lambda when: type(view)(view.origin, when))

    @property
    def sample(self) -> bool:
        """Whether the embedded sample answers because there is no record."""
        return self.view.sample

    def figure(self, measure: str, **params: Any) -> Figure:
        """One figure. Raises RequestError for a wrong request, NoData for an absent answer."""
        from hustings.measures import evaluate

        return evaluate(self.view, measure, params)

    def evidence(self, figure: Figure) -> list[dict[str, Any]]:
        """The rows that a figure rests on, as the record holds them."""
        from hustings.measures.evaluation import evidence

        return evidence(self.view, figure)

    def race(self, seat: str, cycle: int | None = None) -> Race:
        """A race at this desk; without a cycle the latest that the record has of the seat."""
        return Race(seat, cycle, desk=self)

    def check(
        self,
        article: str | os.PathLike[str] | Article,
        *,
        race: str = "",
        as_of: str | date | None = None,
    ) -> Checked:
        """Every claim of an article against this record, as it stood on the article's day.

        article: a path to text, Markdown, HTML or PDF, or an `Article`. race: the seat that it is
        about. as_of: its day, else it is found in it. Raises RequestError for a file that cannot
        be read.
        """
        from hustings.claims import Article, check_article
        from hustings.claims.reading import read_article

        read = article if isinstance(article, Article) else read_article(os.fspath(article))
        return check_article(self.view, read, at=self._at, race=race, as_of=_day(as_of))

    def _at(self, when: date) -> View:
        return self._reopen(when)

    def sql(self, statement: str, *, seconds: float = 30) -> Table:
        """One read-only SELECT over the tables and views. Raises RequestError."""
        from hustings.record.guard import run_guarded

        found = run_guarded(self.view, statement, seconds=seconds, limit=10_000_000)
        return Table(found.columns, found.rows)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with column names; `.to_pandas()` and `.to_polars()` need those extras."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    def to_pandas(self) -> pd.DataFrame:
        """Shape (rows, columns)."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=self.columns)

    def to_polars(self) -> pl.DataFrame:
        """Shape (rows, columns)."""
        import polars as pl

        return pl.DataFrame(self.rows, schema=self.columns, orient="row", infer_schema_length=None)


class Figures(list[Figure]):
    """Figures in order. As a table: one row a figure with measure, params, value, unit, text,
    as_of, row_count, sources and caveats; shares are fractions, money is in dollars."""

    def table(self) -> Table:
        columns = ["measure", "params", "value", "unit", "text", "as_of", "row_count", "sources",
                   "caveats"]  # fmt: skip
        rows = [
            (
                one.measure,
                " ".join(f"{name}={plain(value)}" for name, value in one.params.items()),
                str(plain(one.value)) if isinstance(one.value, list | str | date | bool)
                else float(plain(one.value)),
                str(one.unit),
                one.text,
                one.as_of,
                one.row_count,
                ", ".join(citation.source for citation in one.citations),
                " ".join(one.caveats),
            )
            for one in self
        ]  # fmt: skip
        return Table(columns, rows)

    def to_pandas(self) -> pd.DataFrame:
        """One row a figure; see `table`."""
        return self.table().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """One row a figure; `value` is text, as its type differs by measure."""
        import polars as pl

        made = self.table()
        place = made.columns.index("value")
        rows = [(*row[:place], str(row[place]), *row[place + 1 :]) for row in made.rows]
        return pl.DataFrame(rows, schema=made.columns, orient="row", infer_schema_length=None)


class Race:
    """A race: seat and cycle, at a desk (the user's record, or the sample, if none is given).

    Raises RequestError for a seat that never was; NoData if the record has no cycle of it.
    """

    def __init__(
        self,
        seat: str,
        cycle: int | None = None,
        *,
        desk: Desk | None = None,
        as_of: str | date | None = None,
    ) -> None:
        self.desk = desk or open_record(as_of=as_of)
        self.id = RaceId.parse(seat, cycle) if cycle is not None else latest(self.desk.view, seat)

    def __repr__(self) -> str:
        return f"Race({self.id.district!r}, {self.id.cycle})"

    def figure(self, measure: str, **params: Any) -> Figure:
        """One figure of this race: race and cycle are filled in, a district's Congress too."""
        from hustings.ids import congress_elected
        from hustings.measures import find_measure

        wanted = {param.name for param in find_measure(measure).params}
        filled: dict[str, Any] = {"race": self.id.district}
        if "cycle" in wanted:
            filled["cycle"] = self.id.cycle
        if "congress" in wanted:
            filled["congress"] = congress_elected(self.id.cycle)
        if "state" in wanted:
            filled["state"] = self.id.district[:2]
        return self.desk.figure(measure, **{**filled, **params})

    def dossier(self) -> Dossier:
        """All figures laid out by section. Raises NoData if the record has nothing of the race."""
        from hustings.products.dossier import build

        return build(self.desk.view, self.id)

    def figures(self) -> Figures:
        """Every figure of the dossier, in the order of its pages."""
        return Figures(self.dossier().figures())

    def to_pandas(self) -> pd.DataFrame:
        """The figures as a pandas table, one row each."""
        return self.figures().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The figures as a Polars table, one row each."""
        return self.figures().to_polars()


def latest(view: View, seat: str) -> RaceId:
    """The newest cycle that has been voted on and that the record knows of the seat.

    Raises NoData if there is none.
    """
    from hustings.ids import parse_district
    from hustings.measures import listings
    from hustings.measures.absence import no_data

    district = parse_district(seat)
    view = view.focused(district)
    voted = listings.decided_cycles(view, district)
    found = voted or listings.cycles(view, district) or listings.money_cycles(view, district)
    if not found:
        # A seat that never was is the likelier mistake: say so first.
        RaceId.parse(seat, Cycle(2024))
        raise no_data(view, f"nothing of {district}", ["returns"], {"race": district})
    return RaceId(district, found[-1])
