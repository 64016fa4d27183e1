"""Outlines of districts and the borders between them, from GeoJSON or TopoJSON.

One unit is one district: a row of `district_shapes` and a row of `district_borders` for each
neighbour in the same file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from shapely import GEOSException

from hustings.errors import SourceError
from hustings.sources.checked import (
    Fields,
    LeftOut,
    Rows,
    Unreadable,
    refuse_unknown,
    scope_number,
    shown,
)
from hustings.sources.districts import topojson
from hustings.sources.districts.geometry import areas_km2, outlines, polygons, shared_borders
from hustings.sources.districts.lines import (
    cycle_of_congress,
    election_day,
    seat_of_geoid,
    seat_together,
)
from hustings.sources.events import Counted, Dated, Event, Loaded, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely import Geometry

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_FEATURE_PARTS: Final = {"type", "properties", "geometry", "id", "bbox"}
#: Names of systems of coordinates that are longitude and latitude.
_DEGREES = re.compile(r"4269|4326|CRS:?84|CRS:?83", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _District:
    """One district that could be read: its number in the file, its seat and its shape."""

    number: int
    seat: str
    shape: Geometry


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of a file of shapes; those that cannot be read come first."""
    if "congress" in scope:
        map_cycle = cycle_of_congress(scope_number(file, scope, "congress"))
    else:
        map_cycle = page.options["map_cycle"]
    units, arcs = _units(file, page)
    # Lines are known when an election is held on them, whenever a file was made of them.
    yield Dated(election_day(map_cycle))
    yield Counted(len(units), page.unit)
    districts: dict[str, _District] = {}
    for number, unit in enumerate(units, start=1):
        try:
            seat = _seat(unit, page, scope, map_cycle)
            _refuse_second(seat, districts)
            districts[seat] = _District(number, seat, _shape(unit, arcs))
        except LeftOut as reason:
            yield Skipped(number, str(reason))
        except Unreadable as problem:
            yield Rejected(number, shown(_properties(unit)), str(problem))
    found = list(districts.values())
    try:
        made = _rows(found, page, map_cycle)
    except GEOSException as problem:
        raise SourceError("its shapes cannot be measured.", where=file.path) from problem
    for district, rows in zip(found, made, strict=True):
        yield Loaded(district.number, rows)


def _units(file: SourceFile, page: Page) -> tuple[list[Any], list[Any] | None]:
    """The shapes of a file, and the arcs of a topology. Raises SourceError."""
    content = file.json()
    kind = content.get("type") if isinstance(content, dict) else None
    arcs: list[Any] | None = None
    if kind == "Topology":
        units, arcs = topojson.features(content, file.path)
        parts = _FEATURE_PARTS | {"arcs"}
    elif kind == "FeatureCollection" and isinstance(content.get("features"), list):
        units, parts = content["features"], _FEATURE_PARTS
        crs = content.get("crs")
        if crs is not None and not _DEGREES.search(shown(crs)):
            raise SourceError(
                "its coordinates are not longitude and latitude (WGS 84 or NAD 83).",
                where=file.path,
            )
    else:
        raise SourceError("it is neither a GeoJSON collection nor a topology.", where=file.path)
    for unit in units:
        stray = set(unit) - parts if isinstance(unit, dict) else set()
        if stray:
            raise SourceError(
                f"a shape has a part {shown(sorted(stray, key=shown)[0])} that is not known.",
                where=file.path,
            )
    refuse_unknown(file, page, {name for unit in units for name in _properties(unit)})
    return units, arcs


def _properties(unit: object) -> dict[str, Any]:
    properties = unit.get("properties") if isinstance(unit, dict) else None
    return properties if isinstance(properties, dict) else {}


def _seat(unit: object, page: Page, scope: Scope, map_cycle: int) -> str:
    """The seat of a shape, by the property that the page names. Raises Unreadable or LeftOut."""
    fields = Fields(_properties(unit))
    if "seat" in page.options:
        return seat_together(fields.text(page.options["seat"]), map_cycle)
    if not fields.blank("CDSESSN") and fields.text("CDSESSN") != scope.get("congress"):
        raise Unreadable(f"it is of the Congress {shown(fields.text('CDSESSN'))}")
    geoid = next((name for name in page.options["geoid"] if not fields.blank(name)), "GEOID")
    if fields.text(geoid).endswith("ZZ"):
        raise LeftOut("an area of water that belongs to no district")
    return seat_of_geoid(fields.text(geoid), map_cycle)


def _refuse_second(seat: str, districts: dict[str, _District]) -> None:
    if seat in districts:
        raise Unreadable(f"it is a second shape of {seat}")


def _shape(unit: dict[str, Any], arcs: list[Any] | None) -> Geometry:
    if arcs is not None:
        return polygons(topojson.unfolded(unit, arcs))
    return polygons(unit.get("geometry"))


def _rows(districts: list[_District], page: Page, map_cycle: int) -> list[Rows]:
    """Rows of each district: its shape, and its borders with the others of the file."""
    shapes = np.empty(len(districts), dtype=object)
    shapes[:] = [one.shape for one in districts]
    neighbours: dict[int, Rows] = defaultdict(list)
    for first, second, length in shared_borders(shapes, page.options["tolerance_degrees"]):
        for here, there in ((first, second), (second, first)):
            border = {
                "map_cycle": map_cycle,
                "district": districts[here].seat,
                "neighbour": districts[there].seat,
                "shared_km": length,
            }
            neighbours[here].append(("district_borders", border))
    rows: list[Rows] = []
    drawn = zip(districts, outlines(shapes), areas_km2(shapes), strict=True)
    for index, (district, outline, area) in enumerate(drawn):
        shape = {
            "map_cycle": map_cycle,
            "district": district.seat,
            "outline": outline,
            "area_km2": round(float(area), 3),
        }
        rows.append([("district_shapes", shape), *neighbours[index]])
    return rows
