"""The words around figures, shared by the terminal, Markdown and HTML: one wording everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from hustings.figures import Figure, rounded
from hustings.ids import STATES, split_district

if TYPE_CHECKING:
    from hustings.products.dossier import Dossier, MemberPart, RoundPart
    from hustings.products.prospect import HopePart, ProspectPart

PARTY_WORDS = {
    "DEM": "Democratic", "REP": "Republican", "LIB": "Libertarian", "GRN": "Green",
    "PF": "Peace and Freedom", "PAF": "Peace and Freedom", "AI": "American Independent",
    "NPP": "no party preference", "IND": "independent", "CON": "Constitution",
    "WFP": "Working Families", "CRV": "Conservative", "DFL": "Democratic-Farmer-Labor",
    "GRE": "Green", "NPA": "no party affiliation", "NOP": "no party preference",
    "UN": "unaffiliated", "UNK": "party not known", "OTH": "other party", "W": "write-in",
    "NNE": "no party", "NON": "nonpartisan", "REF": "Reform", "IDP": "Independence",
    "WEP": "Women’s Equality",
}  # fmt: skip
RULE_WORDS = {
    "top-two": "top two: the two with the most votes advance, whatever their party",
    "top-four": "top four: the four with the most votes advance, whatever their party",
    "plurality": "plurality: the most votes win",
    "party-primary": "party primary: each party nominates its own",
    "majority-two-round": "majority, else a runoff of the first two",
    "majority-runoff": "majority, else a runoff of the first two",
    "ranked-choice": "ranked choice",
}
MONEY_WORDS = {
    "receipts": "Raised",
    "receipts_from_individuals": "Individuals",
    "receipts_unitemized": "of it unitemised",
    "receipts_from_pacs": "PACs and other committees",
    "receipts_from_parties": "Parties",
    "receipts_from_candidate": "Own gifts and loans",
    "disbursements": "Spent",
    "cash_on_hand": "Cash on hand",
    "share_from_individuals": "Share from individuals",
    "share_small_dollar": "Share unitemised",
    "share_from_pacs": "Share from PACs",
}
#: A member's votes and bills in a dossier, in their order there.
VOTING_WORDS = {
    "party_unity": "Voted with most of the party, in party unity votes",
    "share_votes_missed": "Roll calls missed",
    "progressive_rank": "Place in the party by progressive score",
    "share_led": "Bills led, of those with the member’s name on",
}
DISTRICT_WORDS = {
    "pvi": "Cook PVI",
    "median_income": "Median household income",
    "income_rank": "Income rank, from the lowest",
    "poverty_rate": "Poverty rate",
    "poverty_rank": "Poverty rank, from the highest",
}
OUTCOME_WORDS = {"elected": "elected", "advanced": "advanced", "lost": "",
                 "leading": "leading, not final", "trailing": "",
                 "tied": "tied", "undecided": "undecided",
                 "decided by ranked choice": "see ranked choice"}  # fmt: skip


def ordinal(number: int) -> str:
    """34 → 34th, 1 → 1st, 12 → 12th, 22 → 22nd."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }".replace(" ", "")


def seat_name(district: str) -> str:
    """California's 34th congressional district; Alaska's at-large congressional district."""
    state, number = split_district(district)
    which = "at-large" if number == 0 else ordinal(number)
    return f"{STATES.get(state, state)}’s {which} congressional district"


def rule_words(figure: Figure | None) -> str:
    if figure is None:
        return "rule not in the record"
    return RULE_WORDS.get(str(figure.value), str(figure.value))


@dataclass(frozen=True, slots=True)
class Said:
    """A figure inside a sentence, in the sentence's own words where they differ from its text."""

    figure: Figure
    words: str = ""

    @property
    def text(self) -> str:
        return self.words or self.figure.text


#: A sentence is text and figures in turn, so that a page can make a door of each number.
Sentence: TypeAlias = "list[str | Said]"


def headline(dossier: Dossier) -> list[str]:
    """Two or three sentences that answer first: who won or leads, by how much, whose money."""
    return [
        "".join(piece if isinstance(piece, str) else piece.text for piece in sentence)
        for sentence in headline_sentences(dossier)
    ]


def headline_sentences(dossier: Dossier) -> list[Sentence]:
    """The headline with its figures still in it: the vote first, then the money."""
    said = [_round_sentence(part) for part in decisive(dossier)]
    return [*said, *_money_sentences(dossier)]


