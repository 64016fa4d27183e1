"""Small files in the publishers' forms, for tests that need to know every number in them."""

from __future__ import annotations

import gzip
from pathlib import Path

WEBALL = (
    "{id}|{name}|C|1|DEM|{receipts}|0|100|0|0|50|0|0|0|0|0|0|{individuals}|CA|{seat:02d}||||||{pacs}|0|"
    "{day}|0|0"
)


def weball_line(number: int, receipts: str = "1000.5", day: str = "12/31/2024") -> str:
    return WEBALL.format(
        id=f"H4CA{number:05d}", name=f"{_surname(number)}, ANNE", receipts=receipts,
        individuals="600", pacs="400.5", day=day,
        seat=1 + number % 52,
    )  # fmt: skip


def _surname(number: int) -> str:
    """A surname of its own for each number, in letters."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters += chr(65 + rest)
    return letters.ljust(4, "A")


def weball(path: Path, rows: int, receipts: str = "1000.5", day: str = "12/31/2024") -> Path:
    """A weball file of `rows` candidates who all raised the same; gzipped by its ending."""
    text = "\n".join(weball_line(number, receipts, day) for number in range(1, rows + 1)) + "\n"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path
