"""Shapes of districts: checked polygons, areas, simplified outlines and shared borders.

Coordinates are WGS 84 longitude and latitude in degrees (NAD 83, in which the Census writes, lies
within two metres of it). Borders are computed inside one file only: shapes of two publishers do
not share their corners.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import Geometry, MultiPolygon, Polygon

from hustings.sources.checked import Unreadable, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Shapes = NDArray[np.object_]

#: Length of a degree of latitude on a sphere of the Earth's mean radius, 6,371.009 km.
KM_A_DEGREE: Final = 111.195
#: An outline for drawing has at most so many corners.
MOST_POINTS: Final = 400
DIGITS: Final = 5
#: Two districts that meet in a corner run within the tolerance of each other for about twice its
#: length; only what is longer than this many tolerances is a border.
CORNER: Final = 4
#: Nor is what is shorter than ten metres.
LEAST_KM: Final = 0.01

# The WGS 84 ellipsoid: half its longer axis in kilometres, and its eccentricity.
_A, _E = 6378.137, 0.0818191908426


def polygons(geometry: object) -> Geometry:
    """The shapely polygons of a GeoJSON Polygon or MultiPolygon, repaired where rings cross.

    Raises Unreadable for anything else: other types, rings that do not close, coordinates that
    are no longitude and latitude, and shapes that enclose nothing.
    """
    if not isinstance(geometry, dict):
        raise Unreadable(f"geometry {shown(geometry)} is not a geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise Unreadable(f"geometry type {shown(kind)} is neither Polygon nor MultiPolygon")
    if not isinstance(coordinates, list) or not coordinates:
        raise Unreadable("the geometry has no coordinates")
    parts = []
    for rings in coordinates:
        if not isinstance(rings, list) or not rings:
            raise Unreadable("a polygon has no rings")
        shell, *holes = [_ring(ring) for ring in rings]
        parts.append(Polygon(shell, holes))
    return _whole(parts[0] if len(parts) == 1 else MultiPolygon(parts))


def _ring(points: object) -> Numbers:
    """The corners of one closed ring. Raises Unreadable."""
    try:
        corners = np.array(points)
    except (ValueError, TypeError, OverflowError, RecursionError):
        corners = np.array(None)
    if corners.ndim != 2 or corners.shape[1] not in (2, 3) or corners.dtype.kind not in "iuf":
        raise Unreadable(f"a ring {shown(points)} is not a list of longitudes and latitudes")
    corners = corners[:, :2].astype(np.float64)
    if not (np.isfinite(corners).all() and (np.abs(corners) <= (180, 90)).all()):
        raise Unreadable("a corner lies outside of 180 degrees of longitude and 90 of latitude")
    if len(corners) < 4:
        raise Unreadable(f"a ring of {len(corners)} points encloses nothing; it needs 4")
    if (corners[0] != corners[-1]).any():
        raise Unreadable("a ring does not close: its first and last points differ")
    return corners


def _whole(shape: Geometry) -> Geometry:
    """A valid shape of polygons alone. Raises Unreadable if nothing is left of it."""
    if not shapely.is_valid(shape):
        try:
            valid = shapely.make_valid(shape)
        except shapely.GEOSException as problem:
            raise Unreadable(f"its crossing rings cannot be repaired: {problem}") from problem
        repaired = shapely.get_parts(shapely.get_parts(valid))
        shape = shapely.multipolygons(repaired[shapely.get_type_id(repaired) == 3])
    if shapely.is_empty(shape) or shapely.area(shape) == 0:
        raise Unreadable("the geometry encloses nothing")
    return shape


def areas_km2(shapes: Shapes) -> Numbers:
    """Areas on the ellipsoid, by Lambert's equal-area cylinder (Snyder 1987, p. 81)."""

    def unrolled(points: Numbers) -> Numbers:
        sine = np.sin(np.radians(points[:, 1]))
        height = sine / (1 - (_E * sine) ** 2) + np.arctanh(_E * sine) / _E
        return np.column_stack([_A * np.radians(points[:, 0]), _A * (1 - _E**2) * height / 2])

    areas: Numbers = shapely.area(shapely.transform(shapes, unrolled))
    return areas


