"""The page of `hustings count`: words, tables and the chart around the figures of `count.Count`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hustings.figures import plain
from hustings.products import words
from hustings.products.charts.count import count_chart
from hustings.products.count import in_words
from hustings.products.layout import Column, Grid, Line, Page, Section

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.count import Count, Counted

PRECINCTS = (
    "Precincts reporting are not shown: an office calls them all reported when a third of the votes "
    "is counted. Nobody knows how many votes are still to come until the count ends."
)
LIMITS = (
    "The model learned from one state’s one primary (California, March 2024), in which contests moved "
    "together. Where late ballots lean otherwise than then, it is wrong in many contests at once. "
    "docs/counts.md says how well it did on contests that it had not seen."
)


def count_page(count: Count) -> Page:
    """The page, for terminal, Markdown and HTML."""
    name = count.round.replace("-", " ")
    option = f" --as-of {count.at.replace(' ', 'T')}" if count.at else ""
    sections = [_standing(count), _movement(count), _estimate(count), _hindsight(count)]
    return Page(
        kicker=f"{words.seat_name(count.race.district)}, {count.race.cycle} {name}",
        title=f"How the count moved: {count.race.district}, {count.race.cycle} {name}",
        about="A count over time",
        command=f"hustings count {count.race.district} --cycle {count.race.cycle} "
        f"--round {count.round}{option}",
        lede=tuple(_lede(count)),
        facts=tuple(_facts(count)),
        sections=tuple(one for one in sections if one is not None),
        sample=count.sample,
        names={one.person: one.name for one in count.candidates},
    )


def moment_words(at: datetime) -> str:
    """6 March 2024, 07:34 UTC."""
    return f"{words.day_words(at.date().isoformat())}, {at:%H:%M} UTC"


def _lede(count: Count) -> list[words.Sentence]:
    first = [one for one in count.candidates if one.place == 1]
    verb = "leads" if len(first) == 1 else "lead together"
    said: words.Sentence = [
        f"{_listed([one.name for one in first])} {verb} with ", words.Said(first[0].votes), " of ",
        words.Said(count.votes_counted), f" votes counted by {moment_words(count.counted_at)}.",
    ]  # fmt: skip
    return [said, _changes(count), *_going(count)]


def _changes(count: Count) -> words.Sentence:
    said: words.Sentence = [f"Over {len(count.moments)} counts the lead changed "]
    said.append(words.Said(count.lead_changes, words.times(count.lead_changes)))
    if len(count.candidates) > 2:
        said.append(" and the first two changed ")
        said.append(words.Said(count.top_two_changes, words.times(count.top_two_changes)))
    if count.counts_down.value:
        many = count.counts_down.value
        said += ["; ", words.Said(count.counts_down),
                 " count of a candidate went down" if many == 1 else
                 " counts of a candidate went down"]  # fmt: skip
    return [*said, "."]


def _going(count: Count) -> list[words.Sentence]:
    """The estimate in a sentence, or nothing."""
    if count.estimate is None:
        return []
    open_ = [one for one in count.candidates if one.chance and 0.01 <= _chance(one) <= 0.99]
    what = "advance" if count.round == "primary" else "win"
    if not open_:
        sure = [one.name for one in count.candidates if _chance(one) > 0.99]
        verb = "has" if len(sure) == 1 else "have"
        return [
            [f"An estimate, not a result: {_listed(sure)} {verb} over 99 chances in 100 to {what}."]
        ]
    said: words.Sentence = [f"An estimate, not a result, of the chance to {what}: "]
    shown = sorted((one for one in count.candidates if _chance(one) >= 0.01), key=_chance)[::-1]
    for place, one in enumerate(shown):
        figure = one.chance
        if figure is not None:
            joint = "; " if place else ""
            said += [f"{joint}{one.name} ", words.Said(figure, in_words(_chance(one)))]
    return [[*said, "."]]


def _chance(one: Counted) -> float:
    value = one.chance.value if one.chance else None
    return value if isinstance(value, float) else 0.0


def _facts(count: Count) -> list[tuple[str, words.Sentence]]:
    over = count.certified and count.counted_at >= count.newest
    status = (
        "The last running count; a certified total answers for the contest."
        if over
        else "A count as it stood, not certified."
    )
    made: list[tuple[str, words.Sentence]] = [("Status", [status])]
    if count.estimate is not None:
        one = count.estimate
        made.append(("Still to come", [
            "Not known. An estimate: about ", words.Said(one.to_come, _about(one.made.uncounted[1])),
            f" votes, between {_about(one.few)} and {_about(one.many)} in 9 of 10 simulated counts.",
        ]))  # fmt: skip
    elif not over:
        made.append(("Still to come", ["Not known."]))
    return made


def _about(votes: int) -> str:
    """A number to two digits: what is estimated is not exact."""
    size = 10 ** max(len(str(votes)) - 2, 0)
    return f"{round(votes / size) * size:,}"


def _standing(count: Count) -> Section:
    columns = [Column(head="Candidate"), Column(head="Party"), Column(head="Votes", number=True),
               Column(head="Share", number=True, bar=True)]  # fmt: skip
    lines = [
        Line(cells=(f"{one.name} (incumbent)" if one.incumbent else one.name,
                    words.PARTY_WORDS.get(one.party, one.party), words.Said(one.votes),
                    words.Said(one.share)))
        for one in count.candidates
    ]  # fmt: skip
    total = Line(cells=("All counted", "", words.Said(count.votes_counted), None), kind="total")
    return Section(
        id="standing",
        title="The count",
        grids=(
            Grid(
                id="count",
                caption=f"Votes counted by {moment_words(count.counted_at)}",
                columns=tuple(columns),
                lines=(*lines, total),
                under=("Write-ins are not in running counts.", PRECINCTS),
            ),
        ),
    )


def _movement(count: Count) -> Section:
    grids = []
    turns = [row for row in count.moments if row["lead_changed"] or row["top_two_changed"]]
    if turns:
        grids.append(_turns(count, turns))
    if count.corrections:
        grids.append(_corrections(count))
    return Section(
        id="moved",
        title="How it moved",
        charts=(lambda: count_chart(count),),
        grids=(*grids, _moments(count)),
    )


def _turns(count: Count, turns: list[dict[str, Any]]) -> Grid:
    return Grid(
        id="turns",
        caption="When the lead or the first two changed",
        columns=(Column(head="Counted at"), Column(head="First two"),
                 Column(head="Votes counted", number=True)),
        lines=tuple(
            Line(cells=(moment_words(row["counted_at"]),
                        f"{row['top_two']}{' – new lead: ' + row['leaders'] if row['lead_changed'] else ''}",
                        f"{int(row['votes_counted']):,}"))
            for row in (count.moments[0], *turns)
        ),
        under=("The first line is the first count. More than two names: a tie for second.",),
    )  # fmt: skip


def _corrections(count: Count) -> Grid:
    return Grid(
        id="corrections",
        caption="Counts that went down: corrections",
        columns=(Column(head="Counted at"), Column(head="Candidate"),
                 Column(head="Before", number=True), Column(head="After", number=True)),
        lines=tuple(
            Line(cells=(moment_words(row["counted_at"]), row["candidate"],
                        f"{row['votes_before']:,}", f"{row['votes']:,}"))
            for row in count.corrections
        ),
    )  # fmt: skip


def _moments(count: Count) -> Grid:
    """The last count of each day: the table beside the chart."""
    by_day = {row["counted_at"].date(): row for row in count.moments}
    votes: dict[tuple[datetime, str], int] = {
        (row["counted_at"], row["person"]): row["votes"] for row in count.movement
    }
    shown = count.candidates[:3]
    lines = []
    for day, row in by_day.items():
        counted = int(row["votes_counted"])
        shares = [
            f"{100 * votes[row['counted_at'], one.person] / counted:.1f}%"
            if (row["counted_at"], one.person) in votes else None
            for one in shown
        ]  # fmt: skip
        lines.append(Line(cells=(words.day_words(day.isoformat()), f"{counted:,}", *shares)))
    return Grid(
        id="days",
        caption="The last count of each day on which it moved",
        columns=(Column(head="Day (UTC)"), Column(head="Votes counted", number=True),
                 *(Column(head=one.name, number=True) for one in shown)),
        lines=tuple(lines),
    )  # fmt: skip


def _estimate(count: Count) -> Section | None:
    if count.estimate is None:
        return Section(id="estimate", title="What may come of it", gaps=(count.no_estimate,))
    one = count.estimate
    what = "advance" if count.round == "primary" else "win"
    lines = tuple(
        Line(cells=(who.name, words.Said(who.chance, in_words(_chance(who))),
                    f"{100 * (who.low or 0):.1f}% to {100 * (who.high or 0):.1f}%"))
        for who in count.candidates
        if who.chance is not None
    )  # fmt: skip
    stage = one.made.stage
    under = [
        (
            f"{one.made.draws:,} simulated ends of the count, seed {one.made.seed}, from how the late "
            f"ballots of {one.contests} contests moved {stage.from_days:g} to {stage.until_days:g} days "
            "after the polls closed."
        )
    ]
    under.append(
        "The contests were of another election: the shift that a party’s candidates share is taken "
        "as twice as wide."
        if one.elsewhere
        else "The contest itself and its neighbours by number were left out of what was learned."
    )
    return Section(
        id="estimate",
        title="What may come of it: an estimate",
        said=([("This is an estimate, not a result. It knows the count so far, the parties and the time "
               "since the polls closed, and nothing else.")],),
        grids=(Grid(id="chances", caption=f"Chance to {what}, and range of the final share",
                    columns=(Column(head="Candidate"), Column(head=f"Chance to {what}"),
                             Column(head="Final share, 9 in 10")),
                    lines=lines, under=(*under, LIMITS)),),
    )  # fmt: skip


def _hindsight(count: Count) -> Section | None:
    """What came of a count that has ended; apart from the estimate, which does not know it."""
    if count.share_of_final is None and count.final is None:
        return None
    said: words.Sentence = ["The count has ended since. "]
    if count.share_of_final is not None:
        said += [
            "By this time ",
            words.Said(count.share_of_final),
            " of the certified vote was counted. ",
        ]
    if count.final is not None and count.round == "primary":
        said += ["On the certified count ", words.Said(count.final), " advance."]
    elif count.final is not None:
        said += ["The certified margin is ", words.Said(count.final), " votes."]
    return Section(id="hindsight", title="In hindsight", said=(said,))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def count_json(count: Count) -> dict[str, Any]:
    """Keys: race, cycle, round, as_of, status, counted_at, …, candidates, moments, estimate."""

    def one(figure: Figure | None) -> dict[str, Any] | None:
        return figure.to_json() if figure else None

    made = count.estimate
    return {
        "race": count.race.district, "cycle": count.race.cycle, "round": count.round,
        "as_of": count.at, "sample": count.sample,
        "status": "certified" if count.certified and count.counted_at >= count.newest
        else "counting",
        "counted_at": count.counted_at.isoformat(), "newest_count": count.newest.isoformat(),
        "votes_counted": one(count.votes_counted), "lead_changes": one(count.lead_changes),
        "top_two_changes": one(count.top_two_changes), "counts_down": one(count.counts_down),
        "candidates": [
            {"name": who.name, "person": who.person, "party": who.party or None,
             "incumbent": who.incumbent, "place": who.place, "votes": one(who.votes),
             "share": one(who.share), "chance": one(who.chance),
             "chance_in_words": in_words(_chance(who)) if who.chance else None,
             "final_share_range": [who.low, who.high] if who.chance else None}
            for who in count.candidates
        ],
        "moments": [
            {"counted_at": row["counted_at"].isoformat(), "votes_counted": int(row["votes_counted"]),
             "change": plain(row["change"]), "first": row["leaders"], "first_two": row["top_two"],
             "lead_changed": row["lead_changed"], "top_two_changed": row["top_two_changed"],
             "counts_down": row["counts_down"]}
            for row in count.moments
        ],
        "corrections": [
            {"counted_at": row["counted_at"].isoformat(), "name": row["candidate"],
             "before": row["votes_before"], "after": row["votes"]}
            for row in count.corrections
        ],
        "estimate": None if made is None else {
            "votes_to_come": one(made.to_come), "votes_to_come_range": [made.few, made.many],
            "contests_learned_from": made.contests, "other_election": made.elsewhere,
            "draws": made.made.draws, "seed": made.made.seed, "limits": LIMITS,
        },
        "no_estimate": count.no_estimate or None,
        "hindsight": {"share_counted_of_final": one(count.share_of_final),
                      "final": one(count.final)} if count.final or count.share_of_final else None,
    }  # fmt: skip
