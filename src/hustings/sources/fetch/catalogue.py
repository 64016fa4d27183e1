"""The catalogue: which addresses a request for a publisher's files means.

The addresses are data: one YAML file a request (`fec`, `voteview`, …) in the folder `_addresses`,
each with the page where the publisher describes the file and with who vouches for the address.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import product
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from hustings.errors import Fault, RequestError
from hustings.sources.fetch import scopes
from hustings.sources.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A free key that a publisher wants with each request, taken from the environment.

    It is sent as the query parameter `parameter` and never written down or shown.
    """

    parameter: str
    variable: str
    sign_up: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """One file to fetch: its official address, the page it belongs to, its scope, its name.

    source: the id of the page (`fec.weball`), or "" where no page reads it yet. name: the file
    name to keep. hint: what to do when the publisher has no such file. alternatives: the same
    thing under other addresses, tried in order after a 404.
    """

    url: str
    source: str
    scope: dict[str, str]
    name: str
    hint: str = ""
    key: Key | None = None
    alternatives: tuple[Download, ...] = ()

    def __post_init__(self) -> None:
        plain = PurePath(self.name).name == self.name != "" and self.name.isprintable()
        if not plain or self.name.startswith(".") or "\\" in self.name:
            raise RequestError(f"{self.name!r} is not a plain file name.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A file that a publisher offers, with places for the scope in its address and name.

    pages: the ids of the pages that may read it. needs: scope parts without which there is no
    address. first, last: the periods (cycle, year,
    Congress) that it exists for. only_if: meant only when the request says so. each: a part left
    open means all of these values. tries: a part left open means the first of these values that
    the publisher has. lookup: more parts, by the period. seen: who vouches for the address.
    """

    key: str
    url: str
    name: str
    seen: str
    pages: tuple[str, ...] = ()
    about: str = ""
    hint: str = ""
    needs: tuple[str, ...] = ()
    scope: dict[str, str] = field(default_factory=dict)
    first: int = 0
    last: int | None = None
    only_if: dict[str, str] = field(default_factory=dict)
    each: dict[str, list[str]] = field(default_factory=dict)
    tries: dict[str, list[str]] = field(default_factory=dict)
    lookup: dict[str, dict[int, int]] = field(default_factory=dict)
    key_from: dict[str, str] = field(default_factory=dict)

    def covers(self, period: str) -> bool:
        """Whether the publisher has the file for a period ("" where periods mean nothing)."""
        if not period:
            return True
        known = all(int(period) in values for values in self.lookup.values())
        over = self.last is not None and int(period) > self.last
        return known and not over and int(period) >= self.first


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """What one word of a request means: its files and the scope it accepts, part by part."""

    what: str
    title: str
    about: str
    accepts: dict[str, str]
    files: tuple[Offer, ...]
    period: str = ""
    hint: str = ""
    defaults: dict[str, str] = field(default_factory=dict)

    def usage(self) -> str:
        """The parts of the scope with what each is, for a message."""
        return "; ".join(f"{part}=… ({meaning})" for part, meaning in self.accepts.items())


def plan(what: str, **scope: object) -> list[Download]:
    """The downloads that a request means, such as `plan("fec", cycle=2024)`.

    Files that the publisher does not have for the period are left out. Raises RequestError, which
    lists what exists, for an unknown word, an unknown or missing part of the scope, a value that
    makes no sense, or a period for which there is nothing at all.
    """
    known = books()
    if what not in known:
        raise RequestError(
            f"nothing to fetch is called {what!r}.",
            next_step="Known: "
            + "; ".join(f"{book.what} ({book.title})" for book in known.values()),
        )
    book = known[what]
    asked = {**book.defaults, **_checked(book, scope)}
    offers = _meant(book, asked)
    missing = [part for part in book.accepts if any(part in _missing(o, asked) for o in offers)]
    if missing:
        raise RequestError(
            f"to fetch {what}, {' and '.join(missing)} must be given.",
            next_step=f"It takes {book.usage()}.",
        )
    period = asked.get(book.period, "")
    there = [offer for offer in offers if offer.covers(period)]
    if not there:
        raise RequestError(
            f"{what} has nothing for {book.period} {period}.",
            next_step="; ".join(f"{offer.key}: {_span(offer)}" for offer in offers) + ".",
        )
    return [download for offer in there for download in _downloads(book, offer, asked)]


_TUPLES = ("needs", "pages")


@cache
def books() -> dict[str, Book]:
    """All books by the word that asks for them, read once."""
    import yaml

    folder = resources.files(__package__) / "_addresses"
    found = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            files = tuple(
                Offer(**{**entry, **{part: tuple(entry.get(part, ())) for part in _TUPLES}})
                for entry in raw["files"]
            )
            book = Book(**{**raw, "files": files})
        except (KeyError, TypeError) as problem:
            raise Fault(f"{path.name}: {problem}") from problem
        found[book.what] = book
    return found


def _meant(book: Book, asked: dict[str, str]) -> list[Offer]:
    """The offers that the request chooses: by name, or those whose conditions it fulfils."""
    if "only" in asked:
        wanted = [name.strip() for name in asked["only"].split(",") if name.strip()]
        known = {offer.key: offer for offer in book.files}
        unknown = [name for name in wanted if name not in known]
        if unknown or not wanted:
            raise RequestError(
                f"{book.what} has no file called {', '.join(unknown) or '(nothing)'}.",
                next_step=f"Known: {', '.join(known)}.",
            )
        return [offer for offer in book.files if offer.key in wanted]
    return [
        offer
        for offer in book.files
        if all(asked.get(part, "no") == value for part, value in offer.only_if.items())
    ]


def _missing(offer: Offer, asked: dict[str, str]) -> list[str]:
    return [part for part in offer.needs if part not in asked]


def _span(offer: Offer) -> str:
    ends = [offer.last] if offer.last else [max(values) for values in offer.lookup.values()]
    return f"{offer.first} to {min(ends)}" if ends else f"{offer.first} on"


def _downloads(book: Book, offer: Offer, asked: dict[str, str]) -> Iterator[Download]:
    """A download for each value of the parts that the request leaves open."""
    open_parts = [part for part in offer.each if part not in asked]
    for values in product(*(offer.each[part] for part in open_parts)):
        given = {**asked, **dict(zip(open_parts, values, strict=True))}
        ways = (
            [{}]
            if not offer.tries
            else [
                {part: value}
                for part, choices in offer.tries.items()
                for value in ([given[part]] if part in given else choices)
            ]
        )
        first, *others = [_download(book, offer, {**given, **way}) for way in ways]
        yield replace(first, alternatives=tuple(others))


def _download(book: Book, offer: Offer, asked: dict[str, str]) -> Download:
    words = {**asked, **scopes.spellings(asked), "key": offer.key, "first": str(offer.first)}
    for part, values in offer.lookup.items():
        words[part] = str(values[int(asked[book.period])])
    try:
        name = offer.name.format_map(words)
        source, told = _source(offer, name)
        return Download(
            url=offer.url.format_map(words),
            source=source,
            scope={part: text.format_map(words) for part, text in offer.scope.items()} | told,
            name=name,
            hint=(offer.hint or book.hint).format_map(words),
            key=Key(**offer.key_from) if offer.key_from else None,
        )
    except KeyError as problem:
        raise Fault(f"the address of {book.what} {offer.key} lacks {problem}") from problem


def _checked(book: Book, scope: dict[str, object]) -> dict[str, str]:
    """The scope in one spelling. Raises RequestError for a part or a value that makes no sense."""
    unknown = [part for part in scope if part not in book.accepts]
    if unknown:
        raise RequestError(
            f"{book.what} takes no {', '.join(unknown)}.", next_step=f"It takes {book.usage()}."
        )
    given = {part: str(value).strip() for part, value in scope.items() if value is not None}
    asked = {part: scopes.check(part, value) for part, value in given.items() if value}
    if "round" in book.accepts and "round" not in asked and "date" in asked:
        asked |= scopes.round_of(asked["date"])
    return asked


def _source(offer: Offer, name: str) -> tuple[str, dict[str, str]]:
    """The page that reads the file, with the scope that it reads from the name; "" if none does."""
    there = [pages()[page] for page in offer.pages if page in pages()]
    for page in there:
        told = page.match(name.removesuffix(".zip"))
        if told is not None:
            return page.id, {part: told[part] for part in page.scope if part in told}
    return (there[0].id if there else ""), {}
