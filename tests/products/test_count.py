"""The product `count`: what it says of CA-16, and that it never passes an estimate off as a result."""

from __future__ import annotations

import csv
import io
import itertools
from importlib import resources

import pytest

from hustings.contests.late import PROBABILITIES
from hustings.errors import NoData
from hustings.ids import Cycle, RaceId
from hustings.measures.moving import late_stages, stage_of
from hustings.products import count as counts
from hustings.products.count_page import count_json, count_page
from hustings.products.layout.html import page_html
from hustings.products.layout.markdown import page_markdown
from hustings.products.layout.model import plain
from hustings.record import Record
from tests.products.dossiers import sample

CA16 = RaceId("CA-16", Cycle(2024))


@pytest.fixture(scope="module")
def view(full_record):
    return Record(full_record).view()


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "under 1 in 100"), (0.0099, "under 1 in 100"), (0.04, "about 4 in 100"),
     (0.094, "about 9 in 100"), (0.3, "about 3 in 10"), (0.5, "about 5 in 10"),
     (0.9, "about 9 in 10"), (0.95, "about 95 in 100"), (0.9901, "over 99 in 100"),
     (1.0, "over 99 in 100")],
)  # fmt: skip
def test_natural_frequencies(chance, said):
    assert counts.in_words(chance) == said


@pytest.mark.shared
def test_a_certified_count_is_not_estimated(view):
    made = counts.build(view, CA16, None, None)
    assert made.certified
    assert made.estimate is None
    assert all(one.chance is None for one in made.candidates)
    assert made.share_of_final is None
    assert "--as-of" in made.no_estimate
    again = counts.build(view, CA16, "primary", "2024-04-30 00:00:00")
    assert again.estimate is None


@pytest.mark.shared
def test_an_earlier_count_is_estimated_and_says_so(view):
    made = counts.build(view, CA16, None, "2024-03-12 23:59:59")
    assert made.estimate is not None
    assert not made.estimate.elsewhere
    chances = {one.name: one.chance.value for one in made.candidates}
    assert chances["Sam T. Liccardo"] > 0.99
    assert 0.1 < chances["Evan Low"] < 0.9
    assert 0.1 < chances["Joe Simitian"] < 0.9
    lede = " ".join(plain(one) for one in count_page(made).lede)
    assert "An estimate, not a result" in lede
    for one in made.candidates:
        assert one.low <= float(one.share.value) + 0.05
        assert {source.source for source in one.chance.citations} == {
            "returns.ca_sos_counts", "reference.late_ballots",
        }  # fmt: skip
        assert "late_ballots" in one.chance.sql
    # It was learned without the contest itself.
    rows, elsewhere = late_stages(view, CA16, "primary")
    assert not elsewhere
    assert {(row["left_first"], row["left_last"]) for row in rows} == {(10, 18)}


@pytest.mark.shared
def test_hindsight_is_apart_and_named(view):
    made = counts.build(view, CA16, None, "2024-03-12 23:59:59")
    page = count_page(made)
    section = next(one for one in page.sections if one.id == "hindsight")
    assert section.title == "In hindsight"
    assert made.share_of_final.value == pytest.approx(162_756 / 182_135, abs=0.0001)
    assert len(made.final.value) == 3
    others = [plain(said) for one in page.sections if one is not section for said in one.said]
    assert not any("certified vote" in one for one in others)


@pytest.mark.shared
def test_another_election_is_taken_as_less_sure(view):
    made = counts.build(view, RaceId("CA-34", Cycle(2024)), "general", "2024-11-07 23:59:59")
    assert made.estimate.elsewhere
    assert "advance" not in plain(count_page(made).lede[-1])
    assert all(one.chance.measure == "win_chance" for one in made.candidates)


@pytest.mark.shared
def test_precincts_reporting_are_never_a_measure(view):
    for at in (None, "2024-03-06 12:00:00"):
        made = counts.build(view, RaceId("CA-34", Cycle(2024)), "primary", at)
        for text in (page_html(count_page(made)), page_markdown(count_page(made))):
            said = text.replace("Precincts reporting are not shown", "")
            assert "recincts reporting" not in said
            assert "153 of 153" not in said


@pytest.mark.shared
def test_corrections_are_listed(view):
    made = counts.build(view, RaceId("CA-1", Cycle(2024)), None, None)
    assert [(row["candidate"], row["votes_before"], row["votes"]) for row in made.corrections] == [
        ("Doug LaMalfa", 53_747, 44_448), ("Rose Penelope Yee", 21_666, 17_561),
        ("Mike Doran", 10_225, 8_086), ("Doug LaMalfa", 122_302, 122_301),
    ]  # fmt: skip
    found = count_json(made)
    assert len(found["corrections"]) == 4
    assert sum(one["counts_down"] for one in found["moments"]) == found["counts_down"]["value"] == 4


@pytest.mark.shared
def test_json_of_the_tie(view):
    found = count_json(counts.build(view, CA16, None, None))
    assert found["status"] == "certified"
    assert found["estimate"] is None
    assert [one["place"] for one in found["candidates"][:3]] == [1, 2, 2]
    turns = [one["first_two"] for one in found["moments"] if one["top_two_changed"]]
    assert turns[-1] == "Evan Low, Joe Simitian, Sam T. Liccardo"
    assert len(turns) == found["top_two_changes"]["value"] == 6


@pytest.mark.shared
def test_a_contest_without_counts_says_what_there_is(view):
    with pytest.raises(NoData, match="no running counts"):
        counts.build(view, RaceId("CA-16", Cycle(2022)), None, None)
    with pytest.raises(NoData, match="but of its primary"):
        counts.build(view, CA16, "general", None)
    with pytest.raises(NoData, match="later time"):
        counts.build(view, CA16, None, "2024-03-05 10:00:00")


def test_the_sample_has_no_counts_and_says_so():
    view, _ = sample()
    with pytest.raises(NoData, match="no running counts"):
        counts.asked(view, "CA-34", None, None)


def test_the_packaged_table_is_what_the_model_takes():
    text = resources.files("hustings.sources.reference").joinpath("late_ballots.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    numbers = {"from_days", "until_days", "drift_dem", "drift_rep", "drift_oth", "rank_drift",
               "party_sd", "candidate_sd", "minor_sd"}  # fmt: skip
    groups = {(row["left_first"], row["left_last"]) for row in rows}
    assert len(groups) == 7
    for group in groups:
        stages = [
            stage_of({k: float(v) if k in numbers else int(v) if k == "contests" else v
                      for k, v in row.items()})
            for row in rows if (row["left_first"], row["left_last"]) == group
        ]  # fmt: skip
        assert all(len(one.remaining) == len(PROBABILITIES) for one in stages)
        assert all(list(one.remaining) == sorted(one.remaining) for one in stages)
        assert all(a.until_days == b.from_days for a, b in itertools.pairwise(stages))
        left = 52 - (int(group[1]) - int(group[0]) + 1 if group[0] != "0" else 0)
        assert {one.contests for one in stages} == {left}
