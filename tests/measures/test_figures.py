"""Every measure: its figure carries its rows, its SQL gives the same value again, all is cited.

The same tests run on the embedded sample and on a record of all the real files.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hustings.errors import HustingsError, NoData, RequestError
from hustings.figures import Figure, Unit, plain, write
from hustings.measures import Difference, Ratio, evaluate, find_measure, measures
from hustings.measures.evaluation import answer, evidence, prepare
from hustings.record import Record
from hustings.record.guard import run_guarded
from hustings.record.view import View

GENERAL = {"race": "CA-34", "cycle": 2024, "round": "general"}
PRIMARY = {**GENERAL, "round": "primary"}
GOMEZ = {**GENERAL, "candidate": "Jimmy Gomez"}
MONEY = {"candidate": "Jimmy Gomez", "cycle": 2020}
THEN = {"district": "CA-34", "congress": 116}
MEMBER = {"member": "G000585", "congress": 116}

DONORS = ("donors_count", "usd_per_donor", "top_donors", "usd_from_donors", "usd_from_top_donors",
          "share_from_top_donors")  # fmt: skip
CUELLAR = {"candidate": "H2TX23082", "cycle": 2024}

#: Lines of the reports of PACs and parties, each a measure.
FOLLOWED = (
    "reported_from_individuals", "reported_from_committees", "reported_transfers_in",
    "reported_independent_expenditures", "reported_to_committees", "reported_transfers_out",
    "reported_refunds", "reported_cash",
)  # fmt: skip

#: Measures of a count that is running, or was.
COUNTED = ("votes_counted", "lead_changes", "top_two_changes", "counts_down",
           "share_counted_of_final")  # fmt: skip

#: Measures of a member's votes in a Congress.
VOTED = (
    "votes_with_party", "party_unity_votes", "party_unity", "votes_missed", "roll_calls_held",
    "share_votes_missed", "votes_alike_leader", "votes_in_common_leader", "agreement_with_leader",
    "votes_with_lean", "votes_before_lean", "agreement_with_lean", "party_unity_rank",
    "votes_missed_rank", "progressive_votes", "progressive_votes_counted", "progressive_score",
    "progressive_rank", "ideal_estimate", "ideal_estimate_rank",
)  # fmt: skip
#: Measures of a member's bills in a Congress.
SPONSORED = (
    "bills_sponsored", "bills_enacted", "original_cosponsorships", "cosponsorships_across",
    "share_across", "bills_led", "bills_named_on", "share_led", "share_led_rank",
    "cosponsor_ideology", "cosponsor_leadership", "cosponsor_leadership_rank",
)  # fmt: skip
#: Measures of two members beside each other, by their votes and by their bills.
BESIDE = (
    "votes_alike", "votes_in_common", "agreement", "joined_after", "joined_both",
    "share_joined_after", "share_joined_after_rank",
)  # fmt: skip
#: Measures of one roll call.
ROLL_CALL = ("vote_yeas", "vote_nays", "vote_result")

#: Parameters of a call of each measure; every measure must be here.
CALLS: dict[str, dict[str, Any]] = {
    "votes": GOMEZ,
    "vote_share": GOMEZ,
    "votes_cast": GENERAL,
    "margin_votes": GENERAL,
    "margin_points": GENERAL,
    "advancing": PRIMARY,
    "outcome": GOMEZ,
    "contest_date": GENERAL,
    "election_rule": {"state": "CA", "cycle": 2024},
    **{key: {**PRIMARY, "at": "2024-03-08"} for key in COUNTED},
    **{key: {**PRIMARY, "candidate": "David Kim"} for key in ("votes_so_far", "share_so_far")},
    "lockout": {"race": "CA-34", "cycle": 2024, "party": "Republican"},
    "candidacies": {"candidate": "Jimmy Gomez"},
    "party": {"race": "CA-34", "cycle": 2024, "candidate": "David Kim"},
    "pvi": THEN,
    "presidential_share": {**THEN, "candidate": "Trump", "year": 2016},
    "median_income": THEN,
    "income_rank": THEN,
    "poverty_rate": THEN,
    "poverty_rank": THEN,
    "population_share": {**THEN, "group": "Latino"},
    "neighbours": THEN,
    "representative": THEN,
    "ideal_point": MEMBER,
    "ideal_point_rank": MEMBER,
    "bill_sponsor": {"bill": "116-hr6515"},
    "cosponsor_count": {"bill": "116-hr6515"},
    "cosponsored": {"member": "G000585", "bill": "116-hr1384"},
    "cosponsorships": MEMBER,
    **dict.fromkeys((*VOTED, *SPONSORED), MEMBER),
    **{key: {**MEMBER, "other": "Pramila Jayapal"} for key in BESIDE},
    **{key: {"vote": "116-h109.2020"} for key in ROLL_CALL},
    "member_vote": {"member": "G000585", "vote": "116-h109.2020"},
    "cosponsor_place": {"member": "G000585", "bill": "116-hr1384"},
    "bill_passed_house": {"bill": "116-hr6800"},
    **dict.fromkeys(("receipts", "receipts_from_individuals", "receipts_unitemized", "receipts_from_pacs", "receipts_from_parties", "receipts_from_candidate", "disbursements", "cash_on_hand", "share_from_pacs", "share_from_individuals", "share_small_dollar", "share_not_small_dollar"), MONEY),
    **{name: {"committee": "C00371302", "cycle": 2024} for name in DONORS},
    "donors_in_common": {"committee": "C00371302", "to": "C00868513", "cycle": 2024},
    "committee_receipts": {"committee": "United Democracy Project", "cycle": 2024},
    "committee_spending": {"committee": "C00799031", "cycle": 2024},
    "contributions_between": {"committee": "C00344234", "to": "H8CA34266", "cycle": 2024},
    "pac_receipts": {"candidate": "H8CA34266", "cycle": 2024},
    "pac_receipts_unlisted": {"candidate": "H8CA34266", "cycle": 2024},
    **dict.fromkeys(("itemized_from_individuals", "itemized_from_committees"), CUELLAR),
    **{name: {**CUELLAR, "line": "11C"} for name in ("filed_line", "itemized_line", "reconciliation")},
    "unitemized_line": {"candidate": "H8CA34266", "cycle": 2020, "line": "11a(iii)"},
    "committee_received": {"committee": "C00371302", "cycle": 2024},
    "committee_paid": {"committee": "C00284885", "cycle": 2020},
    "gifts_to_candidates": {"committee": "C00284885", "cycle": 2020},
    **{name: {"committee": "C00799031", "cycle": 2024} for name in FOLLOWED},
    "receipts_from_industry": {"candidate": "H2TX23082", "cycle": 2024, "industry": "developers"},
    "receipts_from_employees": {"candidate": "H2TX23082", "cycle": 2024, "industry": "lawyers"},
    "top_industries": {"candidate": "H2TX23082", "cycle": 2024},
    "industry_coverage": {"cycle": 2024},
    "committee_kind": {"committee": "United Democracy Project", "cycle": 2024},
    "committee_industry": {"committee": "C00799031", "cycle": 2024},
    "network_members": {"network": "crypto"},
    "outside_spending": {"candidate": "P80001571", "cycle": 2020},
    "outside_spending_unconfirmed": {"race": "CA-34", "cycle": 2024},
    "outside_spending_suspect": {"race": "CA-34", "cycle": 2024},
    "outside_spending_races": {"spender": "C00552851", "cycle": 2024},
}  # fmt: skip
#: Other parameters that take other ways through the code.
MORE: list[tuple[str, dict[str, Any]]] = [
    ("votes", {**PRIMARY, "candidate": "Calvin Lee"}),
    (
        "vote_share",
        {"race": "CA-34", "cycle": 2018, "round": "special-primary", "candidate": "Ahn"},
    ),
    ("presidential_share", {**THEN, "candidate": "Romney", "year": 2012, "basis": "two-party"}),
    ("population_share", {**THEN, "group": "asian"}),
    ("candidacies", {"candidate": "David Kim", "race": "CA-34"}),
    ("ideal_point_rank", {**MEMBER, "party": "Democratic"}),
    ("election_rule", {"state": "California", "cycle": 2017 + 1, "round": "general"}),
    ("neighbours", {"district": "CA-34", "congress": 118}),
    ("receipts", {"candidate": "H4CA34083", "cycle": 2024}),
    ("share_from_top_donors", CUELLAR),
    ("outside_spending", {"race": "CA-34", "cycle": 2024, "stance": "against", "round": "general"}),
    ("outside_spending", {"network": "aipac", "cycle": 2024}),
    ("vote_nays", {"vote": "h109-116.2020", "party": "R"}),
    ("progressive_rank", {**MEMBER, "party": "D", "cohort": "democrats", "margin": "10%"}),
    ("progressive_score", {**MEMBER, "margin": 5, "lost": "yes", "absences": "against"}),
]
#: What the embedded sample, which is CA-34 alone, has no rows of.
NOT_IN_SAMPLE = {
    "committee_receipts", "committee_spending", "contributions_between", "pac_receipts",
    "pac_receipts_unlisted", "itemized_from_individuals", "itemized_from_committees", "filed_line",
    "itemized_line", "reconciliation", "unitemized_line",
    "receipts_from_industry", "receipts_from_employees",
    "top_industries", "industry_coverage", "committee_kind", "committee_industry",
    "outside_spending", "outside_spending_unconfirmed", "outside_spending_suspect",
    "outside_spending_races", *DONORS, "donors_in_common",
    "bill_sponsor", "cosponsor_count", "cosponsored", "cosponsorships", "bill_passed_house",
    "committee_received", "committee_paid", "gifts_to_candidates", *FOLLOWED,
    *COUNTED, "votes_so_far", "share_so_far",
    *VOTED, *SPONSORED, *BESIDE, *ROLL_CALL, "member_vote", "cosponsor_place",
}  # fmt: skip
#: What the real files beside the project have none of; test_outside tries it on made ones.
NOT_IN_FILES = {"outside_spending_unconfirmed", "outside_spending_suspect"}

CALLED = [*CALLS.items(), *MORE]
ALL = [(name, params) for name, params in CALLED if name not in NOT_IN_FILES]
HERE = [(name, params) for name, params in ALL
        if name not in NOT_IN_SAMPLE and params.get("basis") != "two-party"]  # fmt: skip
each_here = pytest.mark.parametrize(
    ("name", "params"), HERE, ids=[f"{name}-{number}" for number, (name, _) in enumerate(HERE)]
)


@pytest.fixture(scope="module")
def sample() -> View:
    return View.of_sample(None)


@pytest.fixture(scope="module")
def full(full_record: Path) -> View:
    return Record(full_record).view()


def test_every_measure_is_tried() -> None:
    assert set(CALLS) == set(measures())
    for name, params in CALLS.items():
        required = {one.name for one in find_measure(name).params if one.required}
        assert required <= set(params), name


def test_every_measure_is_described() -> None:
    for one in measures().values():
        assert one.definition.endswith("."), one.name
        assert 20 < len(one.definition) < 200, one.name
        assert "\n" not in one.definition
        assert one.says, one.name
        assert one.needs, one.name
        assert one.params, one.name


def carries_its_rows(view: View, figure: Figure) -> None:
    """The evidence is the rows that the figure counts, each from a snapshot that it cites."""
    assert figure.row_count > 0
    rows = evidence(view, figure)
    assert len(rows) == figure.row_count
    assert rows == evidence(view, figure), "in a total order"
    counted: dict[str, int] = {}
    for row in rows:
        assert row["line"] >= 1
        counted[row["snapshot"]] = counted.get(row["snapshot"], 0) + 1
    assert {citation.snapshot: citation.rows for citation in figure.citations} == counted
    for citation in figure.citations:
        assert view.snapshot(citation.snapshot) is not None
        assert len(citation.sha256) == 64
        assert citation.title
        assert citation.url.startswith("http")
        assert citation.source
    assert figure.as_of == max(citation.as_of for citation in figure.citations)


def is_of_its_unit(figure: Figure) -> None:
    """The value is of the kind that the unit says, and is written in its form."""
    value = figure.value
    assert figure.unit is find_measure(figure.measure).unit
    kinds: dict[Unit, Any] = {
        Unit.USD: Decimal, Unit.VOTES: int, Unit.COUNT: int, Unit.RANK: int,
        Unit.SHARE: (float, Decimal), Unit.POINTS: (float, Decimal), Unit.SCORE: float,
        Unit.DATE: date, Unit.TEXT: str, Unit.NAMES: list, Unit.YES_NO: bool,
    }  # fmt: skip
    assert isinstance(value, kinds[figure.unit])
    if figure.unit is Unit.SHARE:
        assert isinstance(value, float | Decimal)
        assert 0 <= value <= 1
    if figure.unit is Unit.RANK:
        assert isinstance(value, int)
        assert figure.of is not None
        assert 1 <= value <= figure.of
        assert figure.text == f"{value:,} of {figure.of:,}"
    assert figure.text == write(value, figure.unit, of=figure.of)
    assert json.loads(json.dumps(figure.to_json(), allow_nan=False))["value"] == plain(value)


def is_made_once_from_its_parts(figure: Figure) -> None:
    """A share is its two parts divided, once."""
    made = find_measure(figure.measure).function(**figure.params)
    if isinstance(made, Difference):
        whole, *less = [Decimal(str(part.value)) for part in figure.parts]
        assert tuple(part.measure for part in figure.parts) == made.names
        assert figure.value == whole - sum(less)
        assert figure.row_count == sum(part.row_count for part in figure.parts)
        return
    if not isinstance(made, Ratio):
        assert figure.parts == ()
        return
    top, bottom = figure.parts
    assert (top.measure, bottom.measure) == made.names
    assert isinstance(top.value, int | Decimal)
    assert isinstance(bottom.value, int | Decimal)
    exact = Decimal(top.value) / Decimal(bottom.value)
    assert figure.value == pytest.approx(float(1 - exact if made.complement else exact), abs=1e-12)
    assert figure.row_count <= top.row_count + bottom.row_count
    for part in figure.parts:
        assert part.citations
        assert part.sql in figure.sql


def gives_the_same(again: Any, figure: Figure) -> None:
    """What the figure's SQL gives is the figure's value."""
    if isinstance(figure.value, int | float | Decimal):
        assert float(again) == pytest.approx(float(figure.value), rel=1e-11, abs=1e-12)
    else:
        assert plain(again) == plain(figure.value)


@each_here
def test_a_figure_carries_its_rows(sample: View, name: str, params: dict[str, Any]) -> None:
    carries_its_rows(sample, evaluate(sample, name, params))


@each_here
def test_a_value_is_of_its_unit(sample: View, name: str, params: dict[str, Any]) -> None:
    figure = evaluate(sample, name, params)
    is_of_its_unit(figure)
    is_made_once_from_its_parts(figure)


@each_here
def test_the_sql_gives_the_same_value_again(
    sample: View, name: str, params: dict[str, Any]
) -> None:
    figure = evaluate(sample, name, params)
    assert "$" not in figure.sql, "all values are written out"
    found = run_guarded(sample, figure.sql)
    assert found.columns == ["value"]
    assert len(found.rows) == 1
    gives_the_same(found.rows[0][0], figure)


@each_here
def test_names_and_ids_ask_the_same(sample: View, name: str, params: dict[str, Any]) -> None:
    """A figure's own parameters, which are ids, ask for that figure again."""
    figure = evaluate(sample, name, params)
    given = {key: plain(value) for key, value in figure.params.items() if value is not None}
    assert evaluate(sample, name, given).to_json() == figure.to_json()


