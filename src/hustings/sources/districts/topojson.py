"""TopoJSON unfolded: features whose borders are shared arcs become GeoJSON features.

The specification is https://github.com/topojson/topojson-specification (1.0): arcs are lists of
steps on a grid of whole numbers, and a ring is a list of arcs, those with a negative number
(~n) walked backwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hustings.errors import SourceError
from hustings.sources.checked import Unreadable, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

#: Points of all rings of one shape together. Arcs may be used again and again, so that a small
#: file could unfold without bound.
MOST_POINTS: Final = 2_000_000


def features(topology: dict[str, Any], where: str) -> tuple[list[Any], list[Any]]:
    """The objects of a topology and its arcs. Raises SourceError if there is not one collection."""
    objects = topology.get("objects")
    collections = [
        item
        for item in (objects.values() if isinstance(objects, dict) else ())
        if isinstance(item, dict) and isinstance(item.get("geometries"), list)
    ]
    if len(collections) != 1 or not isinstance(topology.get("arcs"), list):
        raise SourceError(
            f"it has {len(collections)} collections of shapes, and one is looked for.", where=where
        )
    scale, translate = _transform(topology.get("transform"), where)
    arcs = [_arc(arc, scale, translate) for arc in topology["arcs"]]
    return collections[0]["geometries"], arcs


def unfolded(shape: dict[str, Any], arcs: list[Any]) -> dict[str, Any]:
    """The GeoJSON geometry of one shape. Raises Unreadable for arcs that are not there."""
    kind, rings = shape.get("type"), shape.get("arcs")
    budget = [MOST_POINTS]
    if kind == "Polygon":
        return {"type": kind, "coordinates": _rings(rings, arcs, budget)}
    if kind == "MultiPolygon" and isinstance(rings, list):
        return {"type": kind, "coordinates": [_rings(part, arcs, budget) for part in rings]}
    raise Unreadable(f"geometry type {shown(kind)} is neither Polygon nor MultiPolygon")


def _transform(transform: object, where: str) -> tuple[Numbers | None, Numbers | None]:
    if transform is None:
        return None, None
    told = transform if isinstance(transform, dict) else {}
    try:
        scale, translate = _numbers(told["scale"]), _numbers(told["translate"])
    except (KeyError, TypeError, ValueError) as problem:
        raise SourceError(
            "its transform is not a scale and a translation.", where=where
        ) from problem
    if scale.shape != (2,) or translate.shape != (2,):
        raise SourceError("its transform is not of two dimensions.", where=where)
    return scale, translate


def _numbers(values: object) -> Numbers:
    found = np.array(values)
    if found.dtype.kind not in "iuf":
        raise ValueError("not numbers")
    return found.astype(np.float64)


def _arc(arc: object, scale: Numbers | None, translate: Numbers | None) -> Numbers | None:
    """An arc's points, or None for what is none: only the shapes that use it are rejected."""
    try:
        points = _numbers(arc)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    if points.ndim != 2 or points.shape[1] < 2:
        return None
    points = points[:, :2]
    if scale is None or translate is None:
        return points
    unfolded: Numbers = np.cumsum(points, axis=0) * scale + translate
    return unfolded


def _rings(rings: object, arcs: list[Any], budget: list[int]) -> list[Any]:
    if not isinstance(rings, list):
        raise Unreadable(f"arcs {shown(rings)} is not a list of rings")
    return [_ring(ring, arcs, budget) for ring in rings]


def _ring(numbers: object, arcs: list[Any], budget: list[int]) -> list[Any]:
    if not isinstance(numbers, list):
        raise Unreadable(f"a ring {shown(numbers)} is not a list of arcs")
    points: list[Any] = []
    for number in numbers:
        whole = isinstance(number, int) and not isinstance(number, bool)
        index = (~number if number < 0 else number) if whole else len(arcs)
        if index >= len(arcs) or arcs[index] is None:
            raise Unreadable(f"there is no arc {shown(number)}")
        arc = arcs[index][::-1] if number < 0 else arcs[index]
        # The end of an arc is the beginning of the next.
        stretch = arc[1:] if points else arc
        budget[0] -= len(stretch)
        if budget[0] < 0:
            raise Unreadable(f"it unfolds to more than {MOST_POINTS:,} points")
        points.extend(stretch.tolist())
    return points
