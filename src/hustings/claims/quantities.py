"""Quantities in a sentence: numbers with the precision and the hedge that their words carry.

What a number allows: a number written with decimals allows half a step of the last digit either
way (49.5% is 49.45% to 49.55%). Trailing noughts of a count or a sum are taken as rounded, to 5%
of the value at the most. A hedge widens ("about", "some": a tenth), or bounds on one side ("more
than", "at least", "nearly", "just under").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from hustings.claims.lexicon import alternation, words
from hustings.claims.model import Kind, Quantity, Sentence
from hustings.claims.quantity_forms import hedges, patterns, words_with_numbers

#: The largest value that a one-sided hedge allows.
BOUNDLESS = Decimal(10) ** 15
#: Words after a number that are nothing counted.
_NO_NOUNS = frozenset({
    "in", "of", "to", "and", "or", "at", "for", "from", "by", "with", "on", "over", "after", "before",
    "than", "the", "was", "were", "is", "while", "but",
})  # fmt: skip
_ROUNDED = Decimal("0.05")
_ABOUT = Decimal("0.10")
_ABOUT_EXACT = Decimal("0.06")
_NEAR = Decimal("0.07")
_JUST = Decimal("0.05")
HUNDRED = Decimal(100)
#: Members of the House, and most of them (US Constitution, Article I, section 5; 2 USC 2a).
_SEATS, _QUORUM = 435, 218


class _More(TypedDict, total=False):
    """What a quantity may have beside its place and its kind."""

    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    other: Decimal | None
    text_value: str
    day: date
    year_given: bool
    hedge: str
    noun: str


def quantities(sentence: Sentence, taken: list[tuple[int, int]] | None = None) -> list[Quantity]:
    """The quantities of a sentence in order. `taken` are spans of names that hold digits."""
    text, base = sentence.text, sentence.start
    if not any(letter.isdigit() for letter in text) and not _may_hold(text):
        return []
    places = [(start - base, end - base) for start, end in taken or ()]
    found: list[Quantity] = []
    for name, form in patterns():
        for match in form.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in places):
                continue
            if name == "price" and _YEARLY.search(match[0]) and _EARNED.search(text):
                # What a household has a year is an income, and no price.
                continue
            made = _made(name, match, text)
            if made is None:
                continue
            places.append((match.start(), match.end()))
            if made.kind is not Kind.YEAR or name != "agenda":
                found.append(made)
    ordered = sorted((one for one in found if one.noun != "-"), key=lambda one: one.start)
    return [_moved(one, base) for one in _bare_shares(ordered, text)]


_YEARLY = re.compile(r"\b(?:a|per|each)\s+year$", re.I)
_EARNED = re.compile(r"\b(?:households?|incomes?|earns?|families|family)\b", re.I)


def _bare_shares(found: list[Quantity], text: str) -> list[Quantity]:
    """Numbers beside a share that are shares too: 72 percent for one, 28 for the other; 41.4 alone.

    A number with one decimal and no noun is a share; a whole one only beside a share and at the end
    of a clause.
    """
    beside = any(one.kind in {Kind.SHARE, Kind.PAIR} and one.text[-1] in "%t" for one in found)
    made = []
    for one in found:
        bare = one.kind is Kind.COUNT and 1 < one.value <= HUNDRED and not _named_after(one, text)
        fell = one.kind is Kind.COUNT and _fell(one, text)
        decimal = fell or re.fullmatch(r"\d{1,2}\.\d{1,2}", one.text)
        if decimal and one.kind is Kind.COUNT and beside:
            # "the 46.2 of Amy Kennedy", beside a share
            bare = bare or bool(re.match(r"\s+(?:of|for)\s+[A-Z]", text[one.end :]))
        if bare and (decimal or (beside and one.text.isdigit())):
            value, step = one.value / HUNDRED, one.step / HUNDRED
            low, high = _allowed(Kind.SHARE, value, step, "")
            made.append(
                replace(
                    one, kind=Kind.SHARE, value=value, low=low, high=high, step=step, noun="bare"
                )
            )
        else:
            made.append(one)
    return made


#: How far a candidate's share went: fell below 40, stayed under 50, came in at 38.
_FELL = re.compile(
    r"\b(?:fell|dropped|slipped|sank|slid|stayed|finished|held|kept|climbed|rose|topped|cleared|came\s+in)\s+"
    r"(?:(?:him|her|them|just|well)\s+)*(?:below|under|above|over|at|to|with)?\s*$"
)


def _fell(one: Quantity, text: str) -> bool:
    """Whether a bare number between 20 and 80 tells how far a share fell or rose."""
    whole = re.fullmatch(r"[2-7]\d(?:\.\d)?", one.text) is not None
    return whole and not _named_after(one, text) and bool(_FELL.search(text[: one.start]))


def _named_after(one: Quantity, text: str) -> bool:
    """Whether a noun follows a number, so that it counts something."""
    return not re.match(
        r"\s*(?:$|[.,;:)!?—–]|--|(?:to|and|in|while|but|of the vote)\b)", text[one.end :]
    )


def _may_hold(text: str) -> bool:
    return bool(words_with_numbers().search(text))


def _moved(one: Quantity, base: int) -> Quantity:
    return replace(one, start=one.start + base, end=one.end + base)


def _made(name: str, match: re.Match[str], text: str) -> Quantity | None:
    """The quantity of a match, or None where the form does not hold after all."""
    kind = {"phone": Kind.PHONE, "address": Kind.ADDRESS, "zip": Kind.ADDRESS, "clock": Kind.CLOCK,
            "age": Kind.AGE, "price": Kind.PRICE, "span": Kind.SPAN}.get(name)  # fmt: skip
    if kind:
        return _plain(match, kind)
    if name == "pvi":
        even = match[0].lower().endswith("even")
        return _plain(match, Kind.PVI, text_value="EVEN" if even else match[0].replace(" ", ""))
    if name == "placed":
        place = Decimal(_ordinal(match["a"] or match["b"]))
        return _plain(match, Kind.RANK, value=place, low=place, high=place, step=Decimal(1),
                      other=Decimal(match["n"]) if match["n"] else None)  # fmt: skip
    if name == "part":
        top, _, bottom = words()["fractions"].get(f"a {match['part']}", "1/2").partition("/")
        return _plain(match, Kind.RANK, value=Decimal(1), low=Decimal(1), high=Decimal(1),
                      step=Decimal(top) / Decimal(bottom), hedge="part", noun=match["end"])  # fmt: skip
    if name in {"date", "datefirst", "isodate"}:
        return _date(match)
    if name in {"pairpct", "pairmixed", "pairshare", "pairvotes"}:
        return _pair(name, match)
    if name == "tally":
        return _tally(match, text)
    if name == "range":
        return _range(match)
    if name == "year":
        return _plain(match, Kind.YEAR, value=Decimal(match[0][:4]))
    if name == "rank":
        return _rank(match)
    if name == "agenda":
        # A bare ordinal names something (the 116th Congress); it is kept from being a count.
        return _plain(match, Kind.YEAR, noun="-")
    if name == "ordinal":
        value = Decimal(_ordinal(match["a"]))
        return _exact(match, Kind.ORDINAL, value, noun=match["n"].lower())
    if name == "fraction":
        return _fraction(match, text)
    if name == "most":
        return _plain(match, Kind.SHARE, value=Decimal("0.75"), low=Decimal("0.5"), high=Decimal(1),
                      step=Decimal("0.5"), hedge="most")  # fmt: skip
    if name == "nothing":
        return _plain(match, Kind.USD, value=Decimal(0), low=Decimal(0), high=Decimal("0.5"))
    if name == "multiple":
        word = (match["t"] or "").lower()
        value = Decimal(2 if word.startswith(("tw", "do")) else 3) if word else _number(match["a"])
        return _hedged(match, Kind.MULTIPLE, value, Decimal(1) / 2, text)
    return _measured(name, match, text)


def _plain(match: re.Match[str], kind: Kind, **more: Unpack[_More]) -> Quantity:
    return Quantity(start=match.start(), end=match.end(), text=match[0], kind=kind, **more)


def _exact(match: re.Match[str], kind: Kind, value: Decimal, noun: str = "") -> Quantity:
    return _plain(match, kind, value=value, low=value, high=value, step=Decimal(1), noun=noun)


def _measured(name: str, match: re.Match[str], text: str) -> Quantity | None:
    """Shares, sums, points and counts."""
    groups = match.groupdict()
    written = groups.get("a") or groups.get("a2") or groups.get("w") or ""
    if not written or (name == "usd" and written == "several"):
        return None
    value, step = _number(written), _step(written)
    scale = (groups.get("s") or groups.get("s2") or "").strip(" -").lower()
    if scale:
        factor = Decimal(words()["scales"][scale])
        value, step = value * factor, step * factor
    if name == "bybare" and not re.search(
        r"\b(?:won|lost|beat|lead|led|ahead|behind|margin|prevailed)\b", text
    ):
        return None
    if name in {"bypoints", "bybare"}:
        return _hedged(match, Kind.POINTS, value, step, text)
    if name == "share":
        return _hedged(match, Kind.SHARE, value / HUNDRED, step / HUNDRED, text)
    if name == "points":
        return _hedged(match, Kind.POINTS, value, step, text)
    if name == "usd":
        return _hedged(match, Kind.USD, value, step, text)
    after = re.match(
        r"[\s-]+(?:more\s+|total\s+|fewer\s+)?([A-Za-z-]+(?:\s+[a-z]+)?)", text[match.end() :]
    )
    noun = after[1].lower() if after else ""
    if noun.split(" ")[0] in _NO_NOUNS:
        noun = ""
    return _hedged(match, Kind.COUNT, value, step, text, noun=noun)


def _hedged(
    match: re.Match[str], kind: Kind, value: Decimal, step: Decimal, text: str, noun: str = ""
) -> Quantity:
    """A number with what its precision and the word before it allow."""
    before = text[max(0, match.start() - 40) : match.start()]
    before = re.sub(r"(?:(?<=\s)|^)(?:a|an|the|only|just)?\s*$", "", before)
    hedge, said = "", ""
    for name, form in hedges():
        hit = form.search(before)
        if hit:
            hedge, said = name, hit[0].strip()
            break
    low, high = _allowed(kind, value, step, hedge)
    return _plain(match, kind, value=value, low=low, high=high, step=step, hedge=said, noun=noun)


def _allowed(kind: Kind, value: Decimal, step: Decimal, hedge: str) -> tuple[Decimal, Decimal]:
    half = step / 2
    if kind in {Kind.COUNT, Kind.USD} and value:
        half = max(half, min(_last_digit(value) / 2, value * _ROUNDED)) if value >= 100 else half
        if kind is Kind.COUNT and value < 100:
            half = Decimal(0)
        if kind is Kind.USD and step == 1:
            half = max(half, Decimal(1))
    wide = max(
        half, value * _ABOUT if kind is not Kind.SHARE else max(value * _JUST, Decimal("0.01"))
    )
    if kind in {Kind.COUNT, Kind.USD} and value and value / step_of(value, step) >= 10:
        # Who writes "about 3.7 million" has rounded to a tenth, not to the next million.
        wide = max(half, value * _ABOUT_EXACT)
    if kind is Kind.COUNT and value < 100:
        wide = max(wide, Decimal(1))
    point = Decimal("0.015") if kind is Kind.SHARE else value * _NEAR
    near = max(step, point)
    match hedge:
        case "about":
            return value - wide, value + wide
        case "below":
            return value - near, value + half / 10
        case "above":
            return value - half / 10, value + near
        case "over":
            return value, BOUNDLESS
        case "under":
            return Decimal(0), value
        case "exactly":
            return value - step / 2, value + step / 2
    return value - half, value + half


def step_of(value: Decimal, step: Decimal) -> Decimal:
    """One in the last place that is written and no nought: of 3.7 million 100,000, of 3,000 1,000."""
    return max(step, _last_digit(value)) if value == int(value) else step


def _last_digit(value: Decimal) -> Decimal:
    """The place of the last digit that is no nought: 3,000 → 1,000; 12,340 → 10; 7 → 1."""
    whole = int(value)
    place = 1
    while whole and whole % (place * 10) == 0:
        place *= 10
    return Decimal(place)


def _number(text: str) -> Decimal:
    plain = text.lower().replace(",", "").replace("a single", "one").strip()
    if re.fullmatch(r"\d*\.?\d+", plain):
        return Decimal(plain)
    known = words()["numbers"]
    if plain in known:
        return Decimal(known[plain])
    if plain in {"a", "an"}:
        return Decimal(1)
    if plain.startswith("half"):
        return Decimal("0.5")
    return Decimal(sum(int(known.get(part, 0)) for part in plain.split("-")))


def _step(text: str) -> Decimal:
    """One in the last decimal place that is written."""
    if text.lower().startswith("half"):
        return Decimal("0.1")
    digits = text.partition(".")[2]
    return Decimal(1).scaleb(-len(digits)) if digits.isdigit() else Decimal(1)


def _ordinal(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else int(words()["ordinals"][text.lower()])


def _date(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    try:
        if "month" not in groups:
            return _plain(match, Kind.DATE, day=date.fromisoformat(match[0]), year_given=True)
        month = int(words()["months"][groups["month"].lower()])
        if not groups["month"][0].isupper():
            return None
        year = int(groups["year"]) if groups.get("year") else 2000
        day = date(year, month, int(groups["day"]))
    except ValueError:
        return None
    return _plain(match, Kind.DATE, day=day, year_given=bool(groups.get("year")))


def _pair(name: str, match: re.Match[str]) -> Quantity | None:
    first, second = _number(match["a"]), _number(match["b"])
    if name == "pairvotes":
        step = max(_last_digit(first), Decimal(1))
        half = step / 2 if step > 1 else Decimal(0)
        return _plain(match, Kind.VOTE_PAIR, value=first, other=second, low=first - half,
                      high=first + half, step=step)  # fmt: skip
    if not 60 <= first + second <= Decimal("100.5"):
        return None
    if name == "pairshare" and first + second < 90:
        return None
    step = max(_step(match["a"]), _step(match["b"])) / HUNDRED
    value = first / HUNDRED
    return _plain(match, Kind.PAIR, value=value, other=second / HUNDRED, low=value - step / 2,
                  high=value + step / 2, step=step)  # fmt: skip


def _tally(match: re.Match[str], text: str) -> Quantity | None:
    """The two sides of a roll call of the House: a quorum at least, and no more than it has members."""
    first, second = _number(match["a"]), _number(match["b"])
    voting = re.search(rf"\b(?:{alternation(words()['roll_call'])})\b", text, re.I)
    if not voting or not _QUORUM <= first + second <= _SEATS:
        return None
    return _plain(match, Kind.TALLY, value=first, other=second, low=first, high=first,
                  step=Decimal(1))  # fmt: skip


def _range(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    low, high = _number(match["a"]), _number(match["b"])
    scale = (groups["sb"] or "").strip(" -").lower()
    if scale:
        factor = Decimal(words()["scales"][scale])
        high *= factor
        own = (groups["sa"] or "").strip(" -").lower()
        low *= Decimal(words()["scales"][own]) if own else factor
    kind = Kind.USD if groups["cur"] else Kind.SHARE if groups["pb"] else Kind.COUNT
    if low > high or (kind is Kind.COUNT and 1900 < low < 2100):
        return None
    by = HUNDRED if kind is Kind.SHARE else Decimal(1)
    return _plain(match, kind, value=(low + high) / 2 / by, low=low / by, high=high / by,
                  step=(high - low) / by, hedge="between")  # fmt: skip


def _rank(match: re.Match[str]) -> Quantity:
    groups = match.groupdict()
    if groups["h"]:
        return _exact(match, Kind.RANK, Decimal(1), noun=groups["h"].lower())
    if groups["g"]:
        return _exact(match, Kind.RANK, Decimal(_ordinal(groups["g"])),
                      noun="from the " + match[0].split()[-1].lower())  # fmt: skip
    if groups["e"] or groups["f"]:
        top = _number(groups["e"] or groups["f"])
        return _plain(match, Kind.RANK, value=top, low=Decimal(1), high=top, step=Decimal(1),
                      hedge="among the", noun=_superlative(match))  # fmt: skip
    written = next(groups[name] for name in "abcd" if groups[name])
    return _exact(match, Kind.RANK, Decimal(_ordinal(written)), noun=_superlative(match))


def _superlative(match: re.Match[str]) -> str:
    """The superlative of a place (richest), with the word after most and least."""
    said = re.search(r"(most|least|\w+est|worst)\s*$", match[0].lower())
    if not said:
        return ""
    after = re.match(r"\s+\w+", match.string[match.end() :])
    return said[1] + (after[0].lower() if after and said[1] in {"most", "least"} else "")


def _fraction(match: re.Match[str], text: str) -> Quantity | None:
    groups = match.groupdict()
    if groups.get("cents"):
        return _hedged(match, Kind.SHARE, _number(groups["cents"]) / HUNDRED, Decimal("0.01"), text)
    pair = next((two for two in ("ab", "cd", "ef") if groups.get(two[0])), "")
    if pair:
        top, bottom = _number(groups[pair[0]]), _number(groups[pair[1]])
    else:
        said = re.sub(r"\s+", " ", match[0].lower())
        top_text, _, bottom_text = words()["fractions"][said].partition("/")
        top, bottom = Decimal(top_text), Decimal(bottom_text)
    if not bottom or top > bottom:
        return None
    return _hedged(match, Kind.SHARE, top / bottom, Decimal("0.04"), text)


def day_words(sentence: Sentence) -> Iterator[Quantity]:
    """Days of the week, such as "on Friday"."""
    form = re.compile(rf"\bon\s+(?P<d>{alternation(words()['weekdays'])})\b", re.I)
    for match in form.finditer(sentence.text):
        number = words()["weekdays"][match["d"].lower()]
        yield _moved(_plain(match, Kind.WEEKDAY, value=Decimal(number)), sentence.start)
