"""Outlines of districts and their neighbours: real figures, geometry on made shapes, strictness."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from places_helpers import SHARED, VALUES, as_json, read, shared, spoiled, survives

from hustings.errors import SourceError
from hustings.sources.districts.geometry import (
    KM_A_DEGREE,
    MOST_POINTS,
    areas_km2,
    outlines,
    shared_borders,
)

FILES = {
    "geo/cd_2016_us.geojson.gz": (435, 2260, 2016),
    "geo/cd118_us.geojson.gz": (435, 2304, 2022),
    "geo/cd118_ca.geojson.gz": (52, 266, 2022),
    "geo/ca_cd114_500k.topojson.gz": (53, 266, 2014),
}


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES)
def test_every_district_of_the_real_files(path: str) -> None:
    reading = shared(path)
    shapes, borders, map_cycle = FILES[path]
    assert reading.counts == {"district_shapes": shapes, "district_borders": borders}
    assert not reading.rejected
    water = (
        {"an area of water that belongs to no district": 3}
        if path.endswith("118_us.geojson.gz")
        else {}
    )
    assert reading.skipped == water
    assert {row["map_cycle"] for rows in reading.rows.values() for row in rows} == {map_cycle}


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES)
def test_borders_run_both_ways_with_one_length(path: str) -> None:
    borders = {
        (row["district"], row["neighbour"]): row["shared_km"]
        for row in shared(path).rows["district_borders"]
    }
    for (here, there), length in borders.items():
        assert borders[there, here] == length > 0
        assert here != there


@pytest.mark.shared
def test_neighbours_of_ca_34_in_2016() -> None:
    reading = shared("geo/cd_2016_us.geojson.gz")
    assert reading.dated == date(2016, 11, 8)
    lengths = {
        row["neighbour"]: row["shared_km"]
        for row in reading.where("district_borders", district="CA-34")
    }
    assert {name: round(length) for name, length in lengths.items()} == {
        "CA-27": 12,
        "CA-28": 35,
        "CA-33": 2,
        "CA-37": 10,
        "CA-40": 14,
    }
    finer = shared("geo/ca_cd114_500k.topojson.gz").where("district_borders", district="CA-34")
    for row in finer:
        assert row["shared_km"] == pytest.approx(lengths[row["neighbour"]], rel=0.02)
    assert len(finer) == len(lengths)


@pytest.mark.shared
@pytest.mark.parametrize("path", ["geo/cd118_us.geojson.gz", "geo/cd118_ca.geojson.gz"])
def test_neighbours_of_ca_34_in_the_118th_congress(path: str) -> None:
    rows = shared(path).where("district_borders", district="CA-34")
    assert {row["neighbour"] for row in rows} == {"CA-28", "CA-30", "CA-37", "CA-38", "CA-42"}


@pytest.mark.shared
def test_states_that_meet_in_a_corner_are_no_neighbours() -> None:
    borders = shared("geo/cd_2016_us.geojson.gz").rows["district_borders"]
    pairs = {(row["district"], row["neighbour"]) for row in borders}
    assert ("AZ-1", "NM-3") in pairs
    assert ("AZ-1", "CO-3") not in pairs
    assert ("NM-3", "UT-3") not in pairs


@pytest.mark.shared
def test_areas_are_those_of_the_census() -> None:
    file = SHARED / "geo/ca_cd114_500k.topojson.gz"
    areas = {
        row["district"]: row["area_km2"]
        for row in shared("geo/ca_cd114_500k.topojson.gz").rows["district_shapes"]
    }
    (objects,) = json.loads(gzip.decompress(file.read_bytes()))["objects"].values()
    for shape in objects["geometries"]:
        told = shape["properties"]
        if told["AWATER"] < 0.02 * told["ALAND"]:  # the shapes are cut at the coast
            area = (told["ALAND"] + told["AWATER"]) / 1e6
            assert areas[f"CA-{int(told['CD114FP'])}"] == pytest.approx(area, rel=0.01)
    assert areas["CA-34"] == pytest.approx(124.24, rel=0.001)


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES)
def test_outlines_are_simple_valid_and_near_the_shape(path: str) -> None:
    for row in shared(path).rows["district_shapes"]:
        outline = shapely.from_geojson(row["outline"])
        assert 4 <= shapely.get_num_coordinates(outline) <= MOST_POINTS
        outer = shapely.get_parts(outline)[0].exterior
        assert outer.is_ccw
        if row["area_km2"] < 100_000:  # Alaska loses small islands
            area = float(areas_km2(np.array([outline], dtype=object))[0])
            assert area == pytest.approx(row["area_km2"], rel=0.06)


def square(x: float, y: float, size: float = 1) -> list[list[float]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def shapes_of(*rings: list[list[float]]) -> Any:
    found = np.empty(len(rings), dtype=object)
    found[:] = [shapely.Polygon(ring) for ring in rings]
    return found


def test_squares_share_a_side_and_not_a_corner() -> None:
    squares = shapes_of(square(0, 0), square(1, 0), square(1, 1), square(5, 5))
    (one, other) = shared_borders(squares, 1e-5)
    assert one[:2] == (0, 1)
    assert one[2] == pytest.approx(KM_A_DEGREE, rel=0.001)
    assert other[:2] == (1, 2)
    assert other[2] == pytest.approx(KM_A_DEGREE * np.cos(np.radians(1)), rel=0.001)


def test_a_border_with_corners_on_one_side_alone_is_shared_whole() -> None:
    bent = [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0.7], [1, 0.2], [1, 0]]
    ((first, second, length),) = shared_borders(shapes_of(square(0, 0), bent), 1e-5)
    assert (first, second) == (0, 1)
    assert length == pytest.approx(KM_A_DEGREE, rel=0.001)


def test_a_gap_is_bridged_up_to_the_tolerance() -> None:
    apart = shapes_of(square(0, 0), square(1.001, 0))
    assert shared_borders(apart, 1e-5) == []
    assert len(shared_borders(apart, 0.003)) == 1
    assert shared_borders(apart[:1], 0.003) == []


@given(st.permutations(range(4)))
def test_the_order_of_shapes_changes_nothing(order: list[int]) -> None:
    rings = [square(0, 0), square(1, 0), square(1, 1), square(0, 1)]
    pairs = {
        (frozenset((order[one], order[other])), length)
        for one, other, length in shared_borders(shapes_of(*(rings[i] for i in order)), 1e-5)
    }
    assert {pair for pair, _ in pairs} == {
        frozenset(pair) for pair in ((0, 1), (1, 2), (2, 3), (0, 3))
    }


def test_the_area_of_a_degree_at_the_equator_and_of_the_earth() -> None:
    square_degree, earth = areas_km2(
        np.array([shapely.box(0, -0.5, 1, 0.5), shapely.box(-180, -90, 180, 90)], dtype=object)
    )
    assert square_degree == pytest.approx(12_308.8, abs=1)
    assert earth == pytest.approx(510_065_622, rel=1e-6)


def test_a_coast_of_many_corners_is_cut_and_its_specks_dropped() -> None:
    turn = np.linspace(0, 2 * np.pi, 5_000)
    wavy = 1 + 0.02 * np.sin(60 * turn)
    island = shapely.Polygon(np.column_stack([wavy * np.cos(turn), wavy * np.sin(turn)]))
    specks = [shapely.box(2 + i / 100, 2, 2.001 + i / 100, 2.001) for i in range(300)]
    coast = shapely.MultiPolygon([island, *specks])
    (outline,) = outlines(np.array([coast], dtype=object))
    drawn = shapely.from_geojson(outline)
    assert shapely.get_num_coordinates(drawn) <= MOST_POINTS
    assert drawn.geom_type == "Polygon"
    assert drawn.area == pytest.approx(island.area, rel=0.02)


def feature(ring: Any, seat: str = "CA-34", **more: Any) -> dict[str, Any]:
    names = {"id": seat, "Code": seat, "District": "California 34th"}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": names, "geometry": geometry, **more}


def collection(*features: Any, **more: Any) -> bytes:
    return as_json({"type": "FeatureCollection", "features": list(features), **more})


NAME = "cd_2016_us.geojson"


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([[0, 0], [1, 1]], "a ring of 2 points"),
        ([[0, 0], [1, 0], [1, 1], [0, 1]], "does not close"),
        ([[0, 0], [1, 0], [float("nan"), 1], [0, 0]], "lies outside"),
        ([[0, 0], [1, 0], [1, 91], [0, 0]], "lies outside"),
        ([[0, 0], [1, 0], [10**40, 1], [0, 0]], "is not a list of longitudes"),
        ([[0, 0], [1, 0], ["1", "1"], [0, 0]], "is not a list of longitudes"),
        ([[0, 0], [1, 0], [1], [0, 0]], "is not a list of longitudes"),
        ([[0, 0], [1, 1], [2, 2], [0, 0]], "encloses nothing"),
        ([[True, False]] * 4, "is not a list of longitudes"),
        ([], "is not a list of longitudes"),
        (None, "is not a list of longitudes"),
    ],
)
def test_rings_that_are_none_are_rejected(ring: Any, reason: str) -> None:
    reading = read(NAME, collection(feature(ring), feature(square(0, 0), "CA-27")))
    assert reading.loaded == 1
    assert reason in reading.reasons[0]


def test_a_shape_that_crosses_itself_is_repaired() -> None:
    bow = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    reading = read(NAME, collection(feature(bow)))
    outline = shapely.from_geojson(reading.one("district_shapes")["outline"])
    assert outline.is_valid
    assert outline.area == pytest.approx(2)


def test_units_that_are_none_and_seats_given_twice() -> None:
    reading = read(
        NAME,
        collection(
            feature(square(0, 0)),
            feature(square(1, 0)),
            feature(square(1, 0), "CA-99"),
            feature(square(1, 0), "CA-33", geometry=None),
            feature(square(1, 0), "CA-33", geometry={"type": "Point", "coordinates": [0, 0]}),
            None,
            7,
        ),
    )
    assert reading.loaded == 1
    assert len(reading.rejected) == 6
    assert "second shape of CA-34" in reading.reasons[0]


def test_files_that_are_something_else_are_refused() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    odd = feature(square(0, 0))
    odd["properties"]["population"] = 1
    for content, said in (
        (b"[]", "neither a GeoJSON"),
        (as_json({"type": "FeatureCollection"}), "neither a GeoJSON"),
        (collection(feature(square(0, 0)), crs=crs), "not longitude and latitude"),
        (collection(odd), "'population'"),
        (collection(feature(square(0, 0), colour="red")), "'colour'"),
        (b'{"type": "FeatureCollection", "features": [', "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
    ):
        with pytest.raises(SourceError, match=said):
            read(NAME, content)


def test_a_collection_of_nothing_has_no_rows() -> None:
    assert read(NAME, collection()).counts == {}


TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [-118.0, 34.0]},
    "objects": {
        "06": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Polygon",
                    "arcs": [[0, 1]],
                    "properties": {"GEOID": "0634", "CDSESSN": "114"},
                },
                {
                    "type": "MultiPolygon",
                    "arcs": [[[-1, 2]]],
                    "properties": {"GEOID": "0633", "CDSESSN": "114"},
                },
            ],
        }
    },
    # A square to the left and one to the right of the arc that they share.
    "arcs": [
        [[2, 0], [0, 2]],
        [[2, 2], [-2, 0], [0, -2], [2, 0]],
        [[2, 0], [2, 0], [0, 2], [-2, 0]],
    ],
}
TOPO_NAME = "ca_cd114_500k.topojson"


def test_a_topology_unfolds_along_its_shared_arcs() -> None:
    reading = read(TOPO_NAME, as_json(TOPOLOGY))
    assert reading.counts == {"district_shapes": 2, "district_borders": 2}
    row = reading.one("district_borders", district="CA-34")
    assert row["neighbour"] == "CA-33"
    assert row["shared_km"] == pytest.approx(KM_A_DEGREE, rel=0.001)
    left = shapely.from_geojson(reading.one("district_shapes", district="CA-34")["outline"])
    assert left.bounds == (-118, 34, -117, 35)
    assert reading.dated == date(2014, 11, 4)


def test_a_topology_with_arcs_that_are_not_there() -> None:
    for arcs in ([[9, 1]], [[None]], [["0"]], [[True]], [[1e9]], None, 3, [7]):
        spoilt = json.loads(json.dumps(TOPOLOGY))
        spoilt["objects"]["06"]["geometries"][0]["arcs"] = arcs
        reading = read(TOPO_NAME, as_json(spoilt))
        assert reading.loaded == 1
    other = json.loads(json.dumps(TOPOLOGY))
    other["objects"]["06"]["geometries"][0]["properties"]["CDSESSN"] = "118"
    assert "of the Congress '118'" in read(TOPO_NAME, as_json(other)).reasons[0]


def test_a_topology_that_unfolds_without_bound_is_stopped() -> None:
    bomb = json.loads(json.dumps(TOPOLOGY))
    bomb["arcs"].append([[0, 0]] + [[1, 0], [-1, 0]] * 5_000)
    bomb["objects"]["06"]["geometries"][0]["arcs"] = [[3] * 5_000]
    reading = read(TOPO_NAME, as_json(bomb))
    assert "unfolds to more than" in reading.reasons[0]


@given(st.sampled_from([NAME, TOPO_NAME, "cd118_us.geojson"]), st.binary(max_size=300))
def test_random_bytes_are_refused_or_accounted_for(name: str, content: bytes) -> None:
    survives(name, content)


SOUND = {
    "type": "FeatureCollection",
    "features": [feature(square(0, 0)), feature(square(1, 0), "CA-33")],
}


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.tuples(st.just(NAME), spoiled(SOUND)),
        st.tuples(st.just(TOPO_NAME), spoiled(TOPOLOGY)),
        st.tuples(st.sampled_from([NAME, TOPO_NAME]), VALUES),
    )
)
def test_spoiled_shapes_are_refused_or_accounted_for(sample: tuple[str, Any]) -> None:
    name, structure = sample
    survives(name, as_json(structure))


NUMBERS = st.sampled_from([0, 1, 2, -1, 0.5, 180, 181, 1e-320, 1e308]) | st.floats()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6), max_size=3), st.booleans())
def test_rings_of_any_numbers_are_rejected_or_loaded(
    rings: list[list[tuple[float, float]]], closed: bool
) -> None:
    if closed:
        rings = [[*ring, ring[0]] for ring in rings if ring]
    geometry = {"type": "Polygon", "coordinates": rings}
    survives(NAME, collection(feature([], geometry=geometry), feature(square(0, 0), "CA-33")))
