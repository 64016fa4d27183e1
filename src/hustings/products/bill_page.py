"""The page of `hustings bill`: words, tables and the chart around the figures of `bill.Bill`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from hustings.figures import plain
from hustings.products import words
from hustings.products.bill import STAGES
from hustings.products.charts.joined import joined_chart
from hustings.products.layout import Column, Grid, Line, Page, Section
from hustings.products.member_words import listed, with_seat

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.bill import AskedOf, Bill, OnBill

DAYS_ALONE = (
    "Only days are known, so names of one day are level. Who persuaded whom the record cannot say."
)

LEFT_OUT = "A stage that is not listed was not reached by then. Other actions are left out."

#: Roll calls on the page, the last ones; --json has all.
MOST: Final = 30


def bill_page(bill: Bill) -> Page:
    """The page, for terminal, Markdown and HTML."""
    asked = f" --member {bill.asked.bioguide}" if bill.asked else ""
    sections = [_progress(bill), _names(bill), _calls(bill)]
    return Page(
        kicker=f"{bill.bill}, {words.ordinal(bill.congress)} Congress",
        title=bill.title,
        about="A bill",
        command=f"hustings bill {bill.bill}{asked}",
        lede=tuple(_lede(bill)),
        sections=tuple(one for one in sections if one is not None),
        sample=bill.sample,
        names={one["bioguide"]: one["name"] for one in bill.names}
        | ({bill.asked.bioguide: bill.asked.name} if bill.asked else {}),
    )


def _lede(bill: Bill) -> list[words.Sentence]:
    through = words.day_words(bill.stage.as_of)
    introduced = bill.stage.detail.get("introduced")
    said: words.Sentence = []
    if bill.sponsor:
        sponsor = next((one for one in bill.names if one["role"] == "sponsor"), None)
        said = ["Introduced by ", words.Said(bill.sponsor, with_seat(sponsor) if sponsor else "")]
        said.append(f" on {words.day_words(introduced.isoformat())}. " if introduced else ". ")
    said += ["Furthest stage: ", words.Said(bill.stage), f", as of {through}."]
    made = [said, _backing(bill)]
    if bill.asked:
        made.append(_asked(bill, bill.asked))
    return [one for one in made if one]


def _backing(bill: Bill) -> words.Sentence:
    """How many cosponsors, how many of them original, from across the aisle, and withdrawn."""
    count = bill.counts.get("cosponsor_count")
    if count is None:
        return []
    if not count.value:
        said: words.Sentence = ["It has ", words.Said(count, "no cosponsor")]
    else:
        said = ["It has ", words.Said(count), " cosponsor" + ("" if count.value == 1 else "s")]
        original = bill.counts.get("original_cosponsor_count")
        across = bill.counts.get("cosponsor_count_across")
        if original:
            said += [", ", words.Said(original), " of them from the day of introduction"]
        if across:
            said += [", ", words.Said(across, "" if across.value else "none"),
                     " from across the aisle"]  # fmt: skip
    gone = bill.counts.get("withdrawn_cosponsor_count")
    if gone and gone.value:
        said += ["; ", words.Said(gone), " withdrew"]
    return [*said, "."]


def _asked(bill: Bill, asked: AskedOf) -> words.Sentence:
    """The member's place in the order of names, or that the name is not on the bill."""
    if asked.row is None:
        return [f"{asked.name} is ", words.Said(asked.on, "not among them") if asked.on
                else "not among them", f", as of {words.day_words(bill.stage.as_of)}."]  # fmt: skip
    if asked.row["role"] == "sponsor":
        return [f"{asked.name} is its sponsor."]
    day = words.day_words(asked.row["date"].isoformat())
    said: words.Sentence = [f"{asked.name} joined on {day}"]
    if asked.row["role"] == "original":
        said.append(", the day of introduction")
    elif asked.place:
        said += [", as number ", words.Said(asked.place)]
    if asked.place:
        level = int(asked.place.detail.get("level", 0))
        said.append(f", with {level:,} other{'' if level == 1 else 's'} of that day"
                    if level else "")  # fmt: skip
    if asked.row["role"] == "withdrawn":
        gone = asked.row["withdrawn"]
        said.append(", and withdrew" + (f" on {words.day_words(gone.isoformat())}" if gone else ""))
    said.append(f". {_before(asked)}")
    return said


def _before(asked: AskedOf) -> str:
    """Who came on earlier days; the table has all of them."""
    if not asked.earlier:
        return "Nobody cosponsored it on an earlier day."
    names = [with_seat(one) for one in asked.earlier]
    shown = names[:8]
    if len(names) > len(shown):
        return (
            f"Earlier: {', '.join(shown)} and {len(names) - len(shown):,} more, all in the table."
        )
    return f"Earlier: {listed(shown)}."


def _progress(bill: Bill) -> Section:
    lines = tuple(
        Line(cells=(word, words.day_words(bill.stage.detail[day].isoformat())))
        for day, word in STAGES.items()
        if bill.stage.detail.get(day)
    )
    return Section(
        id="progress",
        title="How far it got",
        grids=(
            Grid(
                id="stages",
                caption=f"Days of each stage, as of {words.day_words(bill.stage.as_of)}",
                columns=(Column(head="Stage"), Column(head="Day")),
                lines=lines,
                under=(LEFT_OUT,),
            ),
        ),
    )  # fmt: skip


