"""Values of filings: amounts to the cent and days, from text as eight versions have written them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

_MONEY: Final = re.compile(r"([+-]?)(\d{1,14}|\d{1,3}(?:,\d{3}){1,4}|)(?:\.(\d{0,2})0*)?", re.ASCII)
_RUN: Final = re.compile(r"\d{8}", re.ASCII)
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
#: What filers write into a field of an amount that is blank.
_NOTHING: Final = {"none", "n/a"}


def money(text: str) -> Decimal | None:
    """An amount, exactly; None for 'none' and 'n/a'. Raises ValueError for what is no amount."""
    if text.lower() in _NOTHING:
        return None
    found = _MONEY.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise ValueError("is not an amount")
    whole = (found[2] or "0").replace(",", "")
    if len(whole) > 14:
        raise ValueError("is not an amount")
    return Decimal(f"{found[1]}{whole}.{(found[3] or '').ljust(2, '0')}")


def day(text: str) -> date:
    """A day, from YYYYMMDD, MMDDYYYY or MM/DD/YYYY. Raises ValueError for what is no day."""
    try:
        if _RUN.fullmatch(text):
            if text[:2] in {"19", "20"}:
                return date(int(text[:4]), int(text[4:6]), int(text[6:]))
            return date(int(text[4:]), int(text[:2]), int(text[2:4]))
        slashed = _SLASHED.fullmatch(text)
        if slashed:
            return date(int(slashed[3]), int(slashed[1]), int(slashed[2]))
    except ValueError:
        pass
    raise ValueError("is not a day")


def person(last: str, first: str, middle: str, suffix: str) -> str:
    """'Kim', 'David', 'Y', '' → 'Kim, David Y'."""
    given = " ".join(part for part in (first, middle, suffix) if part)
    return ", ".join(part for part in (last, given) if part)


def old_name(text: str, delimiter: str) -> str:
    """'Alston^Nicholas S.^Mr.^' → 'Alston, Nicholas S.': last, first, form of address, suffix."""
    if delimiter not in text:
        return text
    parts = [part.strip() for part in text.split(delimiter)] + [""] * 4
    return person(parts[0], parts[1], "", parts[3])
