"""Names as a text writes them out: districts, states, bills, committees, people by full names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from hustings.claims.lexicon import alternation, words
from hustings.claims.model import Mention, Thing
from hustings.claims.names.index import (
    BILL,
    CAPITALISED,
    ROLL_CALL,
    Index,
    Known,
    acts,
    bill_key,
    title_key,
)
from hustings.errors import RequestError
from hustings.ids import DELEGATIONS, STATES, district_id, parse_district
from hustings.names import SUFFIXES, fold, short_forms

_CODE = re.compile(r"\b([A-Z]{2})-(\d{1,2}|AL)\b")
#: A committee's number at the FEC.
_COMMITTEE_ID = re.compile(r"\bC\d{8}\b")
_PLACES = {**STATES, **DELEGATIONS}


@dataclass(kw_only=True, slots=True)
class Found:
    """What a text names: mentions in order, and the people whom an ambiguous name may mean."""

    mentions: list[Mention] = field(default_factory=list)
    candidates: dict[tuple[int, int], list[Known]] = field(default_factory=dict)
    marks: bytearray = field(default_factory=bytearray)

    def taken(self, start: int, end: int) -> bool:
        """Whether a name is at that place already."""
        return b"\x01" in self.marks[start:end]

    def add(self, mention: Mention) -> None:
        """Keep a mention and its place."""
        self.mentions.append(mention)
        self.marks[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)


@cache
def _state_forms() -> dict[str, str]:
    """Names of states and their usual short forms, folded without stops, to postal codes."""
    found = {name: code for code, name in _PLACES.items()}
    short = {"Calif.": "CA", "Fla.": "FL", "Tex.": "TX", "Pa.": "PA", "Mass.": "MA", "Mich.": "MI",
             "Ill.": "IL", "Wis.": "WI", "Minn.": "MN", "Ariz.": "AZ", "Colo.": "CO", "Wash.": "WA",
             "N.Y.": "NY", "N.J.": "NJ", "N.C.": "NC", "S.C.": "SC", "N.H.": "NH", "N.M.": "NM",
             "Va.": "VA", "Md.": "MD", "Ga.": "GA", "La.": "LA", "Ala.": "AL", "Tenn.": "TN",
             "Ky.": "KY", "Conn.": "CT", "Ind.": "IN", "Okla.": "OK", "Ore.": "OR", "Nev.": "NV",
             "Kan.": "KS", "Neb.": "NE", "Mo.": "MO", "Miss.": "MS", "Ark.": "AR", "Mont.": "MT",
             "Wyo.": "WY", "R.I.": "RI", "Vt.": "VT", "Del.": "DE", "W.Va.": "WV"}  # fmt: skip
    return {**found, **short}


#: "Colorado 6." at the head of a line, "in Arizona 2,": as lists and memos write.
_STATE_NUMBER = re.compile(
    rf"(?:(?<=\n)|(?<=\bin\s)|(?<=[;(]\s)|^)(?P<s>{alternation(_PLACES.values())})\s"
    r"(?P<n>\d{1,2})(?=[.:,;)—]|\s+[—–])", re.M,
)  # fmt: skip


@cache
def _district_forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    state = alternation(_state_forms())
    ordinal = rf"(?P<n>\d{{1,2}}(?:st|nd|rd|th)|{alternation(words()['ordinals'])}|at-large)"
    tail = r"\s+(?:U\.?S\.?\s+)?(?:[Cc]ongressional\s+|House\s+)?[Dd]istrict"
    return (
        re.compile(
            rf"\b(?P<s>{state})(?:['’]s?)?\s+(?i:{ordinal})(?:{tail})?(?!\s+(?:[A-Z]?[a-z]*\s+)?(?:[Dd]istrict\s+of|[Pp]lace))"
        ),
        re.compile(rf"\b(?i:{ordinal}){tail}(?:\s+(?:of|in)\s+(?P<s>{state}))"),
        re.compile(rf"\b(?:[Tt]he\s+)?(?i:{ordinal}){tail}\b"),
        re.compile(rf"(?<![\w-])(?:{state})(?![\w-])"),
    )


def find_names(text: str, index: Index) -> Found:
    """All names that a text writes out, in order; short names and pronouns come later."""
    found = Found(marks=bytearray(len(text)))
    _districts(text, found)
    _bills(text, index, found)
    _roll_calls(text, index, found)
    _committees(text, index, found)
    _people(text, index, found)
    _presidential(text, index, found)
    _states(text, found)
    found.mentions.sort(key=lambda one: (one.start, one.end))
    return found


def district_spans(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Districts that the text names with their states, before any name is looked up."""
    found = Found(marks=bytearray(len(text)))
    _districts(text, found)
    return [(one.key, (one.start, one.end)) for one in found.mentions if one.key]


