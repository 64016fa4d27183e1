"""Listings: who and what there is to measure, without numbers of their own.

Products ask here which contests a race had and who stood in them, and then ask for figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.ids import Cycle, DistrictId, RaceId
from hustings.measures.donors import RESOLVED, placed
from hustings.model import Contest, Contestant, Seat

if TYPE_CHECKING:
    from hustings.record.view import View

#: The order in which the rounds of a race are held.
ROUNDS = (
    "special-primary", "special-primary-runoff", "special-general", "special-runoff",
    "primary", "primary-runoff", "general", "runoff",
)  # fmt: skip


def contests(view: View, race: RaceId) -> list[Contest]:
    """The contests of a race in the order in which they were held, candidates by votes."""
    rows = view.query(
        "select round, contest_party, person, candidate, party, write_in, incumbent, kind "
        "from contest_results where district = $district and cycle = $cycle "
        "order by round, contest_party, kind, votes desc nulls last, unopposed desc, candidate, person",
        {"district": race.district, "cycle": race.cycle},
    )
    found: dict[tuple[str, str], list[Contestant]] = {}
    for name, party, person, candidate, own_party, write_in, incumbent, kind in rows:
        found.setdefault((name, party), []).append(
            Contestant(
                person=person,
                name=candidate if kind == "candidate" else "Write-ins",
                party=own_party or "",
                write_in=bool(write_in),
                incumbent=bool(incumbent),
                scattered=kind != "candidate",
            )
        )
    return [
        Contest(race=race, round=name, party=party, contestants=tuple(people))
        for (name, party), people in sorted(
            found.items(), key=lambda item: (_place(item[0][0]), item[0][1])
        )
    ]


def _place(name: str) -> int:
    return ROUNDS.index(name) if name in ROUNDS else len(ROUNDS)


def cycles(view: View, district: DistrictId) -> list[Cycle]:
    """The cycles in which the record has votes for the seat, oldest first."""
    rows = view.query(
        "select distinct cycle from contest_results where district = $district order by cycle",
        {"district": district},
    )
    return [Cycle(row[0]) for row in rows]


def decided_cycles(view: View, district: DistrictId) -> list[Cycle]:
    """The cycles whose general election the record has for the seat, oldest first."""
    rows = view.query(
        "select distinct cycle from contest_results "
        "where district = $district and round in ('general', 'runoff') order by cycle",
        {"district": district},
    )
    return [Cycle(row[0]) for row in rows]


def money_cycles(view: View, district: DistrictId) -> list[Cycle]:
    """The cycles in which the record has candidates' totals for the seat, oldest first."""
    rows = view.query(
        "select distinct cycle from candidate_money where district = $district order by cycle",
        {"district": district},
    )
    return [Cycle(row[0]) for row in rows]


def funded(view: View, race: RaceId) -> list[dict[str, Any]]:
    """Candidates of a race with money in the cycle: candidate_id, name, party, person; by receipts.

    Old ids of a person who has a newer one stay in the FEC's files at zero and are left out.
    """
    return view.dicts(
        "select m.candidate_id, coalesce(p.name, m.name) as name, m.party, i.person, "
        "m.coverage_end from candidate_money m "
        "left join person_ids i on i.scheme = 'fec' and i.id = m.candidate_id "
        "left join people p on p.person = i.person "
        "where m.district = $district and m.cycle = $cycle and m.receipts_usd > 0 "
        # One committee under two ids has the same totals twice: it is shown once.
        "qualify row_number() over (partition by coalesce(i.person, m.candidate_id), "
        "m.receipts_usd order by m.candidate_id) = 1 "
        "order by m.receipts_usd desc, m.candidate_id",
        {"district": race.district, "cycle": race.cycle},
    )


