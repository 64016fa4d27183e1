"""The page of `hustings vote`: words, tables and charts around the figures of `RollCalls`."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from hustings.products import words
from hustings.products.charts.sides import axis_chart, sides_chart
from hustings.products.layout import Column, Grid, Line, Page, Section
from hustings.products.member_words import listed, party_members, with_seat

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.roll_call import RollCall, RollCalls, Side

BEGUN_ANEW = (
    "Each session of a Congress numbers its roll calls anew, so that this name fits one of each. "
    "Add the year to have one of them: "
)
SPEAKER = (
    "In the election of a Speaker members name a person. Yea and nay are Voteview’s here: for and "
    "against the candidate of the majority."
)
BY_NAME = (
    "In the election of a Speaker members name a person, and the record has no yea and nay of this "
    "one. The table says whom they named."
)


def roll_call_page(found: RollCalls) -> Page:
    """The page, for terminal, Markdown and HTML; of two roll calls each has its own heading."""
    first = found.calls[0]
    asked = f" --member {found.member}" if found.member else ""
    if len(found.calls) == 1:
        return Page(
            kicker=_where(first),
            title=f"{first.vote}: {first.question}",
            about="A roll call",
            command=f"hustings vote {first.vote}{asked}",
            lede=tuple(_lede(first)),
            facts=tuple(_facts(first)),
            sections=tuple(one for one in _sections(first) if one is not None),
            sample=found.sample,
            names=found.names,
        )
    return Page(
        kicker=f"{first.chamber}, {words.ordinal(first.congress)} Congress",
        title=f"{found.name}: {len(found.calls)} roll calls",
        about="Roll calls of one number",
        command=f"hustings vote {found.name}{asked}",
        lede=([f"{BEGUN_ANEW}{listed(one.vote for one in found.calls)}."],),
        sections=tuple(_together(one) for one in found.calls),
        sample=found.sample,
        names=found.names,
    )


def _where(call: RollCall) -> str:
    number = f"Roll call {call.number} of {call.date.year}, " if call.number else ""
    return f"{number}{call.chamber}, {words.ordinal(call.congress)} Congress"


def _together(call: RollCall) -> Section:
    """All of one roll call under one heading."""
    parts = [one for one in _sections(call) if one is not None]
    facts: list[words.Sentence] = [[f"{label}: ", *said] for label, said in _facts(call)]
    return Section(
        id=f"vote-{call.vote.replace('.', '-')}",
        title=f"{call.vote}: {call.question}",
        said=(*_lede(call), *facts, *(said for one in parts for said in one.said)),
        charts=tuple(chart for one in parts for chart in one.charts),
        grids=tuple(grid for one in parts for grid in one.grids),
        gaps=tuple(gap for one in parts for gap in one.gaps),
    )


def _lede(call: RollCall) -> list[words.Sentence]:
    said: words.Sentence = [words.Said(call.result), ", "] if call.result else []
    said.append(f"{words.day_words(call.date.isoformat())}")
    if call.candidates:
        said.append(f": {call.candidates[0][0]} was named by {call.candidates[0][1]:,}.")
    else:
        said += [": ", words.Said(call.yeas), " yeas to ", words.Said(call.nays), " nays."]
    made = [said]
    if not call.candidates:
        made.append(_parties(call))
    if call.asked:
        made.append(_asked(call))
    return made


def _parties(call: RollCall) -> words.Sentence:
    """Democrats voted 207 to 14, Republicans 1 to 184, Independents 0 to 1."""
    said: words.Sentence = []
    for place, side in enumerate(call.sides):
        said += [", " if place else "", party_members(side.party), "" if place else " voted", " ",
                 words.Said(side.yeas), " to ", words.Said(side.nays)]  # fmt: skip
    said.append(
        ": most Democrats opposed most Republicans, which makes it a party unity vote."
        if call.unity
        else "."
    )
    return said


def _asked(call: RollCall) -> words.Sentence:
    """How the member who was asked for voted, and whether with the party."""
    if call.asked is None:
        return []
    row, position = call.asked.row, str(call.asked.position.value)
    verb = {"yea": "voted yea", "nay": "voted nay", "present": "answered present",
            "not voting": "did not vote", "candidate": f"named {row['option']}"}  # fmt: skip
    said: words.Sentence = [f"{with_seat(row)} ",
                            words.Said(call.asked.position, verb.get(position, position))]  # fmt: skip
    if row["own_side"] and position in {"yea", "nay"}:
        way = "with" if position == row["own_side"] else "against"
        said.append(f", {way} most {party_members(row['party'])}")
    return [*said, "."]


def _facts(call: RollCall) -> list[tuple[str, words.Sentence]]:
    made: list[tuple[str, words.Sentence]] = []
    if call.bill:
        title = f", {call.bill_title}" if call.bill_title else ""
        made.append(("Bill", [f"{call.bill}{title}"]))
    return made


def _sections(call: RollCall) -> list[Section | None]:
    return [_tally(call), _axis(call), _left(call), _absent(call)]


def _tally(call: RollCall) -> Section:
    tag = call.vote.replace(".", "-")
    if call.candidates:
        return Section(
            id=f"tally-{tag}", title="Whom they named", said=([BY_NAME],),
            grids=(Grid(
                id=f"named-{tag}", caption="Members, by the name they gave",
                columns=(Column(head="Named"), Column(head="Members", number=True)),
                lines=tuple(Line(cells=(name, f"{many:,}")) for name, many in call.candidates),
            ),),
        )  # fmt: skip
    lines = [
        Line(cells=(party_members(side.party).capitalize(), words.Said(side.yeas),
                    words.Said(side.nays), words.Said(side.absences)))
        for side in call.sides
    ]  # fmt: skip
    total = Line(
        cells=("All", words.Said(call.yeas), words.Said(call.nays), words.Said(call.absences)),
        kind="total",
    )
    under = [SPEAKER] if call.question.startswith("Election of the Speaker") else []
    if call.present:
        who = listed(with_seat(one) for one in call.present)
        under.append(f"Answered present, neither yea nor nay: {who}.")
    return Section(
        id=f"tally-{tag}",
        title="How the parties voted",
        charts=(lambda: sides_chart(call),),
        grids=(
            Grid(
                id=f"parties-{tag}",
                caption="Members by the party of the day",
                columns=(Column(head="Party"), Column(head="Yea", number=True),
                         Column(head="Nay", number=True), Column(head="Not voting", number=True)),
                lines=(*lines, total),
                under=tuple(under),
            ),
        ),
    )  # fmt: skip


def _axis(call: RollCall) -> Section | None:
    """The chamber from left to right, and where those who voted alike stand in it."""
    if call.candidates:
        return None
    tag = call.vote.replace(".", "-")
    title = f"The {call.chamber} on one axis"
    if call.scored is None:
        fetch = f"hustings fetch voteview --congress {call.congress}"
        missing = f"The record has no ideal points of these members. Load them with: {fetch}"
        return Section(id=f"axis-of-{tag}", title=title, gaps=(missing,))
    through = words.day_words(call.scored.as_of)
    said = (
        "The first dimension of Voteview’s DW-NOMINATE puts members on one line from −1 (left) to 1 "
        f"(right), by the votes of a whole career; as of {through}. It does not say why they vote so."
    )
    lines = [
        Line(cells=(word, party_members(side.party), *_span(call, position, side.party)))
        for position, word in (("yea", "Yea"), ("nay", "Nay"))
        for side in call.sides
        if _scores(call, position, side.party)
    ]
    return Section(
        id=f"axis-of-{tag}",
        title=title,
        said=([said],),
        charts=(lambda: axis_chart(call),),
        grids=(
            Grid(
                id=f"scores-{tag}",
                caption="First dimension of DW-NOMINATE of those who voted alike",
                columns=(Column(head="Vote"), Column(head="Party"),
                         *(Column(head=head, number=True) for head in SPAN)),
                lines=tuple(lines),
            ),
        ),
    )  # fmt: skip


#: Heads of the columns that say where members stand.
SPAN = ("Scored", "From", "Median", "To")


def _scores(call: RollCall, position: str, party: str) -> list[float]:
    return sorted(
        float(one["nominate_dim1"])
        for one in call.members
        if one["position"] == position
        and one["party"] == party
        and one["nominate_dim1"] is not None
    )


def _span(call: RollCall, position: str, party: str) -> tuple[str, ...]:
    scores = _scores(call, position, party)
    ends = (scores[0], median(scores), scores[-1])
    return (f"{len(scores):,}", *(f"{one:.3f}".replace("-", "−") for one in ends))


def _left(call: RollCall) -> Section | None:
    if call.candidates:
        return None
    said: list[words.Sentence] = []
    for side in call.sides:
        if side.own and side.left:
            said.append([f"{party_members(side.party).capitalize()} who voted ",
                         "nay" if side.own == "yea" else "yea", " (", words.Said(side.left_figure),
                         "): ", f"{listed(with_seat(one) for one in side.left)}."])  # fmt: skip
        elif side.own is None and side.yeas.value == side.nays.value and side.yeas.value:
            said.append(
                [f"{party_members(side.party).capitalize()} were split evenly: no side to leave."]
            )
    if not said:
        said = [["Nobody did."]]
    return Section(
        id=f"left-{call.vote.replace('.', '-')}", title="Who left their party’s side",
        said=tuple(said),
    )  # fmt: skip


def _absent(call: RollCall) -> Section | None:
    said = [_missing(side) for side in call.sides if side.absent]
    if not said:
        return None
    return Section(
        id=f"absent-{call.vote.replace('.', '-')}", title="Who did not vote", said=tuple(said)
    )


def _missing(side: Side) -> words.Sentence:
    names = listed(with_seat(one) for one in side.absent)
    who = f"{party_members(side.party).capitalize()} who did not vote ("
    return [who, words.Said(side.absences), f"): {names}."]


def roll_calls_json(found: RollCalls) -> dict[str, Any]:
    """Keys: asked, sample, member, roll_calls: each with figures and every member's position."""
    return {
        "asked": found.name,
        "sample": found.sample,
        "member": found.member or None,
        "roll_calls": [_one_json(call) for call in found.calls],
    }