def _names(bill: Bill) -> Section | None:
    if not bill.cosponsors:
        return None
    lines = []
    so_far = 0
    for day, group in groupby(sorted(bill.cosponsors, key=lambda one: one["date"]),
                              key=lambda one: one["date"]):  # fmt: skip
        joined = sorted(group, key=lambda one: (one["last_name"], one["name"]))
        so_far += len(joined)
        lines.append(
            Line(cells=(words.day_words(day.isoformat()), f"{len(joined):,}", f"{so_far:,}",
                        ", ".join(_one(one) for one in joined)))
        )  # fmt: skip
    under = [DAYS_ALONE]
    if any(one["role"] == "withdrawn" for one in bill.cosponsors):
        under.append("So far: all names put on the bill, those withdrawn later among them.")
    return Section(
        id="names",
        title="Who joined when",
        charts=(lambda: joined_chart(bill),),
        grids=(
            Grid(
                id="joined-days",
                caption="Cosponsors by the day of their names",
                columns=(Column(head="Day"), Column(head="New", number=True),
                         Column(head="So far", number=True), Column(head="Who")),
                lines=tuple(lines),
                under=tuple(under),
            ),
        ),
    )  # fmt: skip


def _one(row: dict[str, Any]) -> str:
    """Peter T. King (R, NY-2), withdrawn 3 May 2020."""
    about = ", ".join(str(one) for one in ((row["party"] or "")[:1], row["seat"]) if one)
    said = f"{row['name']} ({about})" if about else str(row["name"])
    if row["role"] == "withdrawn":
        gone = row["withdrawn"]
        said += f", withdrawn{f' {words.day_words(gone.isoformat())}' if gone else ''}"
    return said


def _calls(bill: Bill) -> Section:
    if not bill.calls:
        through = f", as of {words.day_words(bill.stage.as_of)}"
        gap = (
            f"The record has no roll call on it{through}."
            if bill.votes_loaded
            else "The record has no roll calls. Load them with: hustings fetch voteview "
            f"--congress {bill.congress}"
        )
        return Section(id="calls", title="Roll calls on it", gaps=(gap,))
    shown = bill.calls[-MOST:]
    cut = (
        (f"The last {len(shown)} of {len(bill.calls):,}; all are in --json.",)
        if len(shown) < len(bill.calls)
        else ()
    )
    return Section(
        id="calls",
        title="Roll calls on it",
        grids=(
            Grid(
                id="roll-calls",
                caption="Yeas and nays: all, Democrats, Republicans",
                columns=(Column(head="Roll call, question and result"),
                         Column(head="All", number=True), Column(head="Dem.", number=True),
                         Column(head="Rep.", number=True)),
                lines=tuple(line for one in shown for line in _lines(one)),
                under=(*cut, f"Each in full: hustings vote {shown[-1].vote}"),
            ),
        ),
    )  # fmt: skip


def _lines(call: OnBill) -> list[Line]:
    """A line of yeas and one of nays, so that each number opens its own note."""
    result = f": {call.result.text}" if call.result else ""
    day = words.day_words(call.date.isoformat())
    return [
        Line(cells=(head, *(_said(call, f"{measure}{party}") for party in ("", " DEM", " REP"))))
        for head, measure in (
            (f"{call.vote}, {day}. {call.question}{result}. Yeas", "vote_yeas"),
            ("Nays", "vote_nays"),
        )
    ]


def _said(call: OnBill, name: str) -> words.Said | None:
    figure = call.figures.get(name)
    return None if figure is None else words.Said(figure)


def bill_json(bill: Bill) -> dict[str, Any]:
    """Keys: bill, congress, title, stage, sponsor, figures, names, roll_calls, member."""

    def one(figure: Figure | None) -> dict[str, Any] | None:
        return figure.to_json() if figure else None

    asked = bill.asked
    return {
        "bill": bill.bill, "congress": bill.congress, "title": bill.title, "sample": bill.sample,
        "stage": one(bill.stage), "sponsor": one(bill.sponsor),
        **{measure: one(figure) for measure, figure in bill.counts.items()},
        "names": [{name: plain(value) for name, value in row.items() if name != "last_name"}
                  for row in bill.names],
        "roll_calls": [
            {"vote": call.vote, "date": call.date.isoformat(), "question": call.question,
             "result": one(call.result),
             **{name.replace(" ", "_").lower(): one(figure)
                for name, figure in call.figures.items()}}
            for call in bill.calls
        ],
        "member": None if asked is None else {
            "bioguide": asked.bioguide, "name": asked.name,
            "role": asked.row["role"] if asked.row else None,
            "date": asked.row["date"].isoformat() if asked.row else None,
            "cosponsored": one(asked.on), "place": one(asked.place),
            "earlier": [row["bioguide"] for row in asked.earlier],
        },
    }  # fmt: skip