def terms_of(view: View, bioguide: str) -> list[dict[str, Any]]:
    """A member's terms, oldest first: chamber, district, start, end, party."""
    return view.dicts(
        'select chamber, coalesce(district, state) as seat, start, "end", party, snapshot, line '
        'from terms where bioguide = $bioguide order by start, "end"',
        {"bioguide": bioguide},
    )


def committees_of(view: View, bioguide: str, congress: int) -> list[dict[str, Any]]:
    """The committees a member sat on, full ones first, with rank and title, and the list's day.

    By the last list of that Congress; without one by the last before it, else the first after.
    """
    return view.dicts(
        "with lists as (select distinct s.snapshot, s.as_of, s.sequence from committee_assignments a "
        "join snapshots s on s.snapshot = a.snapshot), "
        "chosen as (select snapshot, as_of from lists order by "
        "as_of >= make_date(2 * $congress + 1789, 1, 3), "
        "case when as_of >= make_date(2 * $congress + 1789, 1, 3) then as_of end, "
        "as_of desc, sequence desc limit 1) "
        "select coalesce(c.name, a.committee) as name, a.committee, "
        # A code longer than four letters is a subcommittee's, whether or not the list has it.
        "coalesce(c.parent, case when length(a.committee) > 4 then left(a.committee, 4) end) "
        "as parent, a.title, a.rank, l.as_of, a.snapshot, a.line from committee_assignments a "
        "join chosen l on l.snapshot = a.snapshot "
        "left join congress_committees c on c.committee = a.committee "
        "where a.bioguide = $bioguide order by parent is not null, a.committee",
        {"bioguide": bioguide, "congress": congress},
    )


def scored_members(view: View, congress: int) -> list[dict[str, Any]]:
    """Members of a House with an ideal point, from the left: bioguide, party, nominate_dim1."""
    return view.dicts(
        "select bioguide, party, nominate_dim1, snapshot, line from members "
        "where congress = $congress and chamber = 'House' and nominate_dim1 is not null "
        "order by nominate_dim1, bioguide, icpsr",
        {"congress": congress},
    )


def registrations(view: View, committee: str) -> list[dict[str, Any]]:
    """What a committee was in each cycle of the record, oldest first: rows of committee_kinds."""
    return view.dicts(
        "select * from committee_kinds where committee_id = $committee order by cycle",
        {"committee": committee},
    )


def networks_of(view: View, committee: str) -> list[dict[str, Any]]:
    """The networks that a committee is counted into: role, evidence, source, confidence."""
    return view.dicts(
        "select network, network_name, role, evidence, source, confidence, snapshot, line "
        "from networks where committee_id = $committee order by network",
        {"committee": committee},
    )


def maps_of(view: View, district: DistrictId) -> list[Seat]:
    """The spans of elections held on the same lines, oldest first."""
    rows = view.query(
        "select distinct from_cycle, to_cycle, map from lines_in_force "
        "where state = split_part($district, '-', 1) order by from_cycle",
        {"district": district},
    )
    return [
        Seat(district=district, first=Cycle(first), last=Cycle(last), map=name)
        for first, last, name in rows
    ]


def outlines(view: View, districts: list[str], congress: int) -> list[dict[str, Any]]:
    """Outlines (GeoJSON geometry as text) of districts on the lines of a Congress, one source."""
    return view.dicts(
        "select t.district, t.outline, t.snapshot, t.line from district_shapes t "
        "join lines_in_force l on l.state = split_part(t.district, '-', 1) "
        "and l.cycle = 2 * $congress + 1786 and t.map_cycle between l.from_cycle and l.to_cycle "
        "join snapshots s on s.snapshot = t.snapshot "
        "where list_contains(string_split($districts, ' '), t.district) "
        "qualify dense_rank() over (order by s.precedence, s.sequence desc, t.snapshot) = 1 "
        "order by t.district",
        {"districts": " ".join(districts), "congress": congress},
    )


