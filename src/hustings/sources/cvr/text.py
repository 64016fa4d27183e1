"""The bytes of a cast vote record as text, JSON or XML; what is too large or hostile is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hustings.errors import SourceError

#: A state's ballots are some tens of megabytes as text; trees in memory take many times more.
MOST_TEXT: Final = 1 << 30
MOST_TREE: Final = 256 << 20
_TYPE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"


def bytes_of(path: Path, most: int = MOST_TEXT) -> bytes:
    """The bytes of a file. Raises SourceError if it is not there, or larger than `most`."""
    try:
        size = path.stat().st_size
        if size > most:
            raise SourceError(
                f"{size:,} bytes are more than the {most:,} that are read at once.", where=str(path)
            )
        return path.read_bytes()
    except OSError as wrong:
        raise SourceError(
            f"the file cannot be read: {wrong.strerror or wrong}.", where=str(path)
        ) from None


def text_of(data: bytes, where: str) -> str:
    """UTF-8 text, with or without a byte-order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise SourceError(
            f"byte {wrong.start:,} is not UTF-8 text.",
            where=where,
            next_step="Save the file as CSV in UTF-8; a spreadsheet cannot be read as it is.",
        ) from None


def rows_of(data: bytes, where: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their line numbers; only lines without any cell are left out.

    A row of blank cells is a row: it may be a ballot on which nothing was marked.
    """
    reader = csv.reader(io.StringIO(text_of(data, where), newline=""), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as wrong:
        raise SourceError(f"line {reader.line_num}: {wrong}.", where=where) from None


def json_of(data: bytes, where: str) -> Any:
    """The value of a JSON file."""
    _small_enough(data, where)
    try:
        return json.loads(text_of(data, where))
    except ValueError as wrong:
        raise SourceError(f"the file is not JSON: {wrong}.", where=where) from None
    except RecursionError:
        raise SourceError("the JSON is nested too deeply.", where=where) from None


def xml_of(data: bytes, where: str) -> Element:
    """The root of an XML file. Document types and entities are refused, whatever they hold."""
    _small_enough(data, where)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SourceError(
            "the XML declares a document type or entities, which Hustings does not read.",
            where=where,
            next_step="Take the declaration out if you trust the file.",
        ) from None
    except (ParseError, ValueError, LookupError) as wrong:
        raise SourceError(f"the file is not XML: {wrong}.", where=where) from None
    return root


def tree_of(element: Element) -> Any:
    """An XML element as JSON has it: text, or a map of lists; ids and types as '@id', '@type'."""
    todo: list[tuple[Element, dict[str, list[Any]]]] = []
    top: dict[str, list[Any]] = {}
    todo.append((element, top))
    while todo:
        parent, into = todo.pop()
        if "ObjectId" in parent.attrib:
            into["@id"] = [parent.attrib["ObjectId"]]
        if _TYPE in parent.attrib:
            into["@type"] = [parent.attrib[_TYPE]]
        for child in parent:
            name = child.tag.rpartition("}")[2]
            if len(child) or child.attrib:
                below: dict[str, list[Any]] = {}
                into.setdefault(name, []).append(below)
                todo.append((child, below))
            else:
                into.setdefault(name, []).append((child.text or "").strip())
    return top


def _small_enough(data: bytes, where: str) -> None:
    if len(data) > MOST_TREE:
        raise SourceError(
            f"{len(data):,} bytes are more than the {MOST_TREE:,} that are read as one tree.",
            where=where,
            next_step="Export the contest in parts, or as CSV.",
        )
