"""The words around figures, shared by the terminal, Markdown and HTML: one wording everywhere."""

from __future__ import annotations

from hustings.figures import Figure, rounded
from hustings.ids import STATES, split_district
from hustings.products.dossier import Dossier, RoundPart

PARTY_WORDS = {
    "DEM": "Democratic", "REP": "Republican", "LIB": "Libertarian", "GRN": "Green",
    "PF": "Peace and Freedom", "PAF": "Peace and Freedom", "AI": "American Independent",
    "NPP": "no party preference", "IND": "independent", "CON": "Constitution",
    "WFP": "Working Families", "CRV": "Conservative",
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
DISTRICT_WORDS = {
    "pvi": "Cook PVI",
    "median_income": "Median household income",
    "income_rank": "Income rank, from the lowest",
    "poverty_rate": "Poverty rate",
    "poverty_rank": "Poverty rank, from the highest",
}
OUTCOME_WORDS = {"elected": "elected", "advanced": "advanced", "lost": "",
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


def headline(dossier: Dossier) -> list[str]:
    """Two or three sentences that answer first: who won or leads, by how much, whose money."""
    said = []
    decisive = [part for part in dossier.rounds if part.contest.party == ""]
    if decisive:
        said.append(_round_sentence(decisive[-1]))
    money = _money_sentence(dossier)
    if money:
        said.append(money)
    return said


def _round_sentence(part: RoundPart) -> str:
    lines = [one for one in part.standings if one.share is not None and one.votes is not None]
    words = part.contest.round.replace("-", " ")
    when = f" of {part.date.text}" if part.date else ""
    if not lines or part.votes_cast is None:
        if part.standings:
            return f"{part.standings[0].contestant.name} stood unopposed in the {words}{when}."
        return f"The {words}{when} has no counted votes in the record."
    first = lines[0]
    if first.share is None or first.votes is None:
        return ""
    verb = _verb(part, str(first.outcome.value) if first.outcome else "")
    sentence = (
        f"{first.contestant.name} {verb} the {words}{when} with {first.share.text} "
        f"({first.votes.text} of {part.votes_cast.text} votes)"
    )
    if part.margin_points is not None and len(lines) > 1:
        sentence += f", {part.margin_points.text} ahead of {lines[1].contestant.name}"
    if part.advancing and isinstance(part.advancing.value, list) and len(part.advancing.value) > 1:
        sentence += f"; advancing: {' and '.join(map(str, part.advancing.value))}"
    return sentence + "."


def _verb(part: RoundPart, outcome: str) -> str:
    uncertified = any("Not certified" in said for said in part.caveats)
    if uncertified:
        return "led an uncertified count in"
    return "won" if outcome == "elected" else "led"


def _money_sentence(dossier: Dossier) -> str:
    parts = [one for one in dossier.money if "receipts" in one.figures][:2]
    said = []
    for one in parts:
        sentence = f"{one.name} raised {one.figures['receipts'].text}"
        if "share_from_pacs" in one.figures:
            sentence += f", {one.figures['share_from_pacs'].text} of it from PACs"
        said.append(sentence)
    if not said:
        return ""
    return f"{'; '.join(said)} (through {day_words(parts[0].as_of)})."


def day_words(iso: str) -> str:
    """2024-11-25 → 25 November 2024."""
    from datetime import date

    from hustings.figures import written_date

    try:
        return written_date(date.fromisoformat(iso))
    except ValueError:
        return iso


def points(figure: Figure | None) -> str:
    """A margin without the word, for a table whose head has it."""
    if figure is None or not isinstance(figure.value, int | float):
        from decimal import Decimal

        if figure is None or not isinstance(figure.value, Decimal):
            return ""
    return str(rounded(figure.value, 1))  # type: ignore[arg-type]
