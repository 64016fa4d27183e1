"""A progress bar on standard error, and silence where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hustings.sources.fetch.catalogue import Download

if TYPE_CHECKING:
    from rich.progress import TaskID

#: Told the download, the bytes that have arrived and the bytes that there are (None: not known).
Progress = Callable[[Download, int, int | None], None]


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar for each download, as a callback for `Client(progress=…)`.

    Nothing is shown when standard error is not a terminal.
    """
    if not sys.stderr.isatty():
        yield lambda _download, _received, _total: None
        return

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    tasks: dict[str, TaskID] = {}

    def show(download: Download, received: int, total: int | None) -> None:
        if download.name not in tasks:
            tasks[download.name] = bars.add_task(download.name, total=total)
        bars.update(tasks[download.name], completed=received, total=total)

    with bars:
        yield show