def decisive(dossier: Dossier) -> list[RoundPart]:
    """The last round that was held; where parties hold their own, each party's."""
    if not dossier.rounds:
        return []
    last = dossier.rounds[-1].contest
    return [
        one
        for one in dossier.rounds
        if one.contest.round == last.round and (one.contest.party == "") == (last.party == "")
    ]


def uncertified(part: RoundPart) -> bool:
    """Whether the round's votes are a count that nobody has certified."""
    return any("Not certified" in said for said in part.caveats)


def uncertified_words(part: RoundPart) -> str:
    """What the record says of an uncertified count; empty for one that is certified."""
    figures = [part.votes_cast, *(one.votes for one in part.standings)]
    said = [one for figure in figures if figure for one in figure.caveats if "Not certified" in one]
    return said[0] if said else ""


def outcome_words(part: RoundPart, outcome: Figure | None) -> str:
    """What the round brought a candidate; an uncertified count elects and advances nobody."""
    value = str(outcome.value) if outcome else ""
    if uncertified(part):
        return {"elected": "leads", "advanced": "in line to advance"}.get(value, "")
    return OUTCOME_WORDS.get(value, value)


def advancing_words(part: RoundPart) -> str:
    """What to call those whom the rule sends on: an uncertified count sends nobody yet."""
    return "leading for a place" if uncertified(part) else "advancing"


def movement_words(part: RoundPart) -> Sentence:
    """How the running count of the round moved, in a sentence; nothing where none is known."""
    known = {one.measure: one for one in part.movement}
    lead, pair, down = (
        known.get(name) for name in ("lead_changes", "top_two_changes", "counts_down")
    )
    if lead is None or pair is None or down is None:
        return []
    said: Sentence = ["In the running counts the lead changed ", Said(lead, times(lead))]
    if len(part.standings) > 2:
        said += [" and the first two changed ", Said(pair, times(pair))]
    if down.value:
        said += ["; ", Said(down), f" count{'' if down.value == 1 else 's'} went down"]
    return [*said, "."]


def times(figure: Figure) -> str:
    """A number of changes in words: not once; once, on 3 April 2024; 6 times, last on 3 April 2024."""
    if not figure.value:
        return "not once"
    last = day_words(str(figure.detail.get("last_change", ""))[:10])
    return f"once, on {last}" if figure.value == 1 else f"{figure.value} times, last on {last}"


PROSPECT_HEAD = "What may come: a simulation"


def prospect_sentences(part: ProspectPart) -> list[Sentence]:
    """What was drawn and came out, in natural frequencies; why nothing was, if nothing was."""
    if not part.candidates:
        return [[part.missing]]
    first = part.candidates[:2]
    said: Sentence = [
        f"Of {part.elections:,} simulated general elections between the two, "
        if part.ahead == "general"
        else f"Of {part.elections:,} simulated races, "
    ]
    for one in first:
        said += ["; ", one.name] if one is not first[0] else [one.name]
        if one.advance:
            said += [" advances in ", Said(one.advance, frequency(one.advance)), " and"]
        said += [" wins ", Said(one.win, frequency(one.win))]
    drawn = (
        f"Drawn from {part.basis}, seed {part.seed}. A simulation, not a count: its chances hold "
        "only if what is assumed does."
    )
    return [[*said, "."], [drawn]]


def frequency(chance: Figure) -> str:
    """A chance as a natural frequency inside a sentence: about 3 in 10, all, none."""
    words = str(chance.detail["words"])
    return {"always": "all", "never": "none"}.get(words, words)


def range_words(one: HopePart) -> str:
    """The middle nine in ten of the drawn shares: 51.1 to 72.6%."""
    low, high = (float(one.share.detail[name]) * 100 for name in ("low", "high"))
    return f"{low:.1f} to {high:.1f}%"


def prospect_share_head(part: ProspectPart) -> str:
    """What the shares are of."""
    return "share between the two" if part.ahead == "general" else "share of the primary"


def round_words(part: RoundPart) -> str:
    """general election; primary; Republican primary runoff."""
    words = part.contest.round.replace("-", " ")
    if words.endswith("general"):
        words += " election"
    party = part.contest.party
    return f"{PARTY_WORDS.get(party, party)} {words}" if party else words


