"""Electronic filings as files: one for each schedule or list, with all columns of the record's tables.

    filings, filing_lines            covers, and the amounts that they state
    schedule_a … schedule_f, f57 …   itemised rows, as in the table itemizations
    rejects                          lines that could not be read, each with its reason
    NOTICE.txt                       what the law says of donors' names

A folder is made whole or not at all. Several filings may share it: every row has its filing's number.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from hustings.errors import RecordError, RequestError, quoted
from hustings.sources.events import Event, Loaded, LoadedBatch, Rejected
from hustings.tables import table

if TYPE_CHECKING:
    from types import TracebackType

FORMATS: Final = ("parquet", "csv")
NOTICE: Final = """\
These files are made from reports filed with the Federal Election Commission.
Information copied from such reports may not be sold or used by any person for the purpose of
soliciting contributions or for any commercial purpose, other than using the name and address of
a political committee to solicit contributions from that committee (52 U.S.C. 30111(a)(4)).
Street addresses have been left out. Memo rows (memo = true) repeat money that is counted elsewhere.
"""
#: The schema of `rejects`, which tells the filing too.
_REJECTS: Final = pa.schema(
    [("line", pa.int64()), ("filing_id", pa.string()), ("text", pa.string()),
     ("reason", pa.string())]
)  # fmt: skip


class Export:
    """Writes filings to a folder; use it as a context, and the folder is there when it ends well.

    Raises RequestError for a folder that has something in it, RecordError where it cannot be made.
    """

    def __init__(self, folder: Path, form: str) -> None:
        self.folder = folder
        self.form = form
        self.rows: Counter[str] = Counter()
        self._files: dict[str, pq.ParquetWriter | csv.CSVWriter] = {}
        self._work = Path()

    def __enter__(self) -> Export:
        try:
            if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
                raise RequestError(
                    f"{quoted(self.folder)} is there already, and not empty.",
                    next_step="Name a new folder; nothing is written over.",
                )
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._work = Path(tempfile.mkdtemp(prefix=".hustings-", dir=self.folder.parent))
            self._work.chmod(0o755)
            (self._work / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
        except OSError as problem:
            raise self._refused(problem) from problem
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            for file in self._files.values():
                file.close()
            if kind is None:
                if self.folder.exists():
                    self.folder.rmdir()
                self._work.replace(self.folder)
        except OSError as refused:
            raise self._refused(refused) from refused
        finally:
            shutil.rmtree(self._work, ignore_errors=True)

    def take(self, filing: str, event: Event) -> None:
        """Write what an event of a filing brings."""
        try:
            match event:
                case Loaded(line=line, rows=rows):
                    for name in dict.fromkeys(name for name, _ in rows):
                        of_table = [{"line": line, **row} for one, row in rows if one == name]
                        self._write(name, pa.Table.from_pylist(of_table, _schema(name)))
                case LoadedBatch(rows=batch):
                    for schedule in pc.unique(batch["schedule"]).to_pylist():
                        name = f"schedule_{schedule}" if len(schedule) == 1 else schedule
                        self._write(
                            name.lower(), batch.filter(pc.equal(batch["schedule"], schedule))
                        )
                case Rejected(line=line, text=text, reason=reason):
                    row = {"line": line, "filing_id": filing, "text": text, "reason": reason}
                    self._write("rejects", pa.Table.from_pylist([row], _REJECTS))
        except OSError as problem:
            raise self._refused(problem) from problem

    @property
    def itemized(self) -> int:
        """Rows written so far, rejects left out."""
        return self.rows.total() - self.rows["rejects"]

    def _write(self, name: str, rows: pa.Table) -> None:
        file = self._files.get(name)
        if file is None:
            path = self._work / f"{name}.{self.form}"
            file = (
                csv.CSVWriter(str(path), rows.schema)
                if self.form == "csv"
                else pq.ParquetWriter(path, rows.schema, compression="zstd")
            )
            self._files[name] = file
        file.write_table(rows)
        self.rows[name] += rows.num_rows

    def _refused(self, problem: OSError) -> RecordError:
        return RecordError(
            f"it cannot be written: {problem.strerror or problem}.",
            where=str(self.folder),
            next_step="Nothing was exported; check the disk and the folder's permissions.",
        )

    def to_json(self) -> dict[str, Any]:
        """The folder, and the rows of each file."""
        return {
            "folder": str(self.folder),
            "files": {f"{name}.{self.form}": rows for name, rows in sorted(self.rows.items())},
            "notice": NOTICE,
        }


def _schema(name: str) -> pa.Schema:
    whole = table(name).schema()
    return pa.schema([field for field in whole if field.name != "snapshot"])
