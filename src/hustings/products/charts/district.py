"""The district among its neighbours: an outline map, drawn flat at the middle latitude."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from math import cos, radians
from typing import TYPE_CHECKING, Final

from hustings.products import words
from hustings.products.charts.base import (
    NARROW,
    PALETTE,
    SVG,
    WIDE,
    Chart,
    newest,
    sources,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from hustings.products.dossier import DistrictPart

#: How much land beyond the district is shown on each side, as a share of its longer side.
AROUND: Final = 0.42
#: Height of the drawing against its width, at least and at most.
LOW, HIGH = 0.5, 0.66
MILES_A_DEGREE: Final = 69.17  # of latitude: 111.32 km
SCALES: Final = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """A district in pixels, with the words on it; `room` is the radius free around its middle."""

    name: str
    member: str
    own: bool
    shape: BaseGeometry
    x: float
    y: float
    room: float


def district_map(name: str, district: DistrictPart, member: str) -> Chart | None:
    """The map; None if the record has no outline of the district itself."""
    if not any(one["district"] == name for one in district.outlines):
        return None
    neighbours = [one["district"] for one in district.outlines if one["district"] != name]
    beside = ", ".join(
        f"{one} ({district.members[one].text})" if one in district.members else one
        for one in neighbours
    )
    alt_text = f"Outline map of {name}" + (f", which borders on {beside}." if beside else ".")
    lines = [district.neighbours] if district.neighbours else []
    through = newest(lines)
    return Chart(
        id="district-map",
        title=f"{name} among its neighbours",
        note=f"Lines in force for the {words.ordinal(district.congress)} Congress"
        + (f", as of {through}" if through else "")
        + ". Outlines are simplified: not for deciding which side of a street is in."
        + (" Names are those who held the seats when the race was run." if beside else ""),
        source=sources(lines),
        alt=alt_text,
        wide=_draw(name, district, member, alt_text, WIDE),
        narrow=_draw(name, district, member, alt_text, NARROW),
    )


def _draw(name: str, district: DistrictPart, member: str, alt_text: str, width: int) -> str:
    places, height, scale = _project(name, district, member, width)
    parts = [
        f'<svg xmlns="{SVG}" viewBox="0 0 {width} {height}" role="img"',
        f' aria-label="{escape(alt_text)}" font-family="system-ui, sans-serif">',
        f'<rect width="{width}" height="{height}" fill="{_colour("paper")}"/>',
    ]
    for place in sorted(places, key=lambda one: one.own):
        fill = "land" if place.own else "beyond"
        stroke, thick = ("ink", 1.8) if place.own else ("line", 1)
        parts.append(
            f'<path d="{_path(place.shape)}" fill="{_colour(fill)}" stroke="{_colour(stroke)}" '
            f'stroke-width="{thick}" stroke-linejoin="round" fill-rule="evenodd"/>'
        )
    parts += _labels(places, width, height)
    parts += _scale_bar(scale, width, height)
    return "".join([*parts, "</svg>"])


def _colour(name: str) -> str:
    return f"var(--c-{name},{PALETTE[name]})"


def _project(
    name: str, district: DistrictPart, member: str, width: int
) -> tuple[list[_Place], int, float]:
    """Districts in pixels, the height of the drawing, and pixels a mile."""
    from shapely import affinity, maximum_inscribed_circle
    from shapely.geometry import box, shape

    shapes = {one["district"]: shape(json.loads(one["outline"])) for one in district.outlines}
    west, _, east, _ = shapes[name].bounds
    if east - west > 180:  # the Aleutians cross the day line
        shapes = {key: _eastward(one) for key, one in shapes.items()}
    west, south, east, north = shapes[name].bounds
    shrink = cos(radians((south + north) / 2))
    flat = {
        key: affinity.affine_transform(one, [shrink, 0, 0, -1, 0, 0]) for key, one in shapes.items()
    }
    left, top, right, bottom = flat[name].bounds
    around = AROUND * max(right - left, bottom - top) if len(flat) > 1 else 0.05 * (right - left)
    left, top, right, bottom = left - around, top - around, right + around, bottom + around
    low, high = (LOW, HIGH) if width == WIDE else (HIGH, 1.15)
    ratio = min(max((bottom - top) / (right - left), low), high)
    # The frame grows to the ratio; it never cuts the district.
    wide = max(right - left, (bottom - top) / ratio)
    scale = width / wide
    height = round(wide * ratio * scale)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    frame = box(0, 0, width, height)
    places = []
    for key, one in flat.items():
        moved = affinity.affine_transform(
            one, [scale, 0, 0, scale, width / 2 - middle_x * scale, height / 2 - middle_y * scale]
        ).simplify(0.4)
        seen = moved.buffer(0).intersection(frame.buffer(-8))
        if seen.is_empty:
            continue
        largest = max(getattr(seen, "geoms", [seen]), key=lambda part: part.area)
        if largest.area == 0:
            continue
        circle = maximum_inscribed_circle(largest, tolerance=1)
        x, y = circle.coords[0]
        holder = (
            member
            if key == name
            else (district.members[key].text if key in district.members else "")
        )
        places.append(
            _Place(name=key, member=holder, own=key == name,
                   shape=moved.buffer(0).intersection(frame.buffer(20)), x=x, y=y,
                   room=circle.length)
        )  # fmt: skip
    return places, height, scale / MILES_A_DEGREE


def _eastward(one: BaseGeometry) -> BaseGeometry:
    """Land beyond the day line where it belongs, west of 180 degrees."""
    from shapely import affinity
    from shapely.geometry import GeometryCollection
    from shapely.ops import unary_union

    parts = [
        affinity.translate(part, xoff=-360) if part.bounds[0] > 0 else part
        for part in getattr(one, "geoms", GeometryCollection([one]).geoms)
    ]
    return unary_union(parts)


def _path(shape: BaseGeometry) -> str:
    """Rings as one SVG path, to the tenth of a pixel."""
    rings: list[str] = []
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in list(ring.coords)[:-1])
            rings.append(f"M{points}Z")
    return "".join(rings)


def _labels(places: list[_Place], width: int, height: int) -> Iterator[str]:
    """Numbers, and below them names where there is room; the district's own comes first."""
    taken: list[tuple[float, float, float, float]] = []
    for place in sorted(places, key=lambda one: (not one.own, -one.room)):
        size = 15 if place.own else 13
        lines = [(place.name, size, 700 if place.own else 600)]
        if place.member and place.room > 24:
            lines.append((place.member, 12, 400))
        while lines:
            wide = max(text_width(text, points) for text, points, _ in lines)
            tall = sum(points + 4 for _, points, _ in lines)
            box = (place.x - wide / 2, place.y - tall / 2, place.x + wide / 2, place.y + tall / 2)
            inside = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
            fits = place.own or wide / 2 < place.room * 1.9
            if inside and fits and not any(_touch(box, other) for other in taken):
                taken.append(box)
                yield from _lines(place, lines, tall)
                break
            lines.pop()


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        one[0] < other[2] + 3 and other[0] < one[2] + 3
        and one[1] < other[3] + 1 and other[1] < one[3] + 1
    )  # fmt: skip