def donor_cycles(view: View, where: str, given: dict[str, Any]) -> list[Cycle]:
    """The cycles in which gifts that meet a condition of `measures.donors` were resolved."""
    rows = view.query("select cycle from donor_builds order by cycle")
    return [
        Cycle(cycle)
        for (cycle,) in rows
        if view.query(f"select 1 from donor_gifts where {where} limit 1", {**given, "cycle": cycle})
    ]


def donors_of(view: View, where: str, given: dict[str, Any], top: int) -> list[dict[str, Any]]:
    """People by what they gave, the most first: name, city, state, employer, total, gifts, span.

    Place and employer are those of the newest row. No street is in the record, and the ZIP code is
    left out: with the name it would be nearly an address, and it tells nothing that the city does
    not. top: how many; 0 for all.
    """
    limit = f"limit {int(top)}" if top else ""
    return view.dicts(
        "select any_value(place) as place, any_value(donor_name) as name, "
        "any_value(city) filter (where turn = 1) as city, "
        "any_value(state) filter (where turn = 1) as state, "
        "any_value(employer) filter (where turn = 1) as employer, "
        "any_value(occupation) filter (where turn = 1) as occupation, "
        "any_value(person_usd) as total_usd, count(*) filter (where amount_usd > 0) as gifts, "
        "min(date) as first, max(date) as last, count(distinct spelling) as spellings, "
        "min(score) as score, bool_or(doubtful) as doubtful, donor "
        f"{placed(where)} group by donor order by place {limit}",
        given,
    )


def donors_told(view: View, where: str, given: dict[str, Any]) -> dict[str, Any]:
    """How the gifts that meet a condition were resolved: rows, people, usd and the sentence."""
    found = view.dicts(
        f"with rows as (select * from donor_gifts where {where}) select count(*) as rows, "
        f"count(distinct donor) as people, sum(amount_usd) as usd, {RESOLVED} as said from rows",
        given,
    )
    return found[0]


def committee_name(view: View, committee: str) -> str:
    """The name of a committee for print; its id if the record has no name."""
    rows = view.query(
        "select name from (select name, cycle from committees where committee_id = $id "
        "union all select committee_name, cycle from schedule_a where committee_id = $id) "
        "where name is not null order by cycle desc, name limit 1",
        {"id": committee},
    )
    return str(rows[0][0]) if rows else committee


def candidate_name(view: View, candidate: str) -> str:
    """The name of a candidate for print; the id if the record has no name."""
    rows = view.query(
        "select p.name from people as p join person_ids as i on i.person = p.person "
        "where i.scheme = 'fec' and i.id = $id",
        {"id": candidate},
    )
    return str(rows[0][0]) if rows else candidate


def top_givers(
    view: View, candidate_id: str, cycle: Cycle, *, limit: int = 10
) -> list[dict[str, Any]]:
    """Committees that gave to a candidate in a cycle, the most generous first.

    Keys: committee_id, name, kind, connected_organisation. How much is the figure
    contributions_between. Who took back as much as was given is left out.
    """
    return view.dicts(
        "select committee_id, any_value(giver) as name, any_value(kind) as kind, "
        "any_value(giver_organisation) as connected_organisation "
        "from counted_gifts where candidate_id = $candidate and cycle = $cycle "
        "group by committee_id having sum(amount_usd) > 0 "
        "order by sum(amount_usd) desc, committee_id limit $limit",
        {"candidate": candidate_id, "cycle": cycle, "limit": limit},
    )


def giver_kinds(view: View, candidate_id: str, cycle: Cycle) -> list[str]:
    """The kinds of committees that gave to a candidate in a cycle, by what they gave."""
    rows = view.query(
        "select kind from counted_gifts where candidate_id = $candidate and cycle = $cycle "
        "group by kind order by sum(amount_usd) desc, kind",
        {"candidate": candidate_id, "cycle": cycle},
    )
    return [str(row[0]) for row in rows]


