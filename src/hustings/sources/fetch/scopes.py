"""The parts of a request's scope: which values make sense, and how publishers spell them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from hustings.errors import RequestError
from hustings.ids import DELEGATIONS, FIRST_CYCLE, MOST_SEATS, STATES, Round, parse_bill_id

if TYPE_CHECKING:
    from collections.abc import Callable


def check(part: str, text: str) -> str:
    """A value of a scope part in its one spelling. Raises RequestError."""
    return _CHECKS[part](text)


def round_of(day: str) -> dict[str, str]:
    """The round that a date tells: the general election, on its statutory day, else nothing."""
    when = date.fromisoformat(day)
    # 2 USC 7: the Tuesday next after the first Monday in November of every even year.
    if when.month == 11 and 2 <= when.day <= 8 and when.weekday() == 1 and when.year % 2 == 0:
        return {"round": Round.GENERAL.value}
    return {}


def spellings(asked: dict[str, str]) -> dict[str, str]:
    """The spellings of the scope that publishers use in addresses."""
    words = {"this_year": str(_this_year())}
    if "cycle" in asked:
        words["yy"] = asked["cycle"][2:]
    if "congress" in asked:
        words["congress3"] = asked["congress"].zfill(3)
    if {"congress", "session"} <= set(asked):
        words["session_year"] = str(2 * int(asked["congress"]) + 1786 + int(asked["session"]))
    if "number" in asked:
        words |= {"number3": asked["number"].zfill(3), "number5": asked["number"].zfill(5)}
    if "bill" in asked:
        words["bill_congress"], _, words["bill_name"] = asked["bill"].partition("-")
        words["bill_type"] = words["bill_name"].rstrip("0123456789")
    if "chamber" in asked:
        words["letter"] = asked["chamber"][0].upper()
    if "state" in asked:
        words["st"] = asked["state"].lower()
    if "date" in asked:
        words["ymd"] = asked["date"].replace("-", "")
        words["date_year"] = asked["date"][:4]
    if "round" in asked:
        words["round_words"] = asked["round"].replace("-", "__")
    words["level_part"] = f"__{asked['level']}" if asked.get("level") else ""
    return words


def _whole(text: str, part: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise RequestError(
            f"{text!r} is not a {part}.", next_step=f"Give a whole number from {low} to {high}."
        )
    return int(text)


def _this_year() -> int:
    return date.today().year  # noqa: DTZ011 - a publisher's year turns within a day of ours


def _cycle(text: str) -> str:
    now = _this_year()
    year = _whole(text, "cycle", FIRST_CYCLE, now + now % 2)
    if year % 2:
        raise RequestError(
            f"{year} is not a cycle.", next_step=f"A cycle has its even year's name: {year + 1}."
        )
    return str(year)


def _congress(text: str) -> str:
    return str(_whole(text, "Congress", 1, (_this_year() - 1789) // 2 + 1))


def _year(text: str) -> str:
    return str(_whole(text, "year", 1990, _this_year()))


def _state(text: str) -> str:
    code = text.upper()
    if code not in STATES and code not in DELEGATIONS:
        raise RequestError(
            f"{text!r} is not a state.", next_step="Use the postal code, such as CA."
        )
    return code


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as problem:
        raise RequestError(
            f"{text!r} is not a date.", next_step="Write year-month-day: 2020-11-03."
        ) from problem


def _round(text: str) -> str:
    try:
        return Round(text.lower().replace(" ", "-").replace("_", "-")).value
    except ValueError as problem:
        raise RequestError(
            f"{text!r} is not a round.", next_step="Known: " + ", ".join(Round) + "."
        ) from problem


def _district(text: str) -> str:
    return text if text == "all" else str(_whole(text, "district", 1, MOST_SEATS))


def _one_of(part: str, *values: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text.lower() not in values:
            raise RequestError(
                f"{text!r} is not a {part}.", next_step=f"Known: {', '.join(values)}."
            )
        return text.lower()

    return check


def _filing(text: str) -> str:
    return str(_whole(text, "number of a filing", 1, 9_999_999_999))


def _number(text: str) -> str:
    return str(_whole(text, "number of a roll call", 1, 9999))


def _flag(text: str) -> str:
    answer = {"true": "yes", "yes": "yes", "1": "yes", "false": "no", "no": "no", "0": "no"}
    if text.lower() not in answer:
        raise RequestError(f"{text!r} is neither yes nor no.")
    return answer[text.lower()]


def _word(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", text) or ".." in text:
        raise RequestError(f"{text!r} cannot stand in an address.")
    return text


_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "cycle": _cycle,
    "congress": _congress,
    "year": _year,
    "state": _state,
    "date": _date,
    "round": _round,
    "district": _district,
    "chamber": _one_of("chamber", "house", "senate"),
    "publisher": _one_of("publisher", "openelections", "mit", "ca_sos"),
    "itemised": _flag,
    "level": _word,
    "branch": _word,
    "only": str,
    "filing": _filing,
    "session": _one_of("session", "1", "2"),
    "number": _number,
    "bill": parse_bill_id,
}
