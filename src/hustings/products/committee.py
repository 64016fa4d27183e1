"""Who is behind a committee: what it is, whose it is, its networks, its industry, its totals.

Every number on it is a figure; the words are rows of the record, each with its snapshot and line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData
from hustings.figures import Figure, plain
from hustings.ids import Cycle, parse_cycle
from hustings.measures import evaluate
from hustings.measures.absence import no_data
from hustings.measures.listings import networks_of, registrations
from hustings.measures.resolving import resolve_committee

if TYPE_CHECKING:
    from rich.console import Console

    from hustings.record.view import View

#: The figures of a committee, in the order in which they are shown. A candidate's committees are
#: totalled together, under the candidate.
TOTALS: Final = {"committee_receipts": "took in", "committee_spending": "paid out"}
OF_CANDIDATE: Final = {
    "receipts": "the candidate's committees took in",
    "disbursements": "the candidate's committees paid out",
}
#: What the words of confidence mean; docs/networks.md has them at length.
CONFIDENCE: Final = {
    "checked": "a tie in the FEC's files, held to them by tests",
    "one-source": "the registered name alone says so",
    "from-memory": "general knowledge; the files do not show it",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """A committee in one cycle. `registration` is its row of the view committee_kinds.

    `other_names` are names that it had in other cycles. `networks` are rows of the reviewed table;
    `members` the figure of each. `gaps` say what the record has nothing for.
    """

    committee_id: str
    cycle: Cycle
    registration: dict[str, Any]
    other_names: list[str]
    kind: Figure
    industry: Figure | None
    networks: list[dict[str, Any]]
    members: dict[str, Figure]
    totals: list[Figure]
    gaps: list[str]

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        row = self.registration
        named = ("name", "treasurer", "connected_organisation", "tied_to", "candidate_id",
                 "candidate", "party", "leadership_pac", "joint_fundraiser", "party_committee",
                 "candidate_committee", "super_pac", "hybrid_pac", "snapshot", "line")  # fmt: skip
        return {
            "committee_id": self.committee_id,
            "cycle": self.cycle,
            **{name: plain(row[name]) for name in named},
            "other_names": self.other_names,
            "type": row["type_words"],
            "designation": row["designation_words"],
            "organisation": row["organisation_words"],
            "networks": [{name: plain(value) for name, value in one.items()}
                         for one in self.networks],
            "kind": self.kind.to_json(),
            "industry": self.industry.to_json() if self.industry else None,
            "members": {name: one.to_json() for name, one in self.members.items()},
            "totals": [one.to_json() for one in self.totals],
            "gaps": self.gaps,
        }  # fmt: skip


def behind(view: View, text: str, cycle: str | int | None = None) -> Behind:
    """Who is behind a committee, by id or name; without a cycle, in the latest that is known.

    Raises UnknownName for a name of none or of several, NoData where the record has no row.
    """
    wanted = parse_cycle(str(cycle)) if cycle is not None else None
    committee = resolve_committee(view, text, {})
    rows = registrations(view, committee)
    found = [row for row in rows if wanted is None or row["cycle"] == wanted]
    if not found:
        when = f" in {wanted}" if wanted else ""
        given: dict[str, Any] = {"cycle": wanted} if wanted else {}
        raise no_data(view, f"nothing of committee {committee}{when}", ["committees"], given)
    row = found[-1]
    asked: dict[str, Any] = {"committee": committee, "cycle": row["cycle"]}
    totals, gaps = [], []
    chosen, key = TOTALS, asked
    if row["candidate_committee"] and row["candidate_id"]:
        chosen, key = OF_CANDIDATE, {"candidate": row["candidate_id"], "cycle": row["cycle"]}
    for name, words in chosen.items():
        try:
            totals.append(evaluate(view, name, key))
        except NoData as absent:
            gaps.append(f"{words[0].upper()}{words[1:]}: {absent}")
    try:
        industry = evaluate(view, "committee_industry", asked)
    except NoData:
        industry = None
    networks = networks_of(view, committee)
    names = {str(one["name"]) for one in rows if one["name"]}
    return Behind(
        committee_id=committee,
        cycle=row["cycle"],
        registration=row,
        other_names=sorted(names - {row["name"]}),
        kind=evaluate(view, "committee_kind", asked),
        industry=industry,
        networks=networks,
        members={
            str(one["network"]): evaluate(view, "network_members", {"network": one["network"]})
            for one in networks
        },
        totals=totals,
        gaps=gaps,
    )


def facts(one: Behind) -> list[tuple[str, str]]:
    """What is known of a committee as pairs of a word and what it says, in order."""
    row = one.registration
    known: list[tuple[str, Any]] = [
        ("type", row["type_words"] or row["type"]),
        ("designation", row["designation_words"] or row["designation"]),
        ("organisation", row["organisation_words"]),
        ("connected organisation", row["connected_organisation"]),
        (_tie(row), row["tied_to"]),
        ("candidate", f"{row['candidate']} ({row['candidate_id']})" if row["candidate"]
         else row["candidate_id"]),
        ("treasurer", row["treasurer"]),
        ("also called", "; ".join(one.other_names)),
    ]  # fmt: skip
    if one.industry:
        told = one.industry.detail
        of_codes = told["read"] == "kind"
        text = "the FEC's codes" if of_codes else f"“{told['matched']}”"
        rule = f"rule {told['rule']}, which read {text}"
        known.append(("industry", f"{one.industry.text} ({rule})"))
    else:
        known.append(("industry", "no rule fits"))
    return [(word, str(said)) for word, said in known if said]


def _tie(row: dict[str, Any]) -> str:
    """What the line of the connected organisation means, for committees that are no one's PAC."""
    if row["leadership_pac"]:
        return "leadership PAC of"
    return "raises together with" if row["joint_fundraiser"] else "named beside it"


def show_behind(out: Console, one: Behind) -> None:
    """The committee on a terminal."""
    from rich.table import Table
    from rich.text import Text

    def table(rows: list[tuple[str, str]]) -> Table:
        made = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        made.add_column(style="dim", no_wrap=True)
        made.add_column(overflow="fold")
        for word, said in rows:
            made.add_row(word, said)
        return made

    row = one.registration
    out.print(Text(f"{row['name']} ({one.committee_id}), {one.cycle}", style="bold"))
    out.print(table(facts(one)))
    for network in one.networks:
        out.print(Text(f"\nNetwork: {network['network_name']}", style="bold"))
        confidence = str(network["confidence"])
        out.print(
            table(
                [
                    ("role", str(network["role"])),
                    ("evidence", str(network["evidence"])),
                    ("source", str(network["source"])),
                    ("confidence", f"{confidence}: {CONFIDENCE.get(confidence, '')}"),
                    ("committees", one.members[str(network["network"])].text),
                ]
            )
        )
    if one.totals:
        out.print(Text("\nTotals", style="bold"))
        through = one.totals[0].detail.get("coverage_end")
        names = TOTALS | OF_CANDIDATE
        said = [(names[figure.measure], figure.text) for figure in one.totals]
        out.print(table(said + ([("through", str(plain(through)))] if through else [])))
    for gap in one.gaps:
        out.print(Text(gap, style="yellow"))
    out.print()
    cited = {c.snapshot: c for figure in (one.kind, *one.totals, *one.members.values())
             for c in figure.citations}  # fmt: skip
    for citation in cited.values():
        when = f", as of {citation.as_of}" if citation.as_of else ""
        out.print(Text(f"{citation.title} ({citation.source}){when}", style="dim"))
