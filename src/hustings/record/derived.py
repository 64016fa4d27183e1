"""Derived tables: made from all snapshots after a load, and remade when they no longer fit.

They hold judgements, not facts: who is who. They can always be made again, so a crash between a
load and their making loses nothing; a reader that finds them out of date makes them itself.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import RecordError
from hustings.record.donors.kept import DONOR_TABLES, donor_files
from hustings.record.estimates import ESTIMATES, estimate_files
from hustings.record.manifest import Manifest
from hustings.record.people import (
    Ballot,
    Candidate,
    Corrections,
    Legislator,
    Resolution,
    resolve,
)
from hustings.record.store import LOCK_SECONDS
from hustings.tables import catalogue, table

if TYPE_CHECKING:
    import pyarrow as pa

    from hustings.record.store import Record
    from hustings.record.view import View

#: Raised when the rules of people.py change, so that old judgements are made again.
RULES: Final = 7
NAMES: Final = ("people", "person_ids", "person_names")
CORRECTIONS: Final = "corrections.yaml"


def fingerprint(record: Record) -> str:
    """What the derived tables were made from: the snapshots, the corrections and the rules."""
    digest = hashlib.sha256(f"rules {RULES}\n".encode())
    digest.update(resources.files("hustings.record").joinpath("people.yaml").read_bytes())
    own = record.folder / CORRECTIONS
    if own.exists():
        digest.update(own.read_bytes())
    for known in sorted(record.manifest.snapshots, key=lambda one: one.id):
        if known.tables.keys() & {"candidates", "candidate_totals", "legislators", "terms",
                                  "returns", "counts"}:  # fmt: skip
            digest.update(known.id.encode())
    return digest.hexdigest()[:16]


def derived_files(record: Record, name: str) -> list[Path]:
    """The files of a derived table. Who is who is made in passing if it is out of date.

    It is kept in the record if that can be written just now, else made for this process alone.
    Estimates of members are made and kept likewise. Donors are made on demand alone; those that are
    out of date are not answered from.
    """
    if name in DONOR_TABLES:
        return donor_files(record, name)
    if name in ESTIMATES:
        return estimate_files(record, name)
    made = _people_files(record).get(name)
    return [made] if made is not None else []


def _people_files(record: Record) -> dict[str, Path]:
    if record.empty:
        return {}
    if not _current(record):
        try:
            refresh(record, wait_seconds=0)
        except RecordError:
            return _for_now(record)
    mark = fingerprint(record)
    return {name: record.table_file(name, mark) for name in NAMES}


def _current(record: Record) -> bool:
    mark = fingerprint(record)
    return all(
        record.manifest.derived.get(name, {}).get("file") == mark
        and record.table_file(name, mark).exists()
        for name in NAMES
    )


def refresh(record: Record, *, wait_seconds: float = LOCK_SECONDS) -> None:
    """Make the derived tables again if they are out of date, and name them in the manifest."""
    # Imported here: a reader whose tables are up to date needs no Arrow.
    import pyarrow.parquet as pq

    with record.locked(wait_seconds):
        record.reload()
        mark = fingerprint(record)
        if _current(record):
            return
        made = _tables(record)
        for name, rows in made.items():
            file = record.table_file(name, mark)
            file.parent.mkdir(parents=True, exist_ok=True)
            new = file.with_suffix(".new")
            pq.write_table(rows, new, compression="zstd")
            new.replace(file)
        record.publish_derived(
            {name: {"file": mark, "rows": rows.num_rows} for name, rows in made.items()}
        )


_KEPT: dict[tuple[str, str], tuple[tempfile.TemporaryDirectory[str], dict[str, Path]]] = {}


def _for_now(record: Record) -> dict[str, Path]:
    import pyarrow.parquet as pq

    key = (str(record.folder), fingerprint(record))
    if key not in _KEPT:
        home = tempfile.TemporaryDirectory(prefix="hustings-")
        files = {}
        for name, rows in _tables(record).items():
            files[name] = Path(home.name) / f"{name}.parquet"
            pq.write_table(rows, files[name])
        _KEPT[key] = (home, files)
    return _KEPT[key][1]


def _tables(record: Record) -> dict[str, pa.Table]:
    from hustings.record.layout import refuse_older
    from hustings.record.origin import Origin
    from hustings.record.view import View

    manifest: Manifest = record.manifest
    holding = {
        name: [known for known in manifest.snapshots if name in known.tables]
        for name in catalogue()
    }
    origin = Origin(
        manifest,
        {name: [record.table_file(name, one) for one in known] for name, known in holding.items()},
        lambda _: [],
        refuse=lambda name: refuse_older(record, catalogue()[name], holding[name]),
    )
    found = resolution(View(origin, None), _corrections(record))
    return as_tables(found)


def as_tables(found: Resolution) -> dict[str, pa.Table]:
    """A resolution as the three Arrow tables of the catalogue."""
    people = [(p.key, p.name, p.bioguide or None) for p in found.people]
    ids = [
        (person.key, "fec", one_id, how)
        for person in found.people
        for one_id, how in sorted(person.ids.items())
    ]
    ids += [(p.key, "bioguide", p.bioguide, "the key") for p in found.people if p.bioguide]
    names = [(d, c, n, person, how) for d, c, n, person, how in found.names]
    return {
        "people": _arrow("people", people),
        "person_ids": _arrow("person_ids", ids),
        "person_names": _arrow("person_names", names),
    }


def _arrow(name: str, rows: list[Any]) -> pa.Table:
    import pyarrow as pa

    schema = table(name).schema()
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    return pa.Table.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


#: Names of one party side by side on a ballot, in the same place of the same file.
_BESIDE: Final = """
with lines as (
  select distinct snapshot, district, cycle, round, coalesce(contest_party, '') as contest_party,
    level, coalesce(county, '') as county, coalesce(precinct, '') as precinct,
    coalesce(mode, '') as mode, coalesce(party, '') as party, name
  from returns where kind = 'candidate' and name is not null
)
select distinct a.district, a.cycle, a.name, b.name
from lines as a join lines as b
  using (snapshot, district, cycle, round, contest_party, level, county, precinct, mode, party)
