"""Known errors of sources (known_errors.csv): lines that are wrong as published.

An entry names the line by contest, name and the wrong votes themselves, so it expires by itself
when the source mends the line.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hustings.sources.returns.cells import data_rows

if TYPE_CHECKING:
    from hustings.ids import Round


@cache
def _errors() -> dict[tuple[str, str, int, str, str, str], str]:
    return {
        (
            row["source"],
            row["district"],
            int(row["cycle"]),
            row["round"],
            row["name"],
            row["votes"],
        ): row["problem"]
        for row in data_rows("known_errors.csv")
    }


def known_error(
    source: str, district: str, cycle: int, held: Round, name: str, votes: str
) -> str | None:
    """What is wrong with a line, if the line stands as it did when the error was found."""
    return _errors().get((source, district, cycle, held.value, name, votes))
