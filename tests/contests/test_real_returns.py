"""The arithmetic on real returns: every contest of the record, and every file that has a primary.

What the record's view `contest_standing` says in SQL and what `decide` says must be the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from hustings.contests import Decision, Line, Tally, decide, rule_in_force
from hustings.record import Record
from hustings.record.view import View

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def view(full_record: Path) -> View:
    return Record(full_record).view()


def decided(rows: list[tuple], district: str, cycle: int, round_: str, day=None) -> Decision:
    """The decision on rows of (person, kind, votes, write_in)."""
    rule = rule_in_force(district[:2], cycle, round_, district=district, day=day)
    lines = tuple(
        Line(candidate=person, votes=None if votes is None else int(votes), write_in=bool(write_in))
        for person, kind, votes, write_in in rows
        if kind == "candidate"
    )
    scattered = sum(int(votes or 0) for _, kind, votes, _ in rows if kind != "candidate")
    return decide(Tally(lines=lines, scattered=scattered), rule)


def test_sql_and_arithmetic_agree_on_every_contest_of_the_record(view: View) -> None:
    """But for ranked counts, whose winner the view takes from a source that marks one."""
    contests = defaultdict(list)
    for *key, day, person, kind, votes, write_in, result in view.query(
        "select district, cycle, round, contest_party, contest_date, person, kind, votes, write_in, "
        "result from contest_standing where rule is not null"
    ):
        contests[(*key, day)].append((person, kind, votes, write_in, result))
    assert len(contests) > 4_000
    met: Counter[str] = Counter()
    differing = []
    for (district, cycle, round_, party, day), rows in contests.items():
        decision = decided([row[:4] for row in rows], district, cycle, round_, day)
        ours = {one.candidate: one.result.value for one in decision.outcomes}
        theirs = {row[0]: row[4] for row in rows if row[1] == "candidate"}
        met.update((decision.rule, one) for one in ours.values())
        if ours != theirs:
            differing.append((district, cycle, round_, party))
            assert decision.rule == "ranked-choice"
            assert set(ours.values()) == {"open"}
            assert "elected" in theirs.values()
    assert set(differing) <= {
        ("ME-2", 2018, "general", ""), ("ME-2", 2022, "general", ""),
        ("AK-AL", 2022, "special-general", ""), ("AK-AL", 2022, "general", ""),
    }  # fmt: skip
    for rule, result in (
        ("top-two", "advances"), ("plurality", "elected"), ("party-primary", "advances"),
        ("majority-two-round", "elected"), ("majority-two-round", "advances"),
        ("majority-runoff", "elected"), ("majority-runoff", "advances"), ("party-primary", "tied"),
    ):  # fmt: skip
        assert met[rule, result], (rule, result)


def _primaries_by_file(view: View):
    """Votes of each all-party primary in each file by itself, not only in the one that answers."""
    found = defaultdict(list)
    for file, district, cycle, person, kind, votes, write_in in view.query(
        """
        with heard as (
          select b.*, s.title || ' ' || s.as_of as file,
            dense_rank() over (
              partition by b.snapshot, b.district, b.cycle
              order by case b.level when 'district' then 1 when 'county' then 2 else 3 end
            ) as finest
          from ballots as b join snapshots as s on s.snapshot = b.snapshot
          where not s.partial and b.round = 'primary' and b.cycle >= 2012
            and split_part(b.district, '-', 1) in ('CA', 'WA')
        )
        select h.snapshot || ' ' || h.file, h.district, h.cycle,
          coalesce(n.person, h.district || '/' || lower(h.name)), h.kind, sum(h.votes),
          bool_or(h.write_in)
        from heard as h left join person_names as n
          on n.district = h.district and n.cycle = h.cycle and n.name = h.name
        where h.finest = 1 group by all
        """
    ):
        found[file, district, cycle].append((person, kind, votes, write_in))
    return found


def _november(view: View) -> dict[tuple[str, int], set[str]]:
    """Who was printed on the November ballot of California and Washington, write-ins left out."""
    return {
        (district, cycle): set(people)
        for district, cycle, people in view.query(
            "select district, cycle, list(person) from contest_results where round = 'general' "
            "and kind = 'candidate' and split_part(district, '-', 1) in ('CA', 'WA') "
            "and cycle >= 2012 and not coalesce(write_in, false) group by all"
        )
    }


def test_in_every_file_the_computed_pair_is_the_november_ballot(view: View) -> None:
    november = _november(view)
    right: Counter[tuple[str, int]] = Counter()
    tied = []
    for (file, district, cycle), rows in _primaries_by_file(view).items():
        if (district, cycle) not in november:
            assert cycle == 2026, (file, district, cycle)
            continue
        decision = decided(rows, district, cycle, "primary")
        met = november[district, cycle]
        if decision.ties:
            tied.append((district, cycle, decision))
            assert met < set(decision.advancing), (file, district)
        else:
            assert set(decision.advancing) == met, (file, district, cycle)
        right[district[:2], cycle] += 1
    for state, cycle, seats in (
        ("CA", 2014, 53), ("CA", 2016, 53), ("CA", 2022, 52), ("CA", 2024, 52), ("WA", 2018, 10),
        ("WA", 2016, 10),
    ):  # fmt: skip
        assert right[state, cycle] >= seats, (state, cycle, right)
    assert {(district, cycle) for district, cycle, _ in tied} == {("CA-16", 2024)}
    for _, _, decision in tied:
        assert len(decision.advancing) == 3
        assert decision.ties[0].settled_by == "all advance"
        assert decision.ties[0].votes == 30_249


def test_louisiana_goes_to_a_runoff_where_the_files_have_one_and_nowhere_else(view: View) -> None:
    rounds = defaultdict(list)
    for district, cycle, round_, *row in view.query(
        "select district, cycle, round, person, kind, votes, write_in from contest_results "
        "where starts_with(district, 'LA-') and cycle between 2012 and 2024 "
        "and round in ('general', 'runoff')"
    ):
        rounds[district, cycle, round_].append(tuple(row))
    again = set()
    for (district, cycle, round_), rows in rounds.items():
        decision = decided(rows, district, cycle, round_)
        assert bool(decision.elected) != bool(decision.advancing)
        if round_ == "general" and decision.advancing:
            assert decision.next_round == "runoff"
            again.add((district, cycle))
            if (district, cycle, "runoff") in rounds:
                met = {row[0] for row in rounds[district, cycle, "runoff"]}
                assert set(decision.advancing) == met
                assert decided(rounds[district, cycle, "runoff"], district, cycle, "runoff").elected
    assert again == {
        ("LA-3", 2012), ("LA-5", 2014), ("LA-6", 2014), ("LA-3", 2016), ("LA-4", 2016),
        ("LA-5", 2020),
    }  # fmt: skip
    for district in ("LA-5", "LA-6"):
        first = decided(rounds[district, 2014, "general"], district, 2014, "general")
        last = decided(rounds[district, 2014, "runoff"], district, 2014, "runoff")
        assert first.outcomes[0].candidate != last.elected


def test_whoever_wins_by_plurality_is_the_one_whom_a_source_marks(view: View) -> None:
    """Where a file marks the winner of a November election, the arithmetic names the same."""
    compared = 0
    for district, cycle, marked, people in view.query(
        "select district, cycle, list(person) filter (where winner), "
        "list((person, kind, votes, write_in)) from contest_results "
        "where round = 'general' and rule = 'plurality' group by district, cycle "
        "having count(*) filter (where winner) = 1 "
        "and count(*) filter (where kind = 'candidate' and votes is null) = 0"
    ):
        decision = decided([tuple(one) for one in people], district, cycle, "general")
        assert [decision.elected] == marked, (district, cycle)
        compared += 1
    assert compared > 350, compared


def test_the_special_election_of_2017(view: View) -> None:
    rows = view.query(
        "select person, kind, votes, write_in, candidate from contest_results "
        "where district = 'CA-34' and cycle = 2018 and round = 'special-primary'"
    )
    decision = decided([row[:4] for row in rows], "CA-34", 2018, "special-primary")
    names = {row[0]: row[4] for row in rows}
    assert [names[one] for one in decision.advancing] == ["Jimmy Gomez", "Robert Lee Ahn"]
    assert decision.next_round == "special-general"
