"""RCTab's configuration files: which files hold the ballots, how to read them, how to count them.

Settings are those of RCTab 1.3 to 2.0. What Hustings does not count is refused by name: several
seats filled bottom-up, in passes or one a round, the Hare quota, and thresholds with parts of votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hustings.contests.ranked_rules import Duplicates, Overvotes, RankedRules, Ties
from hustings.errors import RequestError, SourceError, quoted
from hustings.sources.cvr.box import UNDECLARED, CvrOptions
from hustings.sources.cvr.text import MOST_TREE, bytes_of, json_of

_OVERVOTES: Final = {
    "exhaustImmediately": Overvotes.EXHAUST,
    "alwaysSkipToNextRank": Overvotes.SKIP,
    "exhaustIfMultipleContinuing": Overvotes.EXHAUST_IF_SEVERAL_CONTINUE,
}
_TIES: Final = {
    "useCandidateOrder": (Ties.ORDER, False),
    "generatePermutation": (Ties.PERMUTATION, False),
    "random": (Ties.SEEDED, False),
    "stopCountingAndAsk": (Ties.STOP, False),
    "previousRoundCountsThenRandom": (Ties.SEEDED, True),
    "previousRoundCountsThenAsk": (Ties.STOP, True),
}
_ONE_SEAT: Final = "singleWinnerMajority"
_SEVERAL_SEATS: Final = "multiWinnerAllowMultipleWinnersPerRound"
#: RCTab's word for as many rankings as there are candidates, and for skips without limit.
_MOST: Final = {"max", "unlimited"}


@dataclass(frozen=True, kw_only=True, slots=True)
class RcTabContest:
    """A contest as RCTab's configuration describes it: files with how to read each, and rules."""

    contest: str
    files: tuple[tuple[Path, str, CvrOptions], ...]
    candidates: tuple[str, ...]
    rules: RankedRules


def is_config(value: Any) -> bool:
    """Whether a JSON value is a configuration of RCTab."""
    return isinstance(value, dict) and {"cvrFileSources", "candidates", "rules"} <= set(value)


def read_config(
    path: Path, *, precinct: str | None = None, batch: str | None = None
) -> RcTabContest:
    """Read a configuration. Raises SourceError that names each setting that cannot be followed.

    With a precinct or a batch, only its ballots will be read from files that name it in a column.
    """
    value = json_of(bytes_of(path, MOST_TREE), str(path))
    if not is_config(value):
        raise SourceError("the file is no configuration of RCTab.", where=str(path))
    try:
        part_of = "batch" if batch is not None else "precinct"
        return _Config(value, path, part_of, batch if batch is not None else precinct).contest()
    except RequestError as wrong:
        raise SourceError(wrong.what, where=str(path), next_step=wrong.next_step) from None