@pytest.mark.shared
def test_all_of_it_holds_on_all_the_files(full: View) -> None:
    figures = [evaluate(full, name, params) for name, params in ALL]
    for figure in figures:
        carries_its_rows(full, figure)
        is_of_its_unit(figure)
        is_made_once_from_its_parts(figure)
    # All statements in one: a guarded database of its own for each would take a minute.
    asked = ", ".join(f"({figure.sql}) as a{number}" for number, figure in enumerate(figures))
    (answers,) = run_guarded(full, f"select {asked}").rows
    for figure, again in zip(figures, answers, strict=True):
        gives_the_same(again, figure)


def test_the_text_forms(sample: View) -> None:
    def text(name: str, **more: Any) -> str:
        return evaluate(sample, name, {**CALLS[name], **more}).text

    assert text("votes") == "105,394"
    assert text("vote_share") == "55.6%"
    assert text("margin_points") == "11.3 points"
    assert text("advancing") == "Jimmy Gomez, David Kim"
    assert text("contest_date") == "5 November 2024"
    assert text("candidacies", candidate="David Kim") == "2020, 2022, 2024"
    assert text("pvi") == "D+35"
    assert text("median_income") == "$40,215"
    assert text("income_rank") == "22 of 435"
    assert text("poverty_rank") == "9 of 436"
    assert text("population_share") == "64.0%"
    assert text("ideal_point") == "-0.526"
    assert text("receipts_from_pacs", cycle=2024) == "$946,153.34"
    assert text("share_from_pacs") == "70.5%"


