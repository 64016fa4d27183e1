"""The header of an electronic filing: which version of the format the rest is written in.

From version 3 on it is one row (`HDR`); before, a block of `name = value` lines between two lines
that begin with `/*`. Filings made of paper by the FEC's contractors have versions P1 to P3.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hustings.sources.fec.filing.rows import split

#: What ends the block of an old header, and begins it.
OLD: Final = "/*"
_VERSIONS: Final = re.compile(
    r"[12]\.\d{1,2}|3\.0\d?|5\.[0-3]\d?|6\.[1-4]|7\.0|8\.[0-5]|P1\.\d|P2\.[2346]|P3\.[0-4]",
    re.ASCII,
)
_FILING: Final = re.compile(r"(?:FEC-?)?0*([1-9]\d{0,9})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What a header says.

    amends: number of the filing that this one amends, if the header gives it. problem: why the
    rest cannot be read, in words; empty if it can.
    """

    version: str
    software: str | None = None
    amends: str | None = None
    name_delimiter: str = "^"
    problem: str = ""

    @property
    def commas(self) -> bool:
        """Whether fields are divided by commas (before version 6) and not by 0x1C."""
        return self.version[:1] in {"1", "2", "3", "5"}


def is_header(text: str) -> bool:
    """Whether a line can begin a filing."""
    return text.startswith(OLD) or text.lstrip('"').upper().startswith("HDR")


def row_header(text: str) -> Header:
    """The header from its row: HDR, FEC and the version; in paper filings HDR and the version."""
    commas = "\x1c" not in text
    fields = [field.strip() for field in split(text, commas=commas) or []]
    fields += [""] * (9 - len(fields))
    paper = fields[1].upper() != "FEC"
    version = (fields[1] if paper else fields[2]).upper()
    if paper:
        found = Header(version=version, software=_said(fields[2]), amends=_filing(fields[5]))
    elif commas:
        found = Header(
            version=version,
            software=_said(f"{fields[3]} {fields[4]}"),
            name_delimiter=fields[5] or "^",
            amends=_filing(fields[6]),
        )
    else:
        found = Header(
            version=version,
            software=_said(f"{fields[3]} {fields[4]}"),
            amends=_filing(fields[5]),
        )
    return _checked(found, commas=commas, old=False)


def old_header(lines: list[str]) -> Header:
    """The header from the block of the first versions, its first and last line left out."""
    said = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if equals:
            said[name.strip().upper()] = value.strip()
    found = Header(
        version=said.get("FEC_VER_#", ""),
        software=_said(f"{said.get('SOFT_NAME', '')} {said.get('SOFT_VER#', '')}"),
        name_delimiter=said.get("NAMEDELIM") or "^",
        problem="its amounts have no decimal points"
        if said.get("DEC/NODEC", "DEC").upper() != "DEC"
        else "",
    )
    return _checked(found, commas=True, old=True)


def _checked(found: Header, *, commas: bool, old: bool) -> Header:
    problem = found.problem
    shown = found.version[:12]
    if not _VERSIONS.fullmatch(found.version):
        problem = f"version {shown!r} of the format is not known"
    elif commas != found.commas:
        divided = "commas" if commas else "0x1C"
        problem = f"version {shown!r} of the format is not divided by {divided}"
    elif old != (found.version[0] in "12"):
        problem = f"version {shown!r} of the format has another header"
    return Header(
        version=found.version,
        software=found.software,
        amends=found.amends,
        name_delimiter=found.name_delimiter,
        problem=problem,
    )


def _said(text: str) -> str | None:
    return " ".join(text.replace('"', " ").split()) or None


def _filing(text: str) -> str | None:
    found = _FILING.fullmatch(text)
    return found[1] if found else None