class _Config:
    """One configuration while it is read; wrong settings are gathered."""

    def __init__(self, value: dict[str, Any], path: Path, part_of: str, part: str | None) -> None:
        self.value, self.path = value, path
        self.part_of, self.part = part_of, part
        self.rules: dict[str, Any] = self._map(value["rules"], "rules")
        self.wrong: list[str] = []

    def contest(self) -> RcTabContest:
        people = [self._map(one, "a candidate") for one in self._list(self.value["candidates"])]
        names = {str(one.get("name", "")).strip(): _spellings(one) for one in people}
        sources = [self._map(one, "a source") for one in self._list(self.value["cvrFileSources"])]
        undeclared = any(
            one.get("undeclaredWriteInLabel") or one.get("treatBlankAsUndeclaredWriteIn") is True
            for one in sources
        )
        if len(names) < len(people):
            raise RequestError("two candidates have one name.")
        excluded = tuple(
            name for name, one in zip(names, people, strict=True) if one.get("excluded") is True
        )
        rules = self._rules(tuple(names), excluded, undeclared)
        files = tuple(self._source(one, names, rules) for one in sources)
        if self.wrong or rules is None:
            raise SourceError(
                f"settings that cannot be followed: {'; '.join(self.wrong)}.", where=str(self.path)
            )
        settings = self.value.get("outputSettings")
        title = settings.get("contestName", "") if isinstance(settings, dict) else ""
        return RcTabContest(contest=str(title), files=files, candidates=tuple(names), rules=rules)

    def _rules(
        self, order: tuple[str, ...], excluded: tuple[str, ...], undeclared: bool
    ) -> RankedRules | None:
        seats = self._whole("numberOfWinners", default=1)
        mode = self.rules.get("winnerElectionMode", _ONE_SEAT)
        if mode not in {_ONE_SEAT, _SEVERAL_SEATS} or (mode == _ONE_SEAT) != (seats == 1):
            self.wrong.append(f"winnerElectionMode {quoted(mode)} with {seats} to elect")
        for name in ("hareQuota", "nonIntegerWinningThreshold"):
            if self._yes(name):
                self.wrong.append(name)
        ties, earlier = self._choice("tiebreakMode", _TIES, (Ties.STOP, False))
        overvotes = self._choice("overvoteRule", _OVERVOTES, Overvotes.EXHAUST)
        seed = self._maybe("randomSeed")
        if self.wrong:
            return None
        return RankedRules(
            statute="RCTab's configuration",
            seats=seats or 1,
            batch_elimination=self._yes("batchElimination"),
            skips_allowed=self._maybe("maxSkippedRanksAllowed"),
            overvotes=overvotes,
            duplicates=Duplicates.EXHAUST
            if self._yes("exhaustOnDuplicateCandidate")
            else Duplicates.SKIP,
            first_round_sets_threshold=self._yes("doesFirstRoundDetermineThreshold"),
            continue_until_two=self._yes("continueUntilTwoCandidatesRemain"),
            stop_after_round=self._maybe("stopTabulationEarlyAfterRound"),
            ties=ties,
            previous_rounds_first=earlier,
            order=order if ties is Ties.ORDER else (),
            seed=seed,
            excluded=excluded,
            undeclared=UNDECLARED if undeclared else "",
            minimum_votes=self._whole("minimumVoteThreshold", default=0) or 0,
            max_rankings=self._maybe("maxRankingsAllowed"),
            decimal_places=self._whole("decimalPlacesForVoteArithmetic", default=4) or 0,
        )

    def _source(
        self, one: dict[str, Any], names: dict[str, tuple[str, ...]], rules: RankedRules | None
    ) -> tuple[Path, str, CvrOptions]:
        options = CvrOptions(
            contest=str(one.get("contestId", "")),
            candidates=names,
            first_column=_index(one.get("firstVoteColumnIndex")),
            first_row=_index(one.get("firstVoteRowIndex")),
            rankings=(rules.max_rankings if rules else None) or 0,
            overvote_label=str(one.get("overvoteLabel", "")) or "overvote",
            overvote_delimiter=str(one.get("overvoteDelimiter", "")),
            skipped_label=str(one.get("skippedRankLabel", "")) or "undervote",
            write_in_label=str(one.get("undeclaredWriteInLabel", "")),
            blank_is_write_in=one.get("treatBlankAsUndeclaredWriteIn") is True,
            part_column=_index(one.get(f"{self.part_of}ColumnIndex")),
            part=self.part,
        )
        return (
            self.path.parent / str(one.get("filePath", "")),
            str(one.get("provider", "")),
            options,
        )

    def _map(self, value: Any, what: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise SourceError(f"{what} is no map of settings.", where=str(self.path))
        return value

    def _list(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise SourceError("candidates and sources are no lists.", where=str(self.path))
        return value

    def _yes(self, name: str) -> bool:
        return self.rules.get(name) in (True, "true")

    def _maybe(self, name: str) -> int | None:
        """A whole number; None where the setting is blank, absent or means no limit."""
        said = self.rules.get(name)
        if said is None or str(said).strip() in {"", *_MOST}:
            return None
        return self._whole(name)

    def _whole(self, name: str, default: int | None = None) -> int:
        said = str(self.rules.get(name, "")).strip()
        if said.removeprefix("-").isdigit() and said.isascii() and len(said) < 20:
            return int(said)
        if said or default is None:
            self.wrong.append(f"{name} {quoted(said)} is not a whole number")
        return default or 0

    def _choice(self, name: str, choices: dict[str, Any], default: Any) -> Any:
        said = self.rules.get(name)
        if said not in choices:
            self.wrong.append(f"{name} {quoted(said)} is none of {', '.join(choices)}")
            return default
        return choices[said]


def _spellings(person: dict[str, Any]) -> tuple[str, ...]:
    given = person.get("aliases")
    others = given if isinstance(given, list) else []
    code = str(person.get("code", "")).strip()
    return (*(str(one).strip() for one in others), *([code] if code else []))


def _index(said: Any) -> int:
    text = str(said or "").strip()
    return int(text) if text.isascii() and text.isdigit() else 0
