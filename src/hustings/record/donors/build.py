"""Donors made on demand: rows in, people out, with every score kept, into the record.

The work is done aside and moved into place under the record's lock, named in the manifest last:
a build that is killed changes nothing, and of two at once the second finds the first one's.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import NoData, RecordError
from hustings.names import in_order
from hustings.record.donors import kept as keeping
from hustings.record.donors.clusters import Called, Link, grouped
from hustings.record.donors.kept import DONOR_TABLES, Kept, key_of, made_from
from hustings.record.donors.settings import Settings, settings
from hustings.record.donors.spellings import COLUMNS, comparable
from hustings.record.store import settle
from hustings.tables import table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from hustings.record.donors.model import Scored
    from hustings.record.store import Record
    from hustings.record.view import View

#: A spelling is all that a row writes of a person. Without a ZIP code too many people share one:
#: then rows are of one spelling only within one committee.
_SPELT = """
select *, min(sub_id) over (
  partition by name, city, state, zip5, employer, occupation,
    case when zip5 is null then committee_id end
) as spelling
from donor_rows
where cycle = $cycle
  and ($committees = '' or list_contains(string_split($committees, ' '), committee_id))
order by sub_id
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What a build came to; `anew` is False where the record had it already."""

    cycle: int
    committees: tuple[str, ...]
    anew: bool
    summary: dict[str, Any]


def build(record: Record, cycle: int, committees: Sequence[str] = ()) -> Built:
    """Resolve the donors of a cycle, or of some committees in it, into people, and keep them.

    Committees that were resolved before are resolved with them, so that people are found across.
    Raises NoData if there are no rows, RequestError without Splink, RecordError if the record
    changed meanwhile.
    """
    from hustings.record.donors.model import engine_version

    engine = engine_version()
    record.reload()
    known = keeping.kept(record, cycle)
    if known is not None and known.engine == engine and keeping.current(record, known):
        if known.covers(committees):
            return Built(cycle=cycle, committees=known.committees, anew=False,
                         summary=_summary(record, cycle))  # fmt: skip
        committees = sorted({*committees, *known.committees}) if committees else ()
    scope = tuple(sorted(set(committees)))
    mark = made_from(record, cycle, scope)
    tables = resolved(record.view(), cycle, scope, settings())
    name = hashlib.sha256(f"donors {mark} {engine}".encode()).hexdigest()[:16]
    made = Kept(cycle=cycle, committees=scope, file=name, made_from=mark, engine=engine)
    _keep(record, made, tables)
    return Built(cycle=cycle, committees=scope, anew=True, summary=_summary(record, cycle))


def _keep(record: Record, made: Kept, tables: dict[str, pa.Table]) -> None:
    """Move finished tables into place and name them in the manifest, last and at one stroke."""
    import pyarrow.parquet as pq

    with record.scratch() as scratch:
        for name, rows in tables.items():
            with record.writable():
                pq.write_table(rows, scratch / f"{name}.parquet", compression="zstd")
        with record.locked():
            record.reload()
            if made_from(record, made.cycle, made.committees) != made.made_from:
                raise RecordError(
                    "files were loaded while the donors were resolved; nothing was kept.",
                    where=str(record.folder),
                    next_step="Run the same command again.",
                )
            for name in DONOR_TABLES:
                settle(scratch / f"{name}.parquet", record.table_file(name, made.file))
            record.publish_derived({key_of(made.cycle): made.to_json()})


def _summary(record: Record, cycle: int) -> dict[str, Any]:
    found = record.view().dicts("select * from donor_builds where cycle = $cycle", {"cycle": cycle})
    return found[0] if found else {}


def resolved(
    view: View, cycle: int, committees: Sequence[str], given: Settings
) -> dict[str, pa.Table]:
    """The three tables of donors for a cycle. Raises NoData if the view has no rows of it."""
    view.ensure(_SPELT)
    binds = {"cycle": cycle, "committees": " ".join(committees)}
    rows = view.connection.sql(_SPELT, params=binds).to_arrow_table()
    if not rows.num_rows:
        of = f" of {', '.join(committees)}" if committees else ""
        raise NoData(
            f"the record has no itemised gifts of people{of} in {cycle}.",
            next_step="Load indivYY.zip of the FEC or an export of receipts: hustings load PATH",
        )
    return people_of(rows, cycle, committees, given)


def people_of(
    rows: pa.Table, cycle: int, committees: Sequence[str], given: Settings
) -> dict[str, pa.Table]:
    """Score the spellings of rows, group them and give each row its person: the three tables."""
    import duckdb
    import pyarrow as pa

    from hustings.record.donors.model import scored

    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        db.register("rows", rows)
        spelt = db.execute(
            "select spelling, any_value(name), any_value(city), any_value(state), "
            "any_value(zip5), any_value(employer), any_value(occupation) "
            "from rows group by spelling order by spelling"
        ).fetchall()
        columns = comparable(spelt, given.words, given.known_from)
        found = scored(pa.table(columns, schema=_comparable_schema()), given)
        owner, refused = _grouped(found, columns, given)
        pairs = _pairs(found, refused, cycle, given)
        people = _rows(db, [one[0] for one in spelt], owner, pairs)
    doubtful = sum(pair["doubtful"] for pair in pairs)
    summary = {
        "cycle": cycle, "committees": " ".join(committees), "rows": rows.num_rows,
        "spellings": len(spelt), "people": len(set(people["donor"].to_pylist())),
        "pairs": len(pairs), "doubtful": doubtful, "refused": len(refused),
        "largest": max(Counter(owner.values()).values(), default=1), "threshold": given.threshold,
        "band_low": given.doubtful[0], "band_high": given.doubtful[1], "seed": given.seed,
        "cut": found.cut, "trained": found.trained, "engine": found.engine, "model": found.model,
    }  # fmt: skip
    return {
        "donor_people": people,
        "donor_pairs": pa.Table.from_pylist(pairs, schema=table("donor_pairs").schema()),
        "donor_builds": pa.Table.from_pylist([summary], schema=table("donor_builds").schema()),
    }


def _comparable_schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {"forms": pa.list_(pa.string())}
    return pa.schema(
        [(name, kinds.get(name, pa.string())) for name in COLUMNS]
        + [(name, pa.bool_()) for name in ("first_known", "surname_known")]
    )


def _grouped(
    found: Scored, columns: dict[str, list[Any]], given: Settings
) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Which person each linked spelling is, and the links refused."""
    links = [
        Link(one.left, one.right, one.probability)
        for one in found.pairs
        if one.probability >= given.threshold and not one.apart
    ]
    linked = {end for link in links for end in (link.left, link.right)}
    called: dict[str, Called] = {}
    sure: set[str] = set()
    names = ("unique_id", "first", "middle", "suffix", "forms", "first_known", "surname_known")
    for key, first, middle, suffix, forms, known, known_surname in zip(
        *(columns[name] for name in names), strict=True
    ):
        if key in linked:
            called[key] = Called(first or "", middle or "", suffix or "", frozenset(forms), known)
            if known and known_surname:
                sure.add(key)
    # A slip of a letter contradicts every other form of the name, and is no other person.
    apart = (
        (one.left, one.right)
        for one in found.pairs
        if one.apart and one.left in sure and one.right in sure
    )
    return grouped(links, called, given.most_spellings, apart)