where a.name < b.name
order by all
"""


def resolution(view: View, corrections: Corrections) -> Resolution:
    """Resolve the people of all tables in a view."""
    candidates: dict[str, Candidate] = {}
    for table_name, committee, receipts in (
        ("candidates", "principal_committee_id", "null"),
        ("candidate_totals", "null", "receipts_usd"),
    ):
        rows = view.query(
            f"select candidate_id, name, party, {committee}, district, cycle, {receipts} "
            f"from {table_name} where office = 'H' and district is not null "
            "group by all order by all"
        )
        for candidate_id, name, party, pcc, district, cycle, total in rows:
            one = candidates.setdefault(candidate_id, Candidate(candidate_id=candidate_id))
            if name:
                one.names.add(name)
            if party:
                one.parties.add(party)
            if pcc:
                one.committees.add(pcc)
            one.seats.add((district, cycle))
            if total is not None and total > 0:
                one.receipts[cycle].add(total)
    beside: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for district, cycle, name, other in view.query(_BESIDE):
        beside[district, cycle, name].add(other)
        beside[district, cycle, other].add(name)
    ballots = [
        Ballot(
            district=d, cycle=c, name=n, party=p or "", candidate_id=i or "",
            beside=frozenset(beside.get((d, c, n), ())),
        )
        for d, c, n, p, i in view.query(
            "select distinct district, cycle, name, party, candidate_id from returns "
            "where kind = 'candidate' and name is not null "
            "union select distinct district, cycle, name, party, null from counts "
            "where name is not null order by all"
        )
    ]  # fmt: skip
    return resolve(candidates.values(), _legislators(view), ballots, corrections)


def _legislators(view: View) -> list[Legislator]:
    seats: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for bioguide, district, first, last in view.query(
        'select distinct bioguide, district, year(start), year("end") from terms '
        "where district is not null and \"end\" >= date '1975-01-01'"
    ):
        # A member runs in the cycle that fills the term and in the cycle that ends it.
        seats[bioguide].add((district, first - 1 if first % 2 else first, last))
    found: dict[str, Legislator] = {}
    for bioguide, name, first, last, nickname, fec_ids in view.query(
        "select bioguide, name, first_name, last_name, nickname, fec_ids from legislators "
        "where coalesce(fec_ids, '') <> '' "
        "or bioguide in (select bioguide from terms where \"end\" >= date '1975-01-01') "
        "order by bioguide, snapshot"
    ):
        spoken = name or f"{first} {last}"
        names = {spoken, f"{first} {last}", *([f"{nickname} {last}"] if nickname else [])}
        ids = tuple(part for part in (fec_ids or "").split() if part[:1] == "H")
        known = found.get(bioguide)
        found[bioguide] = Legislator(
            bioguide=bioguide,
            name=spoken,
            names=tuple(sorted(names | set(known.names if known else ()))),
            fec_ids=tuple(sorted(set(ids) | set(known.fec_ids if known else ()))),
            seats=tuple(sorted(seats[bioguide])),
        )
    return list(found.values())


def _corrections(record: Record) -> Corrections:
    """The packaged judgements and the record's own. Raises RecordError where they are not valid."""
    import yaml

    packaged = resources.files("hustings.record").joinpath("people.yaml").read_text("utf-8")
    texts = [("people.yaml", packaged)]
    own = record.folder / CORRECTIONS
    if own.exists():
        texts.append((str(own), own.read_text(encoding="utf-8")))
    same: list[tuple[str, ...]] = []
    different: set[frozenset[str]] = set()
    names: dict[tuple[str, int, str], str] = {}
    for where, text in texts:
        try:
            raw = yaml.safe_load(text) or {}
            same += [tuple(entry["ids"]) for entry in raw.get("same") or ()]
            different |= {frozenset(entry["ids"]) for entry in raw.get("different") or ()}
            for entry in raw.get("names") or ():
                names[entry["district"], int(entry["cycle"]), entry["name"]] = entry["person"]
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as problem:
            raise RecordError(
                f"the corrections cannot be read: {problem}.",
                where=where,
                next_step="Each entry has ids: […] and why:, or district, cycle, name and person.",
            ) from problem
    return Corrections(same=tuple(same), different=frozenset(different), names=names)
