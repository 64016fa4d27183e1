"""The public record of a U.S. congressional race on one desk; every number carries its rows.

from hustings import open_record, Race
Race("CA-34", 2024).figures()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings import version

if TYPE_CHECKING:
    from hustings.figures import Citation, Figure, Unit
    from hustings.products.api import Race, check, open_record

__version__ = version.VERSION
__all__ = ["Citation", "Figure", "Race", "Unit", "__version__", "check", "open_record"]

_HOMES = {
    "Citation": "hustings.figures",
    "Figure": "hustings.figures",
    "Unit": "hustings.figures",
    "Race": "hustings.products.api",
    "check": "hustings.products.api",
    "open_record": "hustings.products.api",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that `hustings --help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hustings' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
