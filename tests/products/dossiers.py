"""Dossiers for the tests of pages: the sample's, and one made by hand of the worst names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hustings.figures import Citation, Figure, Unit
from hustings.ids import Cycle, RaceId
from hustings.model import Contest, Contestant
from hustings.products.api import open_view
from hustings.products.dossier import Dossier, HistoryPart, MoneyPart, RoundPart, Standing, build
from hustings.record.view import View

EVIL = '<script>alert("x")</script> O\'Neil & "Co" | *b* [l](http://evil.example/)'
CITED = Citation(
    source="test.returns",
    title="Returns <b>of</b> a test",
    url="javascript:alert(1)",
    retrieved="2024-12-03",
    sha256="ab" * 32,
    rows=3,
    as_of="2024-12-02",
)


@cache
def sample(cycle: int = 2024) -> tuple[View, Dossier]:
    """The embedded sample's view and its dossier of CA-34."""
    with TemporaryDirectory() as empty, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUSTINGS_RECORD", str(Path(empty) / "none"))
        view = open_view()
    return view, build(view, RaceId("CA-34", Cycle(cycle)))


def figure(measure: str, value: object, unit: Unit, **more: object) -> Figure:
    """A figure with all that a note shows."""
    params = more.pop("params", {"race": "CA-34", "cycle": 2024})
    return Figure(
        measure=measure,
        params=params,
        value=value,
        unit=unit,
        definition=f"What {measure} counts.",
        sql=f"select {measure!r}, {params!r} where a < 1 and b > 2",
        row_count=3,
        as_of="2024-12-02",
        citations=(CITED,),
        **more,
    )


def standing(name: str, votes: int, share: float, outcome: str, *caveats: str) -> Standing:
    params = {"race": "CA-34", "cycle": 2024, "round": "primary", "candidate": name}
    return Standing(
        contestant=Contestant(person=name, name=name, party="DEM"),
        votes=figure("votes", votes, Unit.VOTES, params=params, caveats=caveats),
        share=figure("vote_share", share, Unit.SHARE, params=params, caveats=caveats),
        outcome=figure("outcome", outcome, Unit.TEXT, params=params, caveats=caveats),
    )


def money(name: str, receipts: str, **lines: str) -> MoneyPart:
    """A candidate's money; lines are the rest of a measure's name after receipts_from_."""
    params = {"candidate": name, "cycle": 2024}
    amounts = {
        "receipts": receipts,
        **{f"receipts_from_{key}": said for key, said in lines.items()},
    }
    return MoneyPart(
        name=name,
        party="DEM",
        candidate_id=name,
        figures={
            key: figure(key, Decimal(said), Unit.USD, params=params)
            for key, said in amounts.items()
        },
    )


def by_hand(*, caveats: tuple[str, ...] = ()) -> Dossier:
    """A race of three whose names are an attack, with money that does not add up."""
    race = RaceId("CA-34", Cycle(2024))
    people = (
        standing(EVIL, 500, 0.5, "advanced", *caveats),
        standing("Second <i>One</i>", 300, 0.3, "advanced", *caveats),
        standing("Third `One`", 200, 0.2, "lost", *caveats),
    )
    contest = Contest(
        race=race, round="primary", party="", contestants=tuple(one.contestant for one in people)
    )
    where = {"race": "CA-34", "cycle": 2024, "round": "primary"}
    part = RoundPart(
        contest=contest,
        standings=people,
        rule=figure("election_rule", "top-two", Unit.TEXT, params=where),
        date=figure("contest_date", date(2024, 3, 5), Unit.DATE, params=where),
        votes_cast=figure("votes_cast", 1000, Unit.VOTES, params=where, caveats=caveats),
        margin_votes=figure("margin_votes", 200, Unit.VOTES, params=where),
        margin_points=figure("margin_points", 20.0, Unit.POINTS, params=where),
        advancing=figure("advancing", [one.contestant.name for one in people[:2]], Unit.NAMES,
                         params=where),
    )  # fmt: skip
    past = [
        HistoryPart(
            cycle=cycle,
            round="general",
            leader=EVIL,
            party="DEM",
            runner_up="B",
            date=figure("contest_date", date(cycle, 11, 5), Unit.DATE, params={"cycle": cycle}),
            share=figure("vote_share", 0.6, Unit.SHARE, params={"cycle": cycle}),
            margin=figure("margin_points", 20.0, Unit.POINTS, params={"cycle": cycle}),
            map=f"lines of {cycle - 1}",
            new_map=cycle == 2022,
        )
        for cycle in (2020, 2022)
    ]
    return Dossier(
        race=race,
        as_of="",
        sample=False,
        rounds=(part,),
        money=(
            money(EVIL, "1000", individuals="600", pacs="250", parties="0", candidate="50"),
            money("Over & Out", "100", individuals="90", pacs="30"),
        ),
        history=tuple(past),
        maps=(),
        member=None,
        district=None,
        gaps=("Nothing on <lines>.",),
    )


def without_votes(dossier: Dossier) -> Dossier:
    """The same race before anybody has voted."""
    return replace(dossier, rounds=())
