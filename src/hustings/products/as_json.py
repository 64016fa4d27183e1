"""The dossier as JSON: the same sections, every number a whole figure."""

from __future__ import annotations

from typing import Any

from hustings.figures import Figure, plain
from hustings.products.dossier import Dossier, RoundPart
from hustings.products.money_page import outside_json, pacs_json


def dossier_json(dossier: Dossier) -> dict[str, Any]:
    """Keys: race, cycle, as_of, sample, rounds, prospect, money, pacs, outside, history, member,
    district, gaps.
    """
    return {
        "race": dossier.race.district,
        "cycle": dossier.race.cycle,
        "as_of": dossier.as_of or None,
        "sample": dossier.sample,
        "rounds": [_round(part) for part in dossier.rounds],
        "prospect": dossier.prospect.to_json() if dossier.prospect else None,
        "money": [
            {
                "name": one.name,
                "party": one.party,
                "candidate_id": one.candidate_id,
                "as_of": one.as_of,
                "figures": _named(one.figures),
            }
            for one in dossier.money
        ],
        "pacs": [pacs_json(part) for part in dossier.pacs],
        "outside": outside_json(dossier.outside),
        "history": [
            {
                "cycle": past.cycle,
                "round": past.round,
                "first": past.leader,
                "party": past.party,
                "second": past.runner_up or None,
                "map": past.map,
                "new_map": past.new_map,
                "date": _one(past.date),
                "share": _one(past.share),
                "margin_points": _one(past.margin),
            }
            for past in dossier.history
        ],
        "member": None if dossier.member is None else {
            "name": dossier.member.name,
            "bioguide": dossier.member.bioguide,
            "congress": dossier.member.congress,
            "figures": _named(dossier.member.figures),
            "terms": plain(dossier.member.terms),
            "committees": plain(dossier.member.committees),
        },
        "district": None if dossier.district is None else {
            "congress": dossier.district.congress,
            "figures": _named(dossier.district.figures),
            "presidential": [one.to_json() for one in dossier.district.presidential],
            "population": [one.to_json() for one in dossier.district.population],
            "neighbours": _one(dossier.district.neighbours),
            "members": _named(dossier.district.members),
        },
        "gaps": list(dossier.gaps),
    }  # fmt: skip


def _round(part: RoundPart) -> dict[str, Any]:
    return {
        "round": part.contest.round,
        "party": part.contest.party or None,
        "date": _one(part.date),
        "rule": _one(part.rule),
        "votes_cast": _one(part.votes_cast),
        "margin_votes": _one(part.margin_votes),
        "margin_points": _one(part.margin_points),
        "advancing": _one(part.advancing),
        "movement": {one.measure: one.to_json() for one in part.movement},
        "candidates": [
            {
                "name": one.contestant.name,
                "person": one.contestant.person,
                "party": one.contestant.party,
                "incumbent": one.contestant.incumbent,
                "write_in": one.contestant.write_in,
                "votes": _one(one.votes),
                "vote_share": _one(one.share),
                "outcome": _one(one.outcome),
            }
            for one in part.standings
        ],
        "caveats": list(part.caveats),
    }


def _one(figure: Figure | None) -> dict[str, Any] | None:
    return figure.to_json() if figure else None


def _named(figures: dict[str, Figure]) -> dict[str, Any]:
    return {name: figure.to_json() for name, figure in figures.items()}
