"""Small files in the publishers' forms, for tests that need to know every number in them."""

from __future__ import annotations

import gzip
import zipfile
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


def itcont(path: Path, rows: int) -> Path:
    """Gifts to seven committees over two years, some of them memo rows; zipped by its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        f"C{number % 7:08d}|N|Q1|{('P2024', 'G2024', 'P')[number % 3]}|2024{number}|"
        f"{('15', '15E', '22Y')[number % 3]}|IND|DOE, {_surname(number)}|LOS ANGELES|"
        f"{('CA', 'TX', '')[number % 3]}|90012|NONE|NONE|"
        f"{1 + number % 12:02d}{1 + number % 28:02d}20{23 + number % 2}|{number % 97}.{number % 89:02d}|"
        f"|T{number}|{1_000_000 + rows}|{'X' if number % 10 == 0 else ''}||{4 * 10**18 + number}\n"
        for number in range(1, rows + 1)
    )
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("itcont.txt", "".join(lines))
    else:
        with path.open("w") as out:
            out.writelines(lines)
    return path