def test_vintages_answer_from_what_was_known(sample: View) -> None:
    def pacs(day: str) -> Any:
        figure = evaluate(
            View.of_sample(date.fromisoformat(day)),
            "receipts_from_pacs",
            {"candidate": "H8CA34266", "cycle": 2024},
        )
        assert figure.as_of <= day
        return plain(figure.value)

    assert pacs("2024-12-31") == 946_153.34
    assert pacs("2024-11-25") == 944_815.36
    assert pacs("2024-12-30") == 944_815.36
    today = evaluate(sample, "receipts_from_pacs", {"candidate": "H8CA34266", "cycle": 2024})
    assert plain(today.value) == 946_153.34
    with pytest.raises(NoData, match="as of 1990-01-01"):
        pacs("1990-01-01")


def test_a_result_is_not_known_before_it_is(sample: View) -> None:
    """No count of November 2024 answers on the eve of the vote."""
    eve = View.of_sample(date(2024, 11, 4))
    with pytest.raises(NoData):
        evaluate(eve, "margin_votes", GENERAL)
    assert evaluate(eve, "margin_votes", {**GENERAL, "cycle": 2022}).value == 3_021
    later = View.of_sample(date(2025, 6, 1))
    assert (
        evaluate(later, "margin_votes", GENERAL).to_json()
        == evaluate(sample, "margin_votes", GENERAL).to_json()
    )


