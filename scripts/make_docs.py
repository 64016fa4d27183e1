"""Make the reference pages of docs/ from the code: measures, commands, tables, sources.

python scripts/make_docs.py          writes the pages
python scripts/make_docs.py --check  exits 1 if a page is not what the code says
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from hustings.cli.app import COMMANDS, app
from hustings.ids import Round
from hustings.measures import measures
from hustings.measures.params import ABSENCES, COHORTS, GIVER_KINDS, PAYMENTS, SOURCES
from hustings.record.view import named_views
from hustings.sources.pages import Page, pages
from hustings.tables import catalogue

DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made by scripts/make_docs.py; change the code, not this page. -->\n"

#: Values for the examples, by kind of parameter.
EXAMPLES = {
    "Network": "network=crypto",
    "Industry": "industry=banks",
    "Candidate": 'candidate="Jimmy Gomez"',
    "Person": 'candidate="Jimmy Gomez"',
    "Member": "member=G000585",
    "Committee": "committee=C00799031",
    "Race": "race=CA-34",
    "District": "district=CA-34",
    "Cycle": "cycle=2024",
    "Congress": "congress=116",
    "Bill": "bill=116-hr6515",
    "Vote": "vote=116-h109.2020",
    "Year": "year=2016",
    "RoundName": "round=general",
    "ElectionKind": "round=general",
    "Stance": "stance=oppose",
    "State": "state=CA",
    "Party": "party=Republican",
    "Group": "group=hispanic",
    "Surname": "candidate=Trump",
}
#: Where the usual example would ask for what cannot be: nobody advances from a general election.
OWN_EXAMPLES = {"advancing": {"RoundName": "round=primary"}}
_TWO = 'member=G000585 other="Pramila Jayapal" congress=116'
#: Examples of measures that need one of several parameters which may each be left out.
_LINE = 'candidate="Jimmy Gomez" cycle=2024 line=11C'
_DONORS = ("donors_count", "usd_per_donor", "top_donors", "usd_from_donors",
           "usd_from_top_donors", "share_from_top_donors")  # fmt: skip
_OUTSIDE = ("outside_spending", "outside_spending_unconfirmed", "outside_spending_suspect")
_PAIRS = ("agreement", "votes_alike", "votes_in_common", "joined_after", "joined_both",
          "share_joined_after", "share_joined_after_rank")  # fmt: skip
WHOLE_EXAMPLES = {
    # The embedded sample holds what was given in CA-34 alone.
    "gifts_to_candidates": "committee=C00344234 cycle=2024",
    "election_rule": "race=CA-34 cycle=2024",
    "contributions_between": 'network=aipac to="Jimmy Gomez" cycle=2024',
    **dict.fromkeys(_DONORS, 'candidate="Jimmy Gomez" cycle=2024'),
    "donors_in_common": "committee=C00371302 to=C00868513 cycle=2024",
    **dict.fromkeys(_OUTSIDE, "race=CA-34 cycle=2024 stance=oppose"),
    "outside_spending_races": "spender=C00799031 cycle=2024",
    "filed_line": _LINE,
    "itemized_line": _LINE,
    "unitemized_line": 'candidate="Jimmy Gomez" cycle=2020 line=11A',
    "reconciliation": _LINE,
    **dict.fromkeys(_PAIRS, _TWO),
}


#: What a parameter of each kind takes, as the command line reads it.
KINDS = {
    "Candidate": "an FEC candidate id (H8CA34266) or a name",
    "Person": "a name, an FEC candidate id, a Bioguide id or a key of `people`",
    "Member": "a Bioguide id (G000585) or a member's name",
    "Committee": "an FEC committee id (C00799031) or a name",
    "Network": "a network of the table `networks`: its short name (aipac) or its name for print",
    "Industry": "an industry or sector of the table `industry_rules` (banks, finance), or its name",
    "Race": "a House seat: CA-34, AK-AL",
    "District": "a House seat: CA-34, AK-AL",
    "Cycle": "the even year that names a two-year cycle",
    "Congress": "a number: 116",
    "Year": "a year",
    "RoundName": f"a round: {', '.join(Round)}",
    "ElectionKind": "an election as spenders' reports code it: primary, general, special, runoff",
    "Stance": "support or oppose; for or against",
    "Side": "the other side of a transaction, as the record names it",
    "Source": f"what a giver is to the receiver: {', '.join(SOURCES)}",
    "Payment": f"what a payment is: {', '.join(PAYMENTS)}",
    "Seat": "a House seat (CA-34), another seat as the record writes it (CA Senate) or President",
    "Day": "a day: 2024-11-05",
    "Bill": "a bill: 116-hr6515",
    "Vote": "a roll call: 116-h109.2020; without the year where one session alone has the number",
    "Cohort": f"whose votes are called progressive: {', '.join(COHORTS)}",
    "Margin": "a margin in percent of the votes cast: 10",
    "Absences": f"what an absence is: {', '.join(ABSENCES)}",
    "YesNo": "yes or no",
    "Moment": "a day or a moment of it: 2024-03-08, 2024-03-08T17:00",
    "State": "a postal code or a name: CA, California",
    "Party": "a party: DEM, R, Libertarian; in party primaries, whose primary is meant",
    "Group": "a group: hispanic, white, black, asian",
    "Surname": "a surname",
    "FormLine": "a line of an FEC form: 11AI, 11C, 17",
    "Filing": "the number of an electronic filing: 1229017",
    "GiverKind": f"what a giver is: {', '.join(GIVER_KINDS)}",
    "Basis": "all (of all votes) or two-party (of the two largest parties' votes)",
}


def measures_page() -> str:
    """Every measure: definition, notes, unit, parameters, phrases, an example."""
    lines = [
        "# Measures",
        "",
        MADE,
        "A measure is a named number with a definition. `hustings figure MEASURE name=value …`",
        "evaluates one; `--rows` shows what it was made of, `--json` everything else. Beyond its own",
        "parameters a figure takes `race`, `cycle` and the like to tell people of one name apart.",
        "",
        "| kind of parameter | what it takes |",
        "|---|---|",
        *(f"| {kind} | {_cell(KINDS[kind])} |" for kind in sorted(_kinds())),
    ]
    family = ""
    for one in measures().values():
        if one.family != family:
            family = one.family
            lines += ["", f"## {family.capitalize()}"]
        lines += ["", f"### {one.name}", "", one.definition, ""]
        if one.notes:
            lines += [" ".join(one.notes.split()), ""]
        params = ", ".join(
            f"`{p.name}` ({p.kind}{'' if p.required else ', may be left out'})" for p in one.params
        )
        examples = {**EXAMPLES, **OWN_EXAMPLES.get(one.name, {})}
        # Whose money, where a committee or a network may be named: the example names a committee.
        either = {"committee", "network"} <= {p.name for p in one.params if not p.required}
        example = WHOLE_EXAMPLES.get(one.name) or " ".join(
            examples[p.kind] for p in one.params if p.required or (either and p.name == "committee")
        )
        lines += [
            f"- Unit: {one.unit}",
            f"- Parameters: {params}",
            f"- In articles: {', '.join(one.says)}",
            f"- Tables: {', '.join(f'`{name}`' for name in one.needs)}",
            "",
            "```sh",
            f"hustings figure {one.name} {example}",
            "```",
        ]
    return "\n".join(lines) + "\n"


def _kinds() -> set[str]:
    return {param.kind for one in measures().values() for param in one.params}


def commands_page() -> str:
    """Every command with its help and its options, from the command line itself."""
    lines = [
        "# Commands",
        "",
        MADE,
        "Exit codes: 0 done; 2 the request is wrong, with what to do; 3 the record has no data for",
        "it, with the command that would load it; 1 a fault of Hustings. Errors go to stderr in a",
        "sentence or two. `HUSTINGS_RECORD` or `--record` names the record.",
    ]
    context = click.Context(app, info_name="hustings")
    for name, short in COMMANDS.items():
        command = app.get_command(context, name)
        if command is None:
            continue
        lines += _command(command, click.Context(command, info_name=name, parent=context), 2, short)
    return "\n".join(lines) + "\n"


def _command(command: click.Command, inner: click.Context, depth: int, short: str) -> list[str]:
    """A command with its help and options; of a group, its own commands below it."""
    title = inner.command_path.removeprefix("hustings ")
    usage = command.get_usage(inner).removeprefix("Usage: ")
    lines = ["", f"{'#' * depth} {title}", "", short, "", "```sh", usage, "```", ""]
    lines += [" ".join(part.split()) + "\n" for part in (command.help or "").split("\n\n")]
    options = [
        record
        for parameter in command.get_params(inner)
        if "--help" not in parameter.opts
        and (record := parameter.get_help_record(inner)) is not None
    ]
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            below = click.Context(one, info_name=name, parent=inner)
            lines += _command(one, below, depth + 1, one.short_help or "")
        return lines
    lines += ["| option | meaning |", "|---|---|"]
    return lines + [f"| `{option}` | {_cell(meaning)} |" for option, meaning in options]


def tables_page() -> str:
    """Every table with its columns, and every view of the record's own."""
    lines = [
        "# Tables and views",
        "",
        MADE,
        "The record's tables are Parquet files, `tables/TABLE/SNAPSHOT.parquet`. `hustings sql`",
        "answers over the rows that are current (or were, with `--as-of`). `snapshot` and `line`",
        "say where in the raw bytes a row can be found again.",
    ]
    for one in catalogue().values():
        lines += [
            "",
            f"## {one.name}",
            "",
            one.about,
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [f"| {c.name} | {c.type} | {_cell(c.about)} |" for c in one.columns]
    lines += ["", "# Views", "", "Made from the tables by the SQL in `src/hustings/record/views/`."]
    for view in named_views().values():
        lines += ["", f"## {view.name}", "", view.about, "", "```sql", view.sql, "```"]
    return "\n".join(lines) + "\n"


def sources_page() -> str:
    """Every source: publisher, licence, address, file names, tables, what is left out and why."""
    lines = [
        "# Sources",
        "",
        MADE,
        "A source is one page of metadata and a strict parser. Every line of a file is loaded,",
        "rejected with a reason, or skipped by name; every column is taken or left out by name.",
    ]
    family = ""
    for one in pages().values():
        if one.id.split(".")[0] != family:
            family = one.id.split(".")[0]
            lines += ["", f"## {family}"]
        lines += ["", *_source(one)]
    return "\n".join(lines) + "\n"


def _source(one: Page) -> Iterator[str]:
    yield f"### {one.id}"
    yield ""
    yield f"{one.title}. {one.publisher}. [About]({one.about})."
    yield ""
    yield f"- Licence: {one.licence}"
    if one.url:
        yield f"- Address: `{one.url}`"
    yield f"- File names: {', '.join(f'`{name}`' for name in one.files)}"
    yield f"- One thing for each: {', '.join(one.scope) or 'all'}"
    yield f"- Tables: {', '.join(f'`{name}`' for name in one.tables) or 'none'}"
    if one.ignored:
        yield "- Left out:"
        for column, reason in one.ignored.items():
            yield f"  - `{column}`: {reason}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def made() -> dict[str, str]:
    """Every page by its file name."""
    return {
        "measures.md": measures_page(),
        "commands.md": commands_page(),
        "tables.md": tables_page(),
        "sources.md": sources_page(),
    }


def main() -> int:
    """Write the pages, or with --check only compare them."""
    stale = [
        name
        for name, text in made().items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/{name} is out of date: python scripts/make_docs.py")
        return 1 if stale else 0
    DOCS.mkdir(exist_ok=True)
    for name, text in made().items():
        (DOCS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
