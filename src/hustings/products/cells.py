"""Cells that tables of money share: amounts in whole dollars, rounds in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hustings.products import words

if TYPE_CHECKING:
    from hustings.figures import Figure

ROUND_WORDS = {"primary": "Primary", "general": "General election", "runoff": "Runoff",
               "special": "Special election", "special-primary": "Special primary",
               "special-general": "Special general election", "convention": "Convention",
               "recount": "Recount", "other": "Other"}  # fmt: skip


def amount(figure: Figure | None) -> words.Said | None:
    """An amount as a cell: whole dollars, as the caption of its table says."""
    if figure is None:
        return None
    value = figure.value
    if not isinstance(value, Decimal | int | float):
        return words.Said(figure)
    return words.Said(figure, f"{round(value):,}".replace("-", "−"))


def round_words(name: str) -> str:
    """primary → Primary; a row without a round says so."""
    return ROUND_WORDS.get(name, name.replace("-", " ").capitalize() or "Round not told")