def _districts(text: str, found: Found) -> None:
    for match in _CODE.finditer(text):
        if match[1] in _PLACES:
            _add_district(found, match, match[1], match[2])
    whole, turned, bare, _ = _district_forms()
    forms = _state_forms()
    for form in (whole, turned):
        for match in form.finditer(text):
            spelt = re.sub(r"\s+", " ", match["s"])
            if spelt in forms:
                _add_district(found, match, forms[spelt], match["n"])
    for match in _STATE_NUMBER.finditer(text):
        if match["s"] in forms:
            _add_district(found, match, forms[match["s"]], match["n"])
    for match in bare.finditer(text):
        if not found.taken(match.start(), match.end()):
            # The state is that of the nearest district or state before; see `short`.
            found.add(
                Mention(start=match.start(), end=match.end(), text=match[0], thing=Thing.DISTRICT,
                        key="", how="short", options=(match["n"],))
            )  # fmt: skip


def number_of(text: str) -> str:
    """'34th', 'Seventh', 'at-large' → '34', '7', 'AL'."""
    plain = text.lower()
    digits = re.match(r"\d+", plain)
    if digits:
        return digits[0]
    return "AL" if plain.startswith("at") else str(words()["ordinals"].get(plain, "AL"))


def _add_district(found: Found, match: re.Match[str], state: str, number: str) -> None:
    if found.taken(match.start(), match.end()):
        return
    try:
        key = parse_district(f"{state}-{number}") if number.isdigit() or number == "AL" else (
            district_id(state, number_of(number)))  # fmt: skip
    except RequestError:
        return
    found.add(
        Mention(start=match.start(), end=match.end(), text=match[0], thing=Thing.DISTRICT,
                key=key, name=key)
    )  # fmt: skip


def _bills(text: str, index: Index, found: Found) -> None:
    for match in BILL.finditer(text):
        kind, number = bill_key(match)
        known = tuple(row.bill for row in index.bills.get((kind, number), ()))
        found.add(
            Mention(start=match.start(), end=match.end(), text=match[0], thing=Thing.BILL,
                    key=known[0] if len(known) == 1 else "", name=f"{kind}{number}",
                    options=known)
        )  # fmt: skip
    for match in acts(text):
        words_ = [(m.start() + match.start(), m[0]) for m in re.finditer(r"\S+", match[0])]
        for place, _ in words_[:-1]:
            title = title_key(text[place : match.end()])
            rows = index.titles.get(title)
            if rows:
                options = tuple(sorted({row.bill for row in rows}))
                after = next((one for one in found.mentions if one.thing is Thing.BILL
                              and 0 <= one.start - match.end() <= 4), None)  # fmt: skip
                if after is not None:
                    # The number says which bill of that title is meant.
                    options = after.options
                found.add(
                    Mention(start=place, end=match.end(), text=text[place : match.end()],
                            thing=Thing.BILL, key=options[0] if len(options) == 1 else "",
                            name=rows[0].title, options=options)
                )  # fmt: skip
                break
    _called_so(text, found)


#: Another name of a bill beside its number or its title: known as the PRO Act, H.R. 3884, the MORE Act.
_CALLED = re.compile(
    r"[,(]?\s*(?:(?:or|also|better|and|popularly|widely)\s+)*(?:known\s+as\s+|called\s+|dubbed\s+|titled\s+)?(?:the\s+)?"
    r"[“\"]?(?P<name>(?:[A-Z][\w’'&-]*\s+){1,6}Act)\b"
)


def _called_so(text: str, found: Found) -> None:
    """Names by which the text itself calls a bill whose number it gives, wherever they stand again."""
    called: dict[str, Mention] = {}
    for one in [one for one in found.mentions if one.thing is Thing.BILL]:
        match = _CALLED.match(text, one.end)
        if match and (match[0].startswith((",", "(")) or "known" in match[0]):
            called.setdefault(match["name"], one)
    for name, bill in called.items():
        for match in re.finditer(re.escape(name), text):
            if found.taken(match.start(), match.end()):
                # The number beside it says which bill is meant, of several of that title.
                found.mentions[:] = [
                    replace(one, key=bill.key, options=bill.options)
                    if one.thing is Thing.BILL and one.start == match.start() else one
                    for one in found.mentions
                ]  # fmt: skip
                continue
            found.add(replace(bill, start=match.start(), end=match.end(), text=match[0]))


def _roll_calls(text: str, index: Index, found: Found) -> None:
    for match in ROLL_CALL.finditer(text):
        if found.taken(match.start(), match.end("number")):
            continue
        known = index.roll_calls.get(int(match["number"]), [])
        if match["year"]:
            known = [one for one in known if one.endswith(f".{match['year']}")]
        # The year stays free, for the sentence to be dated by.
        found.add(
            Mention(start=match.start(), end=match.end("number"),
                    text=text[match.start() : match.end("number")], thing=Thing.ROLL_CALL,
                    key=known[0] if len(known) == 1 else "", name=match[0], options=tuple(known))
        )  # fmt: skip