def _one_json(call: RollCall) -> dict[str, Any]:
    def one(figure: Figure | None) -> dict[str, Any] | None:
        return figure.to_json() if figure else None

    return {
        "vote": call.vote, "congress": call.congress, "chamber": call.chamber,
        "number": call.number, "date": call.date.isoformat(), "question": call.question,
        "category": call.category or None, "bill": call.bill or None,
        "bill_title": call.bill_title or None, "party_unity_vote": call.unity,
        "result": one(call.result), "yeas": one(call.yeas), "nays": one(call.nays),
        "not_voting": one(call.absences),
        "named": dict(call.candidates) or None,
        "parties": [
            {"party": side.party, "side": side.own, "yeas": one(side.yeas), "nays": one(side.nays),
             "not_voting": one(side.absences),
             "left_the_side": [row["bioguide"] for row in side.left]}
            for side in call.sides
        ],
        "asked_member": one(call.asked.position) if call.asked else None,
        "members": [
            {"bioguide": row["bioguide"], "name": row["name"], "party": row["party"],
             "seat": row["seat"], "position": row["position"], "word": row["option"],
             "left_the_side": row["own_side"] is not None
             and row["position"] in {"yea", "nay"} and row["position"] != row["own_side"],
             "nominate_dim1": row["nominate_dim1"]}
            for row in call.members
        ],
    }  # fmt: skip