def _pairs(
    found: Scored, refused: set[tuple[str, str]], cycle: int, given: Settings
) -> list[dict[str, Any]]:
    low, high = given.doubtful
    made = []
    for one in found.pairs:
        if one.apart:
            verdict = "contradicts"
        elif one.probability < given.threshold:
            verdict = "below"
        else:
            verdict = "refused" if (one.left, one.right) in refused else "linked"
        made.append(
            {
                "cycle": cycle,
                "spelling_l": one.left,
                "spelling_r": one.right,
                "probability": one.probability,
                "weight_bits": one.weight_bits,
                "verdict": verdict,
                "doubtful": not one.apart
                and low <= one.probability
                and (one.probability < high or one.unsure),
            }
        )
    return made


def _rows(
    db: duckdb.DuckDBPyConnection,
    spelt: list[str],
    owner: dict[str, str],
    pairs: list[dict[str, Any]],
) -> pa.Table:
    """Each row with its person, the person's name for print, the score and how it came about."""
    import pyarrow as pa

    best: dict[str, float] = defaultdict(float)
    doubtful: set[str] = set()
    for pair in pairs:
        ends = (pair["spelling_l"], pair["spelling_r"])
        if pair["verdict"] == "linked":
            for end in ends:
                best[end] = max(best[end], pair["probability"])
        if pair["doubtful"]:
            doubtful.update(ends)
    people = {
        "spelling": spelt,
        "donor": [owner.get(one, one) for one in spelt],
        "score": [best.get(one, 1.0) for one in spelt],
        "how": ["linked" if one in owner else "alone" for one in spelt],
        "doubtful": [one in doubtful for one in spelt],
    }
    db.register("people", pa.table(people))
    named = db.execute(
        "select donor, name from rows join people using (spelling) group by donor, name "
        "qualify row_number() over (partition by donor order by count(*) desc, name) = 1"
    ).fetchall()
    shown = {
        "donor": [one for one, _ in named],
        "donor_name": [in_order(name) for _, name in named],
    }
    db.register("named", pa.table(shown))
    made = table("donor_people")
    listed = ", ".join(f'"{name}"' for name in made.column_names)
    found = db.sql(
        f"select {listed} from rows join people using (spelling) join named using (donor) "
        "order by sub_id, snapshot, line"
    )
    return found.to_arrow_table().cast(made.schema())