def _committees(text: str, index: Index, found: Found) -> None:
    for match in _COMMITTEE_ID.finditer(text):
        found.add(Mention(start=match.start(), end=match.end(), text=match[0],
                          thing=Thing.COMMITTEE, key=match[0], name=match[0]))  # fmt: skip
    if not index.networks and not index.committees:
        return
    told: set[str] = set()
    runs = list(_runs(text, most=8))
    for place, end, said in runs:
        form = fold(re.sub(r"['’]s?$", "", said))
        if form in index.committees and _is_committee(text, place, end, said):
            told.add(form)
    for place, end, said in runs:
        form = fold(re.sub(r"['’]s?$", "", said))
        if re.fullmatch(r"(?:\w ){2,}\w", form):
            # D.C.C.C.
            form = form.replace(" ", "")
        bare = form.removeprefix("the ")
        known = index.networks.get(bare)
        named = index.committees.get(form) or index.committees.get(bare)
        if (not known and not named) or found.taken(place, end):
            continue
        if known and not (named and len(bare.split()) > 2):
            found.add(
                Mention(start=place, end=end, text=said, thing=Thing.NETWORK, key=known[0],
                        name=known[1], options=tuple(sorted({one for one, _ in named or ()})))
            )  # fmt: skip
        elif named and {form, bare} & told:
            ids = tuple(sorted({one for one, _ in named}))
            found.add(
                Mention(start=place, end=end, text=said, thing=Thing.COMMITTEE,
                        key=ids[0] if len(ids) == 1 else "", name=named[0][1], options=ids)
            )  # fmt: skip


_SAYS_SO = re.compile(
    r"\b(?:PAC|Committee|Fund|Project|Action|Victory|Leadership|Majority|Association|Union)\b"
)


def _is_committee(text: str, start: int, end: int, said: str) -> bool:
    """Whether a committee is meant, and not a word that one is called by as well."""
    if len(said.split()) > 1 and _SAYS_SO.search(said):
        return True
    acts = re.match(
        r"!?\s+(?:has\s+|have\s+|had\s+)?(?:only\s+)?(?:raised|spent|took|gave|poured|pulled|put)\b",
        text[end:],
    )
    the = text[max(0, start - 4) : start].lower() == "the "
    # A word with a capital inside is a name made up, as committees bear them.
    made_up = re.search(r"[a-z][A-Z]", said) is not None
    if (
        (len(said.split()) > 1 and acts)
        or (made_up and acts)
        or (said.isupper() and len(said) >= 4 and (acts or the))
    ):
        return True
    if len(said) < 4 or fold(said) in words()["parties"] or said in _PLACES.values():
        return False
    after, before = text[end : end + 40], text[max(0, start - 40) : start]
    after, before = re.split(r"[.;!?]\s", after)[0], re.split(r"[.;!?]\s", before)[-1]
    near = re.match(r"\s*(?:,\s+(?:an?|the)\s+(?:[\w-]+\s+){0,4}|\s+)?(?:super\s+)?PACs?\b", after)
    told = re.search(
        r"(?:super\s+PACs?|PACs?|committee)\s*(?:,|called|named|known as)?\s*$", before
    )
    return bool(near or told)


_JOIN = re.compile(r"[ \t\u00a0]+(?:(?:de|la|van|von|del|der|of|for|the|and|in|to|on)[ \t]+){0,2}")
_PLAIN_JOIN = re.compile(r"[ \t\u00a0]+(?:(?:de|la|las|los|van|von|del|der|di|da)[ \t]+){0,2}")


def _runs(text: str, *, most: int, join: re.Pattern[str] = _JOIN) -> list[tuple[int, int, str]]:
    """Runs of at most `most` capitalised words, the longest first at each place."""
    tokens = [(m.start(), m.end()) for m in CAPITALISED.finditer(text)]
    made = []
    for first, (start, _) in enumerate(tokens):
        ends = [tokens[first][1]]
        for (_, before), (begin, end) in zip(tokens[first:], tokens[first + 1 :], strict=False):
            if len(ends) >= most or not join.fullmatch(text[before:begin]):
                break
            if text[before - 1] == "." and not _initial(text[:before]):
                break
            ends.append(end)
        for end in reversed(ends):
            stop = end
            while text[stop - 1] in ".’'-" and stop > start + 1:
                stop -= 1
            made.append((start, stop, text[start:stop]))
    return made


def _initial(before: str) -> bool:
    """Whether the word that ends here is an initial or a short title: M., Jr., Rep."""
    word = re.search(r"[\w.]+$", before[-8:])
    return word is not None and len(word[0]) <= 5