def _lines(place: _Place, lines: list[tuple[str, int, int]], tall: float) -> Iterator[str]:
    y = place.y - tall / 2
    for text, size, weight in lines:
        y += size + 2
        yield (
            f'<text x="{place.x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
            f'text-anchor="middle" fill="{_colour("ink" if place.own else "muted")}" '
            f'stroke="{_colour("land" if place.own else "beyond")}" stroke-width="3">'
            f"{escape(text)}</text>"
        )
        y += 2


def _scale_bar(pixels_a_mile: float, width: int, height: int) -> Iterator[str]:
    """A bar of a round number of miles, at most a fifth of the width."""
    fitting = [miles for miles in SCALES if miles * pixels_a_mile <= width / 5]
    if not fitting:
        return
    miles = fitting[-1]
    long = miles * pixels_a_mile
    said = f"{miles:g} {'mile' if miles == 1 else 'miles'}"
    x, y = 12.0, height - 14.0
    yield (
        f'<path d="M{x},{y - 4}V{y}H{x + long:.1f}V{y - 4}" fill="none" '
        f'stroke="{_colour("muted")}" stroke-width="1.2"/>'
        f'<text x="{x + 2}" y="{y - 6}" font-size="11.5" fill="{_colour("muted")}" '
        f'stroke="{_colour("beyond")}" stroke-width="3">{said}</text>'
    )