@each_here
def test_no_figure_speaks_of_a_later_day(sample: View, name: str, params: dict[str, Any]) -> None:
    """As of a day no citation is of a later file, but for dated facts and packaged tables."""
    then = View(sample.origin, date(2021, 3, 1))
    try:
        figure = evaluate(then, name, params)
    except HustingsError:
        return
    for citation in figure.citations:
        known = then.snapshot(citation.snapshot)
        assert known is not None
        if not set(known.tables) & {"returns", "counts"} and not citation.source.startswith(
            "reference."
        ):
            assert citation.as_of <= "2021-03-01", citation


def test_prepared_figures_are_the_same(sample: View) -> None:
    """Asking for many at once changes no figure."""
    asked = [(name, dict(evaluate(sample, name, params).params)) for name, params in HERE]
    together = View(sample.origin, sample.as_of)
    prepare(together, asked)
    alone = View(sample.origin, sample.as_of)
    for name, given in asked:
        measure = find_measure(name)
        assert answer(together, measure, given).to_json() == answer(alone, measure, given).to_json()


def test_sample_figures_say_so(sample: View) -> None:
    figure = evaluate(sample, "pvi", THEN)
    assert "From the embedded sample record." in figure.caveats


@pytest.mark.shared
def test_the_sample_says_what_the_record_says(sample: View, full: View) -> None:
    """The embedded sample was cut from such a record: value and rows agree."""
    for name, params in HERE:
        here, there = evaluate(sample, name, params), evaluate(full, name, params)
        assert plain(here.value) == plain(there.value), name
        assert (here.of, here.row_count, here.params) == (there.of, there.row_count, there.params)


