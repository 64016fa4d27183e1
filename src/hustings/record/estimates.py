"""Estimates of members from all votes and bills of a Congress, kept and made again when they are old.

They are judgements of a model, made by `hustings.scores` from the record's own rows. Like who is
who they can always be made again: a reader that finds them out of date makes them itself, for this
process alone if the record cannot be written. They rest on every snapshot of votes and bills, so a
view as of a day that has not seen one of those does not see its estimates either.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import RecordError, RequestError
from hustings.record.store import settle
from hustings.tables import table

if TYPE_CHECKING:
    import pyarrow as pa

    from hustings.record.store import Record
    from hustings.record.view import View
    from hustings.scores.matrix import VoteMatrix

ESTIMATES: Final = ("ideal_estimates", "cosponsor_estimates")
#: Raised when the model changes, so that old estimates are made again.
METHOD: Final = 2
_READ: Final = {
    "ideal_estimates": {"votes", "rollcalls", "members", "clerk_votes", "clerk_rollcalls",
                        "legislators"},
    "cosponsor_estimates": {"bills", "cosponsors", "members"},
}  # fmt: skip
#: Without a row of these there is nothing to estimate.
_MADE_OF: Final = {"ideal_estimates": {"votes", "clerk_votes"}, "cosponsor_estimates": {"bills"}}
#: How `cast_votes` names positions, as the codes of Voteview that a matrix takes.
_CODED: Final = "when 'yea' then 1 when 'nay' then 6 when 'present' then 7"

_FOR_NOW: dict[tuple[str, str, str], tuple[tempfile.TemporaryDirectory[str], Path]] = {}


def estimate_files(record: Record, name: str) -> list[Path]:
    """The file of a table of estimates, made now if it is not there; none without votes or bills."""
    if not any(known.tables.keys() & _MADE_OF[name] for known in record.manifest.snapshots):
        return []
    mark = _mark(record, name)
    file = record.table_file(name, mark)
    if record.manifest.derived.get(name, {}).get("file") == mark and file.exists():
        return [file]
    made = _MAKERS[name](record.view())
    try:
        _keep(record, name, mark, made)
    except RecordError:
        return [_for_now(record, name, mark, made)]
    return [file]


def _mark(record: Record, name: str) -> str:
    digest = hashlib.sha256(f"{name} {METHOD}\n".encode())
    for known in sorted(record.manifest.snapshots, key=lambda one: one.id):
        if known.tables.keys() & _READ[name]:
            digest.update(known.id.encode())
    return digest.hexdigest()[:16]


def _keep(record: Record, name: str, mark: str, made: pa.Table) -> None:
    import pyarrow.parquet as pq

    with record.scratch() as scratch:
        with record.writable():
            pq.write_table(made, scratch / f"{name}.parquet", compression="zstd")
        with record.locked(0):
            record.reload()
            if _mark(record, name) != mark:
                raise RecordError("files were loaded meanwhile.", where=str(record.folder))
            settle(scratch / f"{name}.parquet", record.table_file(name, mark))
            record.publish_derived({name: {"file": mark, "rows": made.num_rows}})


def _for_now(record: Record, name: str, mark: str, made: pa.Table) -> Path:
    import pyarrow.parquet as pq

    key = (str(record.folder), name, mark)
    if key not in _FOR_NOW:
        home = tempfile.TemporaryDirectory(prefix="hustings-")
        file = Path(home.name) / f"{name}.parquet"
        pq.write_table(made, file)
        _FOR_NOW[key] = (home, file)
    return _FOR_NOW[key][1]


def ideal_table(view: View) -> pa.Table:
    """Ideal points of each chamber and Congress with votes; those that cannot be scaled have none."""
    rows: list[tuple[Any, ...]] = []
    for congress, chamber in view.query(
        "select distinct congress, chamber from cast_votes order by all"
    ):
        rows += _chamber_points(view, int(congress), str(chamber))
    return _arrow("ideal_estimates", _numbered(rows))


def _chamber_points(view: View, congress: int, chamber: str) -> list[tuple[Any, ...]]:
    from hustings.scores.ideal import ideal_points

    where = {"congress": congress, "chamber": chamber}
    matrix = _matrix(view, where)
    about = {
        key: (bioguide, party, name, int(cast), snapshot)
        for key, bioguide, party, name, cast, snapshot in view.query(
            "select bioguide || '/' || party, bioguide, party, arg_max(name, date), "
            "count(*) filter (where position in ('yea', 'nay')), max(snapshot) from cast_votes "
            "where congress = $congress and chamber = $chamber and bioguide is not null "
            "group by bioguide, party",
            where,
        )
    }
    right = [key for key, known in about.items() if known[1] == "REP"]
    if not right:
        return []
    try:
        # Any Republican with many votes stands right of the middle; who it is does not matter.
        found = ideal_points(matrix, anchor=max(right, key=lambda key: (about[key][3], key)))
    except RequestError:
        return []
    # The anchor says the side; the mean of the party says it whoever the anchor was.
    sign = 1.0
    side = [float(found.points[at, 0]) for at, key in enumerate(found.members) if key in set(right)]
    if side and sum(side) < 0:
        sign = -1.0
    made = []
    for at, key in enumerate(found.members):
        bioguide, party, name, cast, snapshot = about[key]
        point, error = sign * float(found.points[at, 0]), float(found.errors[at, 0])
        made.append((snapshot, congress, chamber, bioguide, party, name, cast, point, error))
    return made


def _matrix(view: View, where: dict[str, Any]) -> VoteMatrix:
    """A chamber's votes in a Congress: members as G000585/DEM, roll calls in their order.

    Read as columns, as there are half a million. Of two votes of one member in one roll call, which
    the files of the record do not have, the last stands.
    """
    import numpy as np

    from hustings.scores.matrix import VOTEVIEW, Cast, VoteMatrix

    votes = (
        "from cast_votes where congress = $congress and chamber = $chamber "
        "and bioguide is not null and party is not null"
    )
    view.ensure(votes)
    found = view.connection.execute(
        "select dense_rank() over (order by bioguide || '/' || party) - 1 as member, "
        "dense_rank() over (order by year, number, rollcall) - 1 as roll_call, "
        f"case position {_CODED} else 9 end as code, bioguide || '/' || party as key {votes}",
        where,
    ).fetchnumpy()
    member, roll_call = found["member"].astype(np.int64), found["roll_call"].astype(np.int64)
    cast = np.zeros(10, dtype=np.int8)
    cast[list(VOTEVIEW)] = [int(one) for one in VOTEVIEW.values()]
    shape = (int(member.max()) + 1, int(roll_call.max()) + 1)
    cells = np.full(shape, int(Cast.NOT_A_MEMBER), dtype=np.int8)
    cells[member, roll_call] = cast[found["code"].astype(np.int64)]
    _, first = np.unique(member, return_index=True)
    return VoteMatrix(
        members=tuple(str(one) for one in found["key"][first]),
        roll_calls=tuple(f"v{one}" for one in range(shape[1])),
        cells=cells,
    )


def cosponsor_table(view: View) -> pa.Table:
    """Ideology and leadership by cosponsorship of each chamber and Congress with bills."""
    rows: list[tuple[Any, ...]] = []
    for (congress,) in view.query("select distinct congress from bills_in_force order by congress"):
        for chamber in ("House", "Senate"):
            rows += _chamber_cosponsors(view, int(congress), chamber)
    return _arrow("cosponsor_estimates", _numbered(rows))


def _chamber_cosponsors(view: View, congress: int, chamber: str) -> list[tuple[Any, ...]]:
    from hustings.scores.bills import Bill, Cosponsor, Stage, cosponsorship_scores

    members = {
        bioguide: (party, name)
        for bioguide, party, name in view.query(
            "select bioguide, arg_max(party, nominate_votes), arg_max(name, nominate_votes) "
            "from members where congress = $congress and chamber = $chamber "
            "and bioguide is not null group by bioguide order by bioguide",
            {"congress": congress, "chamber": chamber},
        )
    }
    right = [one for one, (party, _) in members.items() if party == "REP"]
    if not right or len(right) == len(members):
        return []
    joined: dict[str, list[Cosponsor]] = {}
    for bill, member, day, led in view.query(
        "select bill, bioguide, date, led from bill_names where congress = $congress and not own",
        {"congress": congress},
    ):
        joined.setdefault(bill, []).append(Cosponsor(member=member, day=day, original=bool(led)))
    put_in = view.query(
        "select bill, introduced, sponsor, snapshot from bills_in_force "
        "where congress = $congress and sponsor is not null",
        {"congress": congress},
    )
    # The scores take no days; a name dated before its bill, an error of the file, is a name.
    bills = [
        Bill(
            key=bill,
            introduced=min([introduced, *(one.day for one in joined.get(bill, ()))]),
            sponsor=sponsor,
            stage=Stage.INTRODUCED,
            cosponsors=tuple(joined.get(bill, ())),
        )
        for bill, introduced, sponsor, _ in put_in
        if sponsor in members
    ]
    if not bills:
        return []
    found = cosponsorship_scores(bills, list(members), right=right)
    if found.ideology is None:
        return []
    snapshot = max(row[3] for row in put_in)
    return [
        (snapshot, congress, chamber, one, *members[one], float(found.ideology[at]),
         float(found.leadership[at]))
        for at, one in enumerate(found.members)
    ]  # fmt: skip


def _numbered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows with their number after the snapshot, so that evidence can be pointed at."""
    return [(row[0], number, *row[1:]) for number, row in enumerate(rows, 1)]


def _arrow(name: str, rows: list[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    schema = table(name).schema()
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    return pa.Table.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


_MAKERS: Final = {"ideal_estimates": ideal_table, "cosponsor_estimates": cosponsor_table}
