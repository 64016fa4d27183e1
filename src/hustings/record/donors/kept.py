"""Which donors a record keeps: one build a cycle, named in the manifest, used while it fits.

A build is good for as long as the files it was made from are the current ones and the rules are
the same. One that is out of date is not answered from: a number is an error before it is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.record.manifest import Snapshot

if TYPE_CHECKING:
    from hustings.record.store import Record

DONOR_TABLES: Final = ("donor_people", "donor_pairs", "donor_builds")
_READ: Final = {"contributions", "schedule_a"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A build as the manifest names it. committees: whose rows it holds; empty for all."""

    cycle: int
    committees: tuple[str, ...]
    file: str
    made_from: str
    engine: str

    def covers(self, committees: Iterable[str]) -> bool:
        """Whether these committees' rows (all rows, if none is named) are in it."""
        wanted = set(committees)
        return not self.committees or (bool(wanted) and wanted <= set(self.committees))

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "cycle": self.cycle,
            "committees": list(self.committees),
            "made_from": self.made_from,
            "engine": self.engine,
        }


def key_of(cycle: int) -> str:
    """Under which name the manifest has a cycle's build."""
    return f"donors {cycle}"


def kept(record: Record, cycle: int) -> Kept | None:
    """The build of a cycle, if the manifest names one and its files are there."""
    entry = record.manifest.derived.get(key_of(cycle))
    if entry is None:
        return None
    found = Kept(
        cycle=entry["cycle"],
        committees=tuple(entry["committees"]),
        file=entry["file"],
        made_from=entry["made_from"],
        engine=entry["engine"],
    )
    there = all(record.table_file(name, found.file).exists() for name in DONOR_TABLES)
    return found if there else None


def current(record: Record, found: Kept) -> bool:
    """Whether a build was made from the files that are current now, by the rules that hold now."""
    return found.made_from == made_from(record, found.cycle, found.committees)


def donor_files(record: Record, name: str) -> list[Path]:
    """The files of a table of donors: those of each cycle whose build is up to date."""
    cycles = [entry["cycle"] for key, entry in sorted(record.manifest.derived.items())
              if key.startswith("donors ")]  # fmt: skip
    builds = [found for cycle in cycles if (found := kept(record, cycle)) is not None]
    return [record.table_file(name, one.file) for one in builds if current(record, one)]


def sources(record: Record, cycle: int) -> list[Snapshot]:
    """The current snapshots that may hold gifts of people in a cycle."""
    return [
        known
        for known in record.manifest.current()
        if known.tables.keys() & _READ and known.scope.get("cycle", str(cycle)) == str(cycle)
    ]


def made_from(record: Record, cycle: int, committees: Iterable[str]) -> str:
    """What a build rests on, as a digest: files, scope, settings, codes and short forms."""
    digest = hashlib.sha256(f"{cycle} {' '.join(sorted(committees))}\n".encode())
    for package, name in (
        ("hustings.record.donors", "model.yaml"),
        ("hustings.record", "views/donor_rows.sql"),
        ("hustings.record", "views/counted_receipts.sql"),
        ("hustings.sources.reference", "form_lines.csv"),
        ("hustings.sources.reference", "transaction_codes.csv"),
        ("hustings", "short_forms.csv"),
    ):
        digest.update(resources.files(package).joinpath(name).read_bytes())
    for known in sorted(sources(record, cycle), key=lambda one: one.id):
        digest.update(known.id.encode())
    return digest.hexdigest()[:16]