def _round_sentence(part: RoundPart) -> Sentence:
    lines = [one for one in part.standings if one.share is not None and one.votes is not None]
    when: Sentence = [" of ", Said(part.date)] if part.date else []
    words = round_words(part)
    if not lines or part.votes_cast is None:
        if part.standings:
            return [
                f"{part.standings[0].contestant.name} stood unopposed in the {words}",
                *when,
                ".",
            ]
        return [f"The {words}", *when, " has no counted votes in the record."]
    first = lines[0]
    if first.share is None or first.votes is None:
        return []
    sentence: Sentence = [f"{first.contestant.name} "]
    verb = _verb(part, str(first.outcome.value) if first.outcome else "")
    if first.outcome and verb == "won":
        sentence += [Said(first.outcome, verb), f" the {words}"]
    else:
        sentence.append(f"{verb} the {words}")
    sentence += [*when, " with ", Said(first.share), " (", Said(first.votes), " of ",
                 Said(part.votes_cast), " votes)"]  # fmt: skip
    if part.margin_points is not None and len(lines) > 1:
        sentence += [", ", Said(part.margin_points), f" ahead of {lines[1].contestant.name}"]
    if part.advancing and isinstance(part.advancing.value, list) and len(part.advancing.value) > 1:
        going = " and ".join(map(str, part.advancing.value))
        sentence += [f"; {advancing_words(part)}: ", Said(part.advancing, going)]
    return [*sentence, "."]


def _verb(part: RoundPart, outcome: str) -> str:
    if uncertified(part):
        return "led an uncertified count in"
    return "won" if outcome == "elected" else "led"


def _money_sentences(dossier: Dossier) -> list[Sentence]:
    """The money of the last round's first two; without votes, of the two who raised most."""
    funded = [one for one in dossier.money if "receipts" in one.figures]
    first = [one.contestant.name for part in decisive(dossier) for one in part.standings[:2]]
    named = sorted(
        (one for one in funded if one.name in first), key=lambda one: first.index(one.name)
    )
    # An old committee of somebody who no longer runs takes in interest too: no news for a headline.
    parts = (named or funded)[:2]
    if not parts:
        return []
    sentence: Sentence = []
    same_day = len({one.as_of for one in parts}) == 1
    for one in parts:
        if sentence:
            sentence.append("; ")
        sentence += [f"{one.name} raised ", Said(one.figures["receipts"])]
        people, pacs = one.figures.get("share_from_individuals"), one.figures.get("share_from_pacs")
        if people:
            sentence += [", ", Said(people), " of it from individuals"]
        if pacs:
            sentence += [" and " if people else ", ", Said(pacs), "" if people else " of it"]
            sentence.append(" from PACs")
        if not same_day:
            sentence.append(f" (through {day_words(one.as_of)})")
    if same_day:
        sentence.append(f" (through {day_words(parts[0].as_of)})")
    return [[*sentence, "."]]


def day_words(iso: str) -> str:
    """2024-11-25 → 25 November 2024."""
    from datetime import date

    from hustings.figures import written_date

    try:
        return written_date(date.fromisoformat(iso))
    except ValueError:
        return iso


def term_spans(member: MemberPart) -> list[str]:
    """Terms as spans: CA-34, 2017 to 2027; terms of one seat without a break are one span."""
    spans: list[tuple[str, int, int]] = []
    for term in member.terms:
        seat, first, last = str(term["seat"]), term["start"].year, term["end"].year
        if spans and spans[-1][0] == seat and spans[-1][2] == first:
            spans[-1] = (seat, spans[-1][1], last)
        else:
            spans.append((seat, first, last))
    return [f"{seat}, {first} to {last}" for seat, first, last in spans]


def map_words(name: str, *, new: bool = False) -> str:
    """lines of 2021 → New lines of 2021; 2021 map → New lines: 2021 map."""
    head = "New lines" if new else "Lines"
    return (
        f"{head} {name.removeprefix('lines ')}" if name.startswith("lines ") else f"{head}: {name}"
    )


def group_words(group: str) -> str:
    """hispanic → Hispanic, of any race; the others are not Hispanic and of that race alone."""
    return "Hispanic, of any race" if group == "hispanic" else group.capitalize()


def survey_words(code: str) -> str:
    """acs1-2024 → 1-year estimates of 2024; acs5-2017 → 5-year estimates of 2017; census-2020."""
    kind, _, year = code.partition("-")
    named = {"acs1": "1-year estimates of", "acs5": "5-year estimates of", "census": "census of"}
    return f"{named[kind]} {year}" if kind in named and year else code


def points(figure: Figure | None) -> str:
    """A margin without the word, for a table whose head has it."""
    value = figure.value if figure else None
    return str(rounded(value, 1)) if isinstance(value, int | float | Decimal) else ""
