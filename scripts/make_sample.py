"""Make the embedded sample record from a loaded one: the rows that CA-34's dossier rests on.

    hustings load --plan tests/record.yml --record RECORD
    python scripts/make_sample.py RECORD

Every row keeps the snapshot and line it was read from, and the manifest says what each snapshot
was, so a figure of the sample cites the same file as a figure of the whole record.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import hustings
from hustings.figures import plain
from hustings.record import Record, View
from hustings.record import manifest as manifests
from hustings.record.manifest import Manifest
from hustings.tables import table

SEAT = "CA-34"
HOME = Path(hustings.__file__).parent / "sample"
#: The seats on both maps that CA-34 borders on, and itself: outlines and members of these.
NEAR = ("CA-27", "CA-28", "CA-30", "CA-33", "CA-34", "CA-37", "CA-38", "CA-40", "CA-42")
_NEAR = ", ".join(f"'{seat}'" for seat in NEAR)
_IDS = "select distinct candidate_id from candidate_totals where district = 'CA-34'"
#: The networks that articles on this race speak of.
_NETWORKS = (
    "select committee_id from networks "
    "where network in ('aipac', 'crypto', 'dmfi', 'justice-democrats')"
)
_ANSWERING = (
    "select snapshot, level, round, cycle from contest_answers "
    "where district = 'CA-34' and place = 1 and cycle >= 2012"
)

#: What of each table goes into the sample. `every` tables are read over all vintages.
SLICES = {
    "returns": "select r.* from returns r join (" + _ANSWERING + ") a using (snapshot, level, "
    "round, cycle) where r.district = 'CA-34'",
    "candidate_totals": "select * from candidate_totals where district = 'CA-34' and cycle "
    "between 2018 and 2024 and receipts_usd > 0",
    "committee_totals": "select * from committee_totals where cycle >= 2018 and committee_id in "
    f"({_NETWORKS})",
    "committee_gifts": f"select * from committee_gifts where candidate_id in ({_IDS})",
    "committees": "select * from committees where cycle >= 2018 and (committee_id in "
    f"({_NETWORKS}) or (committee_id, cycle) in (select (committee_id, cycle) "
    f"from committee_gifts where candidate_id in ({_IDS})))",
    "linkages": f"select * from linkages where candidate_id in ({_IDS})",
    "members": "select * from members where congress = 116 and chamber = 'House'",
    "terms": f"select * from terms where district in ({_NEAR}) and \"end\" > date '2011-01-01'",
    "committee_assignments": "select * from committee_assignments where bioguide = 'G000585'",
    "congress_committees": "select c.* from congress_committees c where c.committee in "
    "(select committee from committee_assignments where bioguide = 'G000585')",
    "district_pvi": "select * from district_pvi where district = 'CA-34'",
    "presidential_by_district": "select * from presidential_by_district where district = 'CA-34' "
    "and basis = 'all'",
    "district_income": "select * from district_income",
    "district_population": "select * from district_population where district = 'CA-34'",
    "district_poverty": "select * from district_poverty where survey = 'acs5-2014'",
    "district_shapes": f"select t.* from district_shapes t join snapshots s using (snapshot) "
    f"where t.district in ({_NEAR}) and s.source in ('districts.cd_2016', 'districts.cd118') and "
    "(t.district = 'CA-34' or (t.snapshot, t.district) in "
    "(select (snapshot, neighbour) from district_borders where district = 'CA-34'))",
    "district_borders": "select b.* from district_borders b join snapshots s using (snapshot) "
    "where b.district = 'CA-34' and s.source in ('districts.cd_2016', 'districts.cd118')",
    "person_names": "select * from person_names where district = 'CA-34' and cycle >= 2012",
    "people": "select * from people where person in (select person from person_names "
    "where district = 'CA-34' and cycle >= 2012) or person in (select person from person_ids "
    f"where id in ({_IDS}))",
    "person_ids": "select * from person_ids where person in (select person from person_names "
    f"where district = 'CA-34' and cycle >= 2012) or (scheme = 'fec' and id in ({_IDS}))",
}
#: Read over these days, so that the sample has vintages to show: totals of 25 November 2024 and
#: the final ones; ideal points of January 2020 and of the newest file; committees then and now.
DAYS: dict[str, tuple[str | None, ...]] = {
    "candidate_totals": (None, "2024-11-25"),
    "members": (None, "2020-06-30"),
    "committee_assignments": (None, "2024-12-31"),
}
EMPTY_IN_SAMPLE = {"members": {"born", "died", "nominate_dim2", "nokken_poole_dim2"}}


def main(folder: str) -> None:
    """Write the sample's CSV tables and its manifest."""
    from hustings.record.store import parse_day

    record = Record(Path(folder), must_exist=True)
    HOME.mkdir(exist_ok=True)
    (HOME / "__init__.py").write_text('"""The embedded sample record: CA-34."""\n')
    kept: Counter[tuple[str, str]] = Counter()
    for name, statement in SLICES.items():
        rows: dict[tuple[Any, ...], dict[str, Any]] = {}
        for day in DAYS.get(name, (None,)):
            view: View = record.view(parse_day(day) if day else None)
            for row in view.dicts(statement):
                for column in EMPTY_IN_SAMPLE.get(name, ()):
                    row[column] = None
                rows.setdefault(tuple(row.values()), row)
        columns = table(name).column_names
        ordered = sorted(rows.values(), key=lambda row: [_sortable(row[c]) for c in columns])
        with (HOME / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            out = csv.writer(stream, lineterminator="\n")
            out.writerow(columns)
            for row in ordered:
                out.writerow(["" if row[c] is None else _cell(row[c]) for c in columns])
                if "snapshot" in row:
                    kept[str(row["snapshot"]), name] += 1
        print(f"{name}: {len(ordered):,} rows")
    used = {snapshot for snapshot, _ in kept}
    snapshots = tuple(
        replace(
            one,
            file=one.file.rsplit("/", 1)[-1],
            tables={name: n for (snapshot, name), n in sorted(kept.items()) if snapshot == one.id},
            skips={},
        )
        for one in record.manifest.snapshots
        if one.id in used
    )
    manifests.write(HOME, Manifest(snapshots=snapshots, made_by=record.manifest.made_by))
    print(f"{len(snapshots)} snapshots")


def _sortable(value: Any) -> tuple[str, Any]:
    return ("", 0) if value is None else (type(value).__name__, value)


def _cell(value: Any) -> Any:
    """A value as text that reads back exactly: money to the cent, true and false in small letters."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, Decimal) else plain(value)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/make_sample.py RECORD")
    main(sys.argv[1])