def outlines(shapes: Shapes) -> list[str]:
    """Each shape as the GeoJSON text of a simpler one, with at most MOST_POINTS corners.

    A shape that has no more is left as it is. The tolerance grows until corners are few enough;
    islands smaller than it go, the largest part stays. Outer rings run anticlockwise, as RFC 7946
    wants.
    """
    simple = shapes.copy()
    tolerance = np.sqrt(shapely.area(shapes)) / 500
    pending = np.flatnonzero(shapely.get_num_coordinates(shapes) > MOST_POINTS)
    while pending.size:
        simple[pending] = shapely.simplify(
            [_without_specks(shapes[i], tolerance[i]) for i in pending], tolerance[pending]
        )
        pending = pending[shapely.get_num_coordinates(simple[pending]) > MOST_POINTS]
        tolerance[pending] *= 1.4
    return [_geojson(shape) for shape in shapely.orient_polygons(simple)]


def _without_specks(shape: Geometry, tolerance: float) -> Geometry:
    parts = shapely.get_parts(shape)
    sizes = shapely.area(parts)
    kept = parts[(sizes >= 4 * tolerance**2) | (sizes == sizes.max())]
    return MultiPolygon(list(kept))


def _geojson(shape: Geometry) -> str:
    """GeoJSON text with rounded coordinates (five places are about a metre)."""
    parts = [
        [
            np.round(shapely.get_coordinates(ring), DIGITS).tolist()
            for ring in shapely.get_rings(part)
        ]
        for part in shapely.get_parts(shape)
    ]
    if len(parts) == 1:
        geometry = {"type": "Polygon", "coordinates": parts[0]}
    else:
        geometry = {"type": "MultiPolygon", "coordinates": parts}
    return json.dumps(geometry, separators=(",", ":"))


def shared_borders(shapes: Shapes, tolerance: float) -> list[tuple[int, int, float]]:
    """Pairs of shapes that share a border, and its length in kilometres, in order.

    A stretch is shared where one boundary runs within `tolerance` degrees of the other; the
    length is the mean of both sides. Where two merely meet in a corner there is no border.
    """
    if len(shapes) < 2:
        return []
    lines = shapely.boundary(shapes)
    first, second = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=tolerance)
    once = first < second
    first, second = first[once], second[once]
    near_first, near_second = _clipped(lines, first, second, 2 * tolerance)
    lengths = (
        _lengths_km(_along(near_first, near_second, tolerance))
        + _lengths_km(_along(near_second, near_first, tolerance))
    ) / 2
    least = max(CORNER * tolerance * KM_A_DEGREE, LEAST_KM)
    found = [
        (int(one), int(other), round(float(length), 3))
        for one, other, length in zip(first, second, lengths, strict=True)
        if length >= least
    ]
    return sorted(found)


def _clipped(
    lines: Shapes, first: NDArray[np.int64], second: NDArray[np.int64], margin: float
) -> tuple[Shapes, Shapes]:
    """Of each pair of lines the parts within both bounding boxes: most of a coast is far away."""
    boxes = shapely.bounds(lines)
    low = np.maximum(boxes[first, :2], boxes[second, :2]) - margin
    high = np.minimum(boxes[first, 2:], boxes[second, 2:]) + margin
    corners = np.hstack([low, high])
    clipped = [
        np.array(
            [shapely.clip_by_rect(lines[i], *box) for i, box in zip(side, corners, strict=True)],
            dtype=object,
        )
        for side in (first, second)
    ]
    return clipped[0], clipped[1]


def _along(lines: Shapes, others: Shapes, tolerance: float) -> Shapes:
    """Stretches of each line within the tolerance of its partner."""
    found: Shapes = shapely.intersection(lines, shapely.buffer(others, tolerance, quad_segs=2))
    return found


def _lengths_km(lines: Shapes) -> Numbers:
    """Lengths in kilometres; a degree of longitude shrinks with the cosine of the latitude."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    same = part[1:] == part[:-1]
    steps = points[1:] - points[:-1]
    shrink = np.cos(np.radians((points[1:, 1] + points[:-1, 1]) / 2))
    lengths = np.hypot(steps[:, 0] * shrink, steps[:, 1]) * KM_A_DEGREE
    totals = np.zeros(len(lines))
    np.add.at(totals, owner[part[:-1]][same], lengths[same])
    return totals
