"""How good the checker is: its verdicts against claims that people have judged.

A gold file lists claims with article, start, end, the verdicts that count as right (`accept`) and
the measure. A claim of ours finds one of gold if their spans overlap; of several the one that
overlaps most is taken.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hustings.claims.model import Article, Checked, Ruling, Verdict
from hustings.claims.reading import read_article
from hustings.errors import RequestError, quoted

#: Checks an article; given by the caller, who knows the record.
Check = Callable[[Article], Checked]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A claim of gold and what was found for it."""

    gold: dict[str, Any]
    found: Verdict | None

    @property
    def accepted(self) -> bool:
        return self.found is not None and str(self.found.ruling) in self.gold["accept"]

    @property
    def matched(self) -> bool:
        """Whether the measure is the one that gold names; without one, only the verdict counts."""
        wanted = self.gold.get("measure")
        if self.found is None:
            return False
        reading = self.found.reading
        return wanted is None or (reading is not None and reading.measure == wanted)


@dataclass(kw_only=True, slots=True)
class Scores:
    """Precision and recall of detection, matching and verdicts, over pairs and claims of ours.

    detected: claims of ours that say anything of the record (all but not_checkable); of them `hits`
    overlap a claim of gold.
    """

    pairs: list[Pair] = field(default_factory=list)
    detected: int = 0
    hits: int = 0
    stray: list[Verdict] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[str, int, int, str]]:
        """What is measured: name, how many, of how many, and what that is."""
        found = [one for one in self.pairs if one.found is not None]
        with_measure = [one for one in self.pairs if one.gold.get("measure")]
        checkable = [one for one in self.pairs if one.gold["accept"] != ["not_checkable"]]
        told = [
            one for one in found
            if one.found is not None and one.found.ruling is not Ruling.NOT_CHECKABLE
        ]  # fmt: skip
        return [
            ("detection recall", len(found), len(self.pairs), "claims of gold that were found"),
            ("detection precision", self.hits, self.detected, "claims of ours that are in gold"),
            ("matching precision", sum(o.matched for o in with_measure if o.found),
             sum(1 for o in with_measure if o.found), "found claims with gold's measure"),
            ("matching recall", sum(o.matched for o in with_measure), len(with_measure),
             "claims of gold with a measure that have it"),
            ("verdict precision", sum(o.accepted for o in told), len(told),
             "found claims with a verdict that gold accepts"),
            ("verdict recall", sum(o.accepted for o in checkable), len(checkable),
             "checkable claims of gold with an accepted verdict"),
            ("accepted verdicts", sum(o.accepted for o in self.pairs), len(self.pairs),
             "all claims of gold with an accepted verdict"),
        ]  # fmt: skip

    @property
    def confusion(self) -> Counter[tuple[str, str]]:
        """How often gold's verdicts met ours; a claim that was not found is "missed"."""
        return Counter(
            ("/".join(one.gold["accept"]), str(one.found.ruling) if one.found else "missed")
            for one in self.pairs
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "scores": {name: {"count": n, "of": of} for name, n, of, _ in self.rows},
            "confusion": [
                {"gold": gold, "found": found, "count": n}
                for (gold, found), n in sorted(self.confusion.items())
            ],
            "misses": [
                {"article": one.gold["article"], "quote": one.gold["quote"],
                 "accept": one.gold["accept"], "measure": one.gold.get("measure"),
                 "found": one.found.to_json() if one.found else None}
                for one in self.pairs if not one.accepted
            ],
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """Scores over all claims and over the core ones."""

    every: Scores
    core: Scores
    articles: int

    def to_json(self) -> dict[str, Any]:
        return {"articles": self.articles, "all": self.every.to_json(), "core": self.core.to_json()}


def evaluate_gold(path: str | Path, check: Check) -> Evaluation:
    """Check the articles of a gold file and compare. Raises RequestError for a file that is none."""
    file = Path(path)
    claims = _gold(file)
    every, core = Scores(), Scores()
    articles = list(dict.fromkeys(str(one["article"]) for one in claims))
    for name in articles:
        checked = check(read_article(_article(file, name)))
        listed = [one for one in claims if one["article"] == name]
        every.pairs += _pairs(listed, checked)
        core.pairs += _pairs([one for one in listed if one.get("core", True)], checked)
        for scores in (every, core):
            _detection(scores, listed, checked)
    return Evaluation(every=every, core=core, articles=len(articles))


def _gold(file: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        claims = [dict(one) for one in read["claims"]]
        # What is missing is met here, and not in the middle of the work.
        _ = [(one["article"], one["start"], one["end"], one["accept"]) for one in claims]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise RequestError(
            f"{quoted(file)} is no gold file.",
            next_step="It is JSON: {claims: [{article, start, end, quote, accept, measure}]}.",
        ) from problem
    return claims


def _article(file: Path, name: str) -> Path:
    """An article beside the gold file, or in `articles` beside it or its folder."""
    places = (file.parent, file.parent / "articles", file.parent.parent / "articles")
    for place in places:
        if (place / name).is_file():
            return place / name
    raise RequestError(
        f"{quoted(file)} names the article {quoted(name)}, which is not here.",
        next_step="Put it beside the gold file, or in a folder articles beside its folder.",
    )


def _pairs(claims: list[dict[str, Any]], checked: Checked) -> list[Pair]:
    return [Pair(gold=one, found=_best(one, checked.verdicts)) for one in claims]


def _best(claim: dict[str, Any], verdicts: tuple[Verdict, ...]) -> Verdict | None:
    """The verdict whose span overlaps the claim's; of several that of its measure, then most."""

    def overlap(one: Verdict) -> int:
        return min(one.claim.end, int(claim["end"])) - max(one.claim.start, int(claim["start"]))

    def rank(one: Verdict) -> tuple[bool, bool, int]:
        same = one.reading is not None and one.reading.measure == claim.get("measure")
        return same, one.ruling is not Ruling.NOT_CHECKABLE, overlap(one)

    found = [one for one in verdicts if overlap(one) > 0]
    return max(found, key=rank, default=None)


def _detection(scores: Scores, claims: list[dict[str, Any]], checked: Checked) -> None:
    for one in checked.verdicts:
        if one.ruling is Ruling.NOT_CHECKABLE:
            continue
        hit = any(
            one.claim.start < gold["end"] and gold["start"] < one.claim.end for gold in claims
        )
        scores.detected += 1
        scores.hits += hit
        if not hit:
            scores.stray.append(one)