def has_votes(view: View, congress: int) -> bool:
    """Whether the record has votes of members in a Congress."""
    return any(
        view.query(
            f"select 1 from {table} where congress = $congress limit 1", {"congress": congress}
        )
        for table in ("clerk_rollcalls", "votes")
    )


def voting_congresses(view: View, bioguide: str) -> list[int]:
    """The Congresses in which the record has votes of the member, oldest first."""
    rows = view.query(
        "select distinct congress from member_votes where bioguide = $bioguide order by congress",
        {"bioguide": bioguide},
    )
    return [int(congress) for (congress,) in rows]


def congresses_of(view: View, bioguide: str) -> list[int]:
    """The Congresses in which Voteview lists the member, oldest first."""
    rows = view.query(
        "select distinct congress from members where bioguide = $bioguide "
        "and chamber <> 'President' order by congress",
        {"bioguide": bioguide},
    )
    return [int(congress) for (congress,) in rows]


def seated(view: View, congress: int, chamber: str) -> list[dict[str, Any]]:
    """The members of a chamber in a Congress by name: bioguide, name, party, state, district.

    Who changed party stands once, with the party of more votes.
    """
    return view.dicts(
        "select m.bioguide, coalesce(max(l.name), max(p.name), arg_max(m.name, m.nominate_votes)) "
        "as name, "
        "arg_max(m.party, m.nominate_votes) as party, max(m.state) as state, "
        "max(m.district) as district from members m "
        "left join legislators l on l.bioguide = m.bioguide "
        "left join people p on p.bioguide = m.bioguide "
        "where m.congress = $congress and m.chamber = $chamber and m.bioguide is not null "
        "group by m.bioguide order by name, m.bioguide",
        {"congress": congress, "chamber": chamber},
    )


def unusual_votes(view: View, bioguide: str, congress: int, top: int) -> list[dict[str, Any]]:
    """Votes of a member against most of the own party, those with the fewest companions first.

    own_alike counts the member too, of own_voted of the party who voted yea or nay.
    """
    return view.dicts(
        "select vote, date, question, subject, result, bill, party, position, own_alike, own_voted, "
        "count(*) over () as of, snapshot, line from member_votes "
        "where bioguide = $bioguide and congress = $congress and position in ('yea', 'nay') "
        "and own_side is not null and position <> own_side "
        "order by own_alike * 1.0 / own_voted, date desc, vote limit $top",
        {"bioguide": bioguide, "congress": congress, "top": top},
    )


def own_bills(view: View, bioguide: str, congress: int) -> list[dict[str, Any]]:
    """The bills that a member introduced, the furthest first: bill, title, stage, cosponsors."""
    return view.dicts(
        "select p.bill, p.title, p.introduced, p.stage, "
        "count(distinct c.bioguide) filter (where c.standing) as cosponsors, "
        "p.snapshot, p.line from bill_progress p left join cosponsorships c on c.bill = p.bill "
        "where p.sponsor = $bioguide and p.congress = $congress "
        "group by p.bill, p.title, p.introduced, p.stage, p.snapshot, p.line "
        "order by case p.stage when 'law' then 0 when 'passed both' then 1 when 'passed House' "
        "then 2 when 'passed Senate' then 2 when 'reported' then 3 else 4 end, "
        "cosponsors desc, p.bill",
        {"bioguide": bioguide, "congress": congress},
    )


def leader_of(view: View, bioguide: str, congress: int) -> dict[str, Any] | None:
    """The floor leader of the member's party and chamber in a Congress, if it is somebody else."""
    rows = view.dicts(
        "select l.bioguide, l.name, l.role from leaders l join members m on m.congress = l.congress "
        "and m.chamber = l.chamber and m.party = l.party where m.bioguide = $bioguide "
        "and l.congress = $congress and l.bioguide <> $bioguide",
        {"bioguide": bioguide, "congress": congress},
    )
    return rows[0] if rows else None