def _people(text: str, index: Index, found: Found) -> None:
    done = 0
    for place, end, said in _runs(text, most=5, join=_PLAIN_JOIN):
        if place < done or " " not in said:
            continue
        bare = re.sub(r"['’]s?$", "", said)
        parts = bare.split()
        first = fold(parts[0])
        if first in words()["member_titles"] | words()["other_titles"] or not first:
            continue
        fitting = _fits(index, bare)
        if not fitting:
            continue
        if found.taken(place, end):
            continue
        key = fitting[0].key if len(fitting) == 1 else ""
        mention = Mention(
            start=place,
            end=place + len(bare),
            text=bare,
            thing=Thing.PERSON,
            key=key,
            name=fitting[0].name if key else bare,
            options=tuple(f"{one.name} ({one.key})" for one in fitting),
        )
        found.add(mention)
        if not key:
            found.candidates[mention.start, mention.end] = fitting
        done = end
    for match in re.finditer(r"\b[A-Z]{3,4}\b", text):
        known = index.by_initials.get(match[0], [])
        if len(known) == 1 and not found.taken(match.start(), match.end()):
            found.add(
                Mention(start=match.start(), end=match.end(), text=match[0], thing=Thing.PERSON,
                        key=known[0].key, name=known[0].name, how="short")
            )  # fmt: skip


def _fits(index: Index, name: str) -> list[Known]:
    """The people whom a name fits: every word of it must be a word of theirs or a short form."""
    parts = [part for part in fold(name).split() if part not in SUFFIXES]
    if len(parts) < 2:
        return []
    fitting = [one for one in index.fitting(name) if _called(one, parts[0])]
    exact = [
        one for one in fitting
        if any({*key.given, *key.nicknames} & {parts[0]} for key in one.keys)
    ]  # fmt: skip
    return exact or fitting


def _called(known: Known, first: str) -> bool:
    """Whether a name that begins with this word may be the person's: no "Then Clay Higgins"."""
    forms = short_forms()
    own = {word for key in known.keys for word in (*key.given, *key.nicknames)}
    return (
        first in own
        or any(word[0] == first for word in own if len(first) == 1)
        or any(
            (len(word) > 2 and first.startswith(word))
            or (len(first) > 2 and word.startswith(first))
            for word in own
        )
        or any(
            forms.get(first, frozenset({first})) & forms.get(word, frozenset({word}))
            for word in own
        )
        or (len(first) == 2 and any(word[0] == first[0] for word in own))
    )


def _presidential(text: str, index: Index, found: Found) -> None:
    """Surnames of candidates for President whose votes by district the record has."""
    if not index.presidential:
        return
    others = {
        fold(one.text).split()[-1]
        for one in found.mentions
        if one.thing is Thing.PERSON and " " in one.text and _of_the_house(index, one, found)
    }
    for match in CAPITALISED.finditer(text):
        said = re.sub(r"['’]s?$", "", match[0]).rstrip(".,-’'")
        name = fold(said)
        end = match.start() + len(said)
        if name not in index.presidential:
            continue
        holder = next((one for one in found.mentions if one.end == end or
                       (one.start <= match.start() < one.end)), None)  # fmt: skip
        if holder is not None and holder.thing is not Thing.PERSON:
            continue
        if holder is not None and _of_the_house(index, holder, found):
            continue
        if holder is None and name in others:
            continue
        if holder is not None:
            found.mentions.remove(holder)
            found.candidates.pop((holder.start, holder.end), None)
        found.add(
            Mention(start=holder.start if holder else match.start(), end=end,
                    text=text[holder.start if holder else match.start() : end],
                    thing=Thing.PRESIDENTIAL, key=name, name=said,
                    options=(holder.key,) if holder and holder.key else ())
        )  # fmt: skip


def _of_the_house(index: Index, one: Mention, found: Found) -> bool:
    """Whether a name is of somebody who stood for the House since the districts' votes are known."""
    known = index.people.get(one.key)
    if known is None:
        return any(_files(other) for other in found.candidates.get((one.start, one.end), ()))
    return _files(known)


def _files(known: Known) -> bool:
    """Whether somebody filed or sat for the House since then."""
    files = bool(known.bioguide) or any(one.startswith("H") for one in known.fec_ids)
    return files and any(year >= 2008 for _, year in known.races)


def _states(text: str, found: Found) -> None:
    forms = _state_forms()
    for match in _district_forms()[3].finditer(text):
        if not found.taken(match.start(), match.end()):
            found.add(
                Mention(start=match.start(), end=match.end(), text=match[0], thing=Thing.STATE,
                        key=forms.get(re.sub(r"\s+", " ", match[0]), ""), name=match[0])
            )  # fmt: skip
