"""The registry: all measures by name, found by importing the modules of this package."""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache

import hustings.measures as package
from hustings.errors import RequestError, quoted
from hustings.measures.base import Measure, registered


@cache
def measures() -> dict[str, Measure]:
    """All measures by name, in order of family and place, whatever was imported before."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(registered().items(), key=lambda item: item[1].family))


def find_measure(name: str) -> Measure:
    """A measure by name. Raises RequestError that offers the nearest names."""
    try:
        return measures()[name]
    except KeyError as problem:
        near = get_close_matches(name, measures(), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See: hustings measures"
        raise RequestError(f"there is no measure {quoted(name)}.", next_step=hint) from problem