@pytest.mark.shared
def test_two_people_of_one_surname_keep_their_own_votes(full: View) -> None:
    """John Lewis and John H. Lewis Sr. in GA-5, 1998; Adam and Daniel Smith in WA-9, 2016."""
    lewis = {"race": "GA-5", "cycle": 1998, "round": "general"}
    assert evaluate(full, "votes", {**lewis, "candidate": "L000287"}).value == 109_177
    assert evaluate(full, "votes", {**lewis, "candidate": "H8GA05072"}).value == 29_877
    smith = {"race": "WA-9", "cycle": 2016, "round": "primary"}
    both = [
        row[0]
        for row in full.query(
            "select votes from contest_results where district = 'WA-9' and cycle = 2016 "
            "and round = 'primary' and candidate like '%Smith' order by votes"
        )
    ]
    assert len(both) == 2
    assert evaluate(full, "votes", {**smith, "candidate": "S000510"}).value == both[-1]


@pytest.mark.shared
def test_no_contest_has_one_person_on_two_lines_of_one_party(full: View) -> None:
    """But for a line that a file repeats in places (counties, precincts), names are people."""
    rows = full.query(
        "select district, cycle, round, person, list(distinct name) as names from contest_votes "
        "where kind = 'candidate' group by district, cycle, round, contest_party, person, party, "
        "county, precinct, mode having count(distinct name) > 1"
    )
    assert rows == []


