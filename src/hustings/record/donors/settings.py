"""The settings of the model, read from model.yaml once and checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from hustings.errors import Fault
from hustings.record.donors.spellings import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """model.yaml as values; `raw` is the page itself, `digest` names its bytes."""

    rules: int
    threshold: float
    doubtful: tuple[float, float]
    keep_from: float
    most_spellings: int
    seed: int
    train_from: int
    largest_block: int
    known_from: int
    words: Words
    raw: dict[str, Any]
    digest: str


@cache
def settings() -> Settings:
    """The packaged settings. Raises Fault where they contradict themselves."""
    import yaml

    content = resources.files("hustings.record.donors").joinpath("model.yaml").read_bytes()
    raw = yaml.safe_load(content)
    low, high = raw["doubtful"]
    if not 0 < raw["keep_from"] <= low <= raw["threshold"] <= high < 1:
        raise Fault("model.yaml: keep_from, doubtful and threshold are not in order")
    return Settings(
        rules=raw["rules"],
        threshold=raw["threshold"],
        doubtful=(low, high),
        keep_from=raw["keep_from"],
        most_spellings=raw["most_spellings"],
        seed=raw["seed"],
        train_from=raw["train_from"],
        largest_block=raw["largest_block"],
        known_from=raw["known_from"],
        words=Words(
            legal=frozenset(raw["legal"]),
            unknown=frozenset(raw["unknown"]),
            status=dict(raw["status"]),
        ),
        raw=raw,
        digest=hashlib.sha256(content).hexdigest()[:16],
    )
