"""Votes in a record: Voteview's and the clerk's beside each other, and who cast them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.record import Record, plan
from hustings.record.loading import load_all

PLAN = """
files:
  - {{file: {0}/legislators-current.20*.yaml.gz, source: congress.legislators}}
  - {{file: {0}/legislators-historical.csv.gz, source: congress.legislators_historical, as_of: 2024-12-31}}
  - {{file: {0}/H116_members.csv, source: congress.voteview_members, as_of: 2026-06-15}}
  - {{file: {0}/H116_rollcalls.csv.gz, as_of: 2026-06-15}}
  - {{file: {0}/H116_votes.csv.gz, as_of: 2026-06-15}}
  - {{file: {0}/votes_116_*.ndjson.gz, as_of: 2026-06-15}}
"""


@pytest.fixture(scope="module")
def votes(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record of the 116th Congress's votes, by Voteview and by the clerk."""
    folder = tmp_path_factory.mktemp("votes")
    (folder / "plan.yml").write_text(PLAN.format(shared_data / "congress"))
    outcomes = load_all(Record(folder / "record"), plan.read(folder / "plan.yml"))
    assert [one.error for one in outcomes if one.error] == []
    return Record(folder / "record")


@pytest.mark.shared
def test_voteview_and_the_clerk_agree_in_every_shared_vote(votes: Record) -> None:
    ((pairs, apart, calls),) = votes.view().query(
        "select count(*), count(*) filter (voteview <> clerk), count(distinct rollcall) "
        "from vote_pairs"
    )
    assert (pairs, apart, calls) == (411_595, 0, 951)
    assert votes.view().query("select count(*) from vote_disagreements") == [(0,)]


@pytest.mark.shared
def test_voteviews_numbers_are_the_order_of_the_clerks_votes(votes: Record) -> None:
    ((calls, out_of_order),) = votes.view().query(
        "select count(*), count(*) filter (rollcall <> place) from (select rollcall, "
        "row_number() over (order by year, number) as place from clerk_record "
        "where chamber = 'House' and not quorum)"
    )
    assert (calls, out_of_order) == (952, 0)


@pytest.mark.shared
def test_every_vote_is_a_members_with_the_party_of_the_day(votes: Record) -> None:
    view = votes.view()
    assert view.query(
        "select chamber, count(*), count(bioguide), count(distinct bioguide) from cast_votes "
        "group by all order by 1"
    ) == [("House", 412_287, 412_287, 448), ("Senate", 72_000, 72_000, 102)]
    switched = "select party, count(*) from cast_votes where bioguide = ? group by 1 order by 1"
    for bioguide, parties in {
        "A000367": [("IND", 523), ("REP", 429)],
        "V000133": [("DEM", 700), ("REP", 252)],
        "M001201": [("IND", 10), ("REP", 942)],
    }.items():
        assert view.query(switched.replace("?", f"'{bioguide}'")) == parties


@pytest.mark.shared
def test_seats_that_fell_vacant_have_no_votes_then(votes: Record) -> None:
    """John Lewis died on 17 July 2020, Elijah Cummings on 17 October 2019."""
    last = dict(
        votes.view().query(
            "select bioguide, max(date)::varchar from cast_votes "
            "where bioguide in ('L000287', 'C000984') group by 1"
        )
    )
    assert last["L000287"] < "2020-07-18"
    assert last["C000984"] < "2019-10-18"


@pytest.mark.shared
def test_party_unity_of_gomez_comes_out_as_published(votes: Record) -> None:
    """643 of 647 in the 652 votes in which the parties opposed each other, the Speaker's among them."""
    assert votes.view().query(
        "with sides as (select rollcall, "
        "  count(*) filter (party = 'DEM' and position = 'yea') as dy, "
        "  count(*) filter (party = 'DEM' and position = 'nay') as dn, "
        "  count(*) filter (party = 'REP' and position = 'yea') as ry, "
        "  count(*) filter (party = 'REP' and position = 'nay') as rn "
        "  from cast_votes where chamber = 'House' group by 1) "
        "select count(*) filter ((position = 'yea') = (dy > dn)), count(*), "
        "  (select count(*) from sides where (dy - dn) * (ry - rn) < 0) "
        "from cast_votes join sides using (rollcall) where (dy - dn) * (ry - rn) < 0 "
        "and chamber = 'House' and bioguide = 'G000585' and position in ('yea', 'nay')"
    ) == [(643, 647, 652)]


@pytest.mark.shared
def test_voteview_answers_alone_where_no_clerks_record_is_loaded(
    shared_data: Path, tmp_path: Path
) -> None:
    """All 412,109 lines but the 80 that are the President's positions."""
    text = PLAN.format(shared_data / "congress")
    kept = [line for line in text.splitlines() if "116_*" not in line and "historical" not in line]
    (tmp_path / "plan.yml").write_text("\n".join(kept))
    load_all(Record(tmp_path / "record"), plan.read(tmp_path / "plan.yml"))
    assert Record(tmp_path / "record").view().query(
        "select count(*), count(bioguide), count(date), count(distinct rollcall) from cast_votes"
    ) == [(412_029, 412_029, 412_029, 952)]


def test_votes_of_members_that_nobody_knows_are_kept_and_nobodys(tmp_path: Path) -> None:
    (tmp_path / "H116_votes.csv").write_text(
        "congress,chamber,rollnumber,icpsr,cast_code\n116,House,1,99999,1\n116,House,1,3,0\n"
    )
    call = {
        "chamber": "s", "congress": 116, "date": "2020-01-09", "number": 1, "session": "2020",
        "votes": {"Yea": [{"id": "S999", "party": "D", "state": "CA", "display_name": "Nobody"}]},
    }  # fmt: skip
    (tmp_path / "votes_116_senate.ndjson").write_text(json.dumps(call) + "\n")
    (tmp_path / "plan.yml").write_text(
        "files: [{file: H116_votes.csv}, {file: votes_116_senate.ndjson}]\n"
    )
    outcomes = load_all(Record(tmp_path / "record"), plan.read(tmp_path / "plan.yml"))
    assert [one.error for one in outcomes if one.error] == []
    # Code 0 says that somebody was no member then: it is in votes, and no vote.
    assert Record(tmp_path / "record").view().query(
        "select chamber, bioguide, position from cast_votes order by chamber"
    ) == [("House", None, "yea"), ("Senate", None, "yea")]