@pytest.mark.shared
def test_shares_of_a_contest_add_up(full: View) -> None:
    rows = full.query(
        "select district, cycle, round, contest_party, sum(votes) as votes, max(votes_cast) as cast_ "
        "from contest_results group by all having sum(votes) <> max(votes_cast)"
    )
    assert rows == []


@pytest.mark.shared
def test_one_committee_under_two_ids_is_listed_once(full: View) -> None:
    from hustings.ids import RaceId
    from hustings.measures.listings import funded

    for seat, name in (("LA-6", "Guillory"), ("WI-3", "Cooke")):
        found = [row for row in funded(full, RaceId.parse(seat, 2024)) if name in row["name"]]
        assert len(found) == 1, found


@pytest.mark.shared
def test_who_stood_in_two_parties_primaries_has_votes_in_each(full: View) -> None:
    """Art Halvorson lost the Republican primary of PA-9 in 2016 and won the Democratic one."""
    halvorson = {"race": "PA-9", "cycle": 2016, "round": "primary", "candidate": "Art Halvorson"}
    for measure in ("votes", "vote_share", "outcome"):
        with pytest.raises(RequestError, match="Say which: party=DEM, party=REP"):
            evaluate(full, measure, halvorson)
    for party, votes, share, outcome in (
        ("REP", 48_166, 0.4931, "lost"),
        ("DEM", 1_069, 0.2623, "advanced"),
    ):
        there = {**halvorson, "party": party}
        assert evaluate(full, "votes", there).value == votes
        assert round(float(plain(evaluate(full, "vote_share", there).value)), 4) == share
        assert evaluate(full, "outcome", there).value == outcome


@pytest.mark.shared
def test_a_margin_is_of_one_contest(full: View) -> None:
    primary = {"race": "WI-1", "cycle": 2016, "round": "primary"}
    for measure in ("margin_votes", "margin_points"):
        with pytest.raises(RequestError, match="party=REP"):
            evaluate(full, measure, primary)
    assert evaluate(full, "margin_votes", {**primary, "party": "REP"}).value == 57_364 - 10_864
    assert evaluate(full, "advancing", {**primary, "party": "R"}).value == ["Paul D. Ryan"]
    both = evaluate(full, "votes_cast", {**primary, "party": "D"}).value
    assert both == 14_639 + 10_142 + 86
    shared = {"race": "CA-34", "cycle": 2024, "round": "primary", "candidate": "G000585"}
    asked = evaluate(full, "vote_share", {**shared, "party": "DEM"})
    assert asked.value == evaluate(full, "vote_share", shared).value, "one ballot for all parties"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("candidate", "outcome"),
    [("G000592", "elected"), ("P000611", "lost"), ("Tiffany Bond", "lost")],
)
def test_a_ranked_count_that_is_known_is_told(full: View, candidate: str, outcome: str) -> None:
    """ME-2 in 2018: Golden was second in first choices and was elected."""
    asked = {"race": "ME-2", "cycle": 2018, "round": "general", "candidate": candidate}
    assert evaluate(full, "outcome", asked).value == outcome


@pytest.mark.shared
def test_every_contest_of_a_year_of_party_primaries_adds_up(full: View) -> None:
    """The lines of a party's primary in a dossier are that primary's, and no other's."""
    from hustings.ids import RaceId
    from hustings.products.dossier import build

    for seat in ("WI-1", "PA-9", "VT-AL", "AZ-7", "VA-4"):
        for part in build(full, RaceId.parse(seat, 2016)).rounds:
            votes = [one.votes.value for one in part.standings if one.votes]
            assert part.votes_cast is not None
            assert sum(v for v in votes if isinstance(v, int)) == part.votes_cast.value
