"""The record: snapshots kept byte for byte, Parquet tables made from them, and a manifest.

`Record` opens or makes one; `Record.load` adds files; `Record.view` answers SQL as of a date.
"""

from hustings.record.store import Record
from hustings.record.view import View

__all__ = ["Record", "View"]
