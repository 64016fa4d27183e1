"""Reads a page as a browser would, without a browser: elements, ids, addresses, nesting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "base", "wbr"}
#: SVG shapes are written as empty elements.
SHAPES = {"path", "rect", "circle", "line", "g", "text"}
BLOCKS = {"p", "ul", "ol", "dl", "div", "table", "section", "article", "figure", "pre", "h1", "h2",
          "h3", "header", "footer", "nav", "main"}  # fmt: skip
ADDRESSES = {"src", "href", "srcset", "data", "action", "poster", "background", "xlink:href"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def __iter__(self):
        yield self
        for child in self.children:
            yield from child

    @property
    def text(self) -> str:
        """The text in it and below it, in order, with single spaces."""
        return " ".join("".join(self._flat()).split())

    def _flat(self):
        for piece in self.pieces:
            if isinstance(piece, Element):
                yield from piece._flat()
            else:
                yield piece

    def all(self, tag: str = "", **wanted: str) -> list[Element]:
        """Elements below by tag and attributes; `cls` is one of the classes."""
        cls = wanted.pop("cls", None)
        return [
            one
            for one in self
            if one is not self
            and (not tag or one.tag == tag)
            and (cls is None or cls in one.attributes.get("class", "").split())
            and all(one.attributes.get(name) == value for name, value in wanted.items())
        ]

    def inside(self, *tags: str) -> bool:
        above = self.parent
        while above is not None:
            if above.tag in tags:
                return True
            above = above.parent
        return False


class Page(HTMLParser):
    """A parsed page; `faults` are the ways in which it is not well formed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.at = self.root
        self.faults: list[str] = []
        self.doctype = ""
        self.feed(text)
        self.close()
        if self.at is not self.root:
            self.faults.append(f"<{self.at.tag}> is not closed")

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        if tag in BLOCKS and self._within("p", made):
            self.faults.append(f"<{tag}> inside <p>: {attrs}")
        if tag == "a" and made.inside("a", "button"):
            self.faults.append("a link inside a link")
        self.at.children.append(made)
        self.at.pieces.append(made)  # type: ignore[arg-type]
        if tag not in VOID:
            self.at = made

    def _within(self, tag: str, made: Element) -> bool:
        return made.inside(tag) and not made.inside("svg")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self.at.tag:
            self.faults.append(f"</{tag}> closes <{self.at.tag}>")
            return
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.pieces.append(data)

    @property
    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self.root if "id" in one.attributes]

    def by_id(self, name: str) -> Element:
        return next(one for one in self.root if one.attributes.get("id") == name)

    def addresses(self) -> list[tuple[str, str, str]]:
        """What the page could fetch or lead to: tag, attribute, address; url() in styles too."""
        found = [
            (one.tag, name, value)
            for one in self.root
            for name, value in one.attributes.items()
            if name in ADDRESSES
        ]
        for one in self.root:
            styles = [one.attributes.get("style", "")]
            styles += [one.text] if one.tag == "style" else []
            styles += [value for name, value in one.attributes.items() if "url(" in value]
            for said in styles:
                found += [
                    (one.tag, "url()", at) for at in re.findall(r"url\([^)]*\)|@import.*", said)
                ]
        return found
