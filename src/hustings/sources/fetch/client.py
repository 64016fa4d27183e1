"""The client: fetches a download into a folder, whole and once.

What is on disk under the download's name is always a whole file that was checked: it gets its
name last. A fetch that was cut goes on where it stopped; one that finds nothing new says so.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from hustings.errors import Fault, FetchError
from hustings.sources.fetch import contents
from hustings.sources.fetch.notes import Desk, Finished, sha256
from hustings.sources.fetch.transfer import AbsentError, Arrived, Limits, PassingError, Transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx
    from tenacity import RetryCallState

    from hustings.sources.fetch.catalogue import Download
    from hustings.sources.fetch.progress import Progress

#: Seconds: the first wait between attempts, which is doubled each time, and the longest. Up to
#: FIRST_WAIT is added by chance, so that many clients do not come back together.
FIRST_WAIT, LONGEST_BACKOFF = 1.0, 60.0

#: An attempt that brings so many more bytes was not in vain, though it failed.
PROGRESS = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """A whole file on disk and where it came from.

    status: `unchanged` if the publisher had nothing newer than the file that was there. host: the
    server that gave it, after redirects. retrieved: when these bytes came, UTC.
    """

    download: Download
    path: Path
    status: Literal["new", "unchanged"]
    bytes: int
    sha256: str
    etag: str
    last_modified: str
    retrieved: datetime
    host: str


class Client:
    """Fetches downloads into a folder.

    base: a mirror. The host of an address becomes the first folder under it, the rest stays:
    with base `http://127.0.0.1:8000`, `https://www.fec.gov/files/x.zip` is asked for as
    `http://127.0.0.1:8000/www.fec.gov/files/x.zip`. Only then may a server answer without TLS.
    timeout: seconds without a byte. attempts: how many in a row may fail and bring no more of the
    file than there was. Proxies and certificates come from
    the environment (HTTPS_PROXY, SSL_CERT_FILE, …).
    """

    def __init__(
        self,
        folder: Path,
        *,
        base: str | None = None,
        timeout: float = 30.0,
        attempts: int = 5,
        sleep: Callable[[float], None] = time.sleep,
        user_agent: str = "",
        progress: Progress | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.folder = folder
        self.base = base
        self.user_agent = user_agent or default_user_agent()
        self.limits = limits or Limits()
        self._timeout = timeout
        self._attempts = attempts
        self._sleep = sleep
        self._progress = progress or (lambda _download, _received, _total: None)

    def get(self, download: Download) -> Fetched:
        """Fetch a file, or find that the one on disk is still the publisher's.

        Raises FetchError with what is wrong and what to do next; what had arrived is kept and the
        next call goes on from there.
        """
        absent: list[AbsentError] = []
        for candidate in (download, *download.alternatives):
            try:
                return self._get(candidate)
            except AbsentError as problem:
                absent.append(problem)
        if len(absent) == 1:
            raise absent[0]
        raise AbsentError(
            f"there is no such file, nor under {', '.join(a.name for a in download.alternatives)}.",
            where=download.url,
            next_step=download.hint,
        )

    def _get(self, download: Download) -> Fetched:
        address = self._address(download)
        desk = Desk(self.folder, download.name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._locked(desk, download), self._http() as http:
                return self._fetch(download, address, desk, http)
        except OSError as problem:
            raise FetchError(
                f"it cannot be kept in {self.folder}: {problem.strerror or problem}.",
                where=download.url,
                next_step="Check the folder's permissions and the room on the disk.",
            ) from problem

    def _fetch(self, download: Download, address: str, desk: Desk, http: httpx.Client) -> Fetched:
        """Transfer, check, keep; a damaged file is fetched once more from the start."""
        known = desk.intact()
        if known and known.version.url != download.url:
            known = None
        transfer = Transfer(
            http=http,
            download=download,
            address=address,
            desk=desk,
            known=known,
            limits=self.limits,
            plain=self.base is not None,
            progress=self._progress,
        )
        for last_try in (False, True):
            arrived = self._persist(transfer)
            if arrived is None:
                desk.drop_part()
                break
            try:
                contents.check(
                    desk.part,
                    download.name,
                    zip_ratio=self.limits.zip_ratio,
                    zip_bytes=self.limits.zip_bytes,
                )
            except contents.UnfitError as problem:
                bad = desk.set_aside()
                if problem.again and not last_try:
                    continue
                raise _unfit(download, problem, bad) from problem
            return self._keep(download, desk, arrived, known)
        if known is None:
            raise Fault("an unchanged file is not there")
        return _fetched(download, desk, known, "unchanged")

    def _persist(self, transfer: Transfer) -> Arrived | None:
        """Attempts with growing waits between them, for troubles that may pass."""
        import tenacity

        backoff = tenacity.wait_exponential_jitter(
            initial=FIRST_WAIT, max=LONGEST_BACKOFF, jitter=FIRST_WAIT
        )

        def wait(state: RetryCallState) -> float:
            problem = state.outcome.exception() if state.outcome else None
            asked = problem.wait if isinstance(problem, PassingError) else None
            return backoff(state) if asked is None else asked

        most, idle = transfer.desk.arrived(), 0

        def stop(_state: RetryCallState) -> bool:
            # Gigabytes over a poor line come in many cuts: only attempts in vain are counted.
            nonlocal most, idle
            came = transfer.desk.arrived()
            idle = 0 if came >= most + PROGRESS else idle + 1
            most = max(most, came)
            return idle >= self._attempts

        retrying = tenacity.Retrying(
            stop=stop,
            retry=tenacity.retry_if_exception_type(PassingError),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(transfer.attempt)
        except PassingError as problem:
            partial, came = transfer.desk.note().partial, transfer.desk.arrived()
            kept = (
                f"The {came:,} bytes that came are kept: ask again to go on."
                if came and partial and partial.validator
                else ""
            )
            tries = "the attempt" if self._attempts == 1 else f"{self._attempts} attempts"
            raise FetchError(
                f"{tries} failed: {problem}.",
                where=transfer.download.url,
                next_step=kept or "Check the connection, or try again later.",
            ) from problem

    def _keep(
        self, download: Download, desk: Desk, arrived: Arrived, known: Finished | None
    ) -> Fetched:
        """Give the checked part its name. The same bytes as before are no news."""
        digest = sha256(desk.part)
        same = known if known and known.sha256 == digest else None
        finished = Finished(
            version=arrived.version,
            host=arrived.host,
            bytes=desk.arrived(),
            sha256=digest,
            retrieved=same.retrieved if same else datetime.now(UTC).replace(microsecond=0),
        )
        desk.finish(finished)
        return _fetched(download, desk, finished, "unchanged" if same else "new")

    def _address(self, download: Download) -> str:
        """Where to ask for a download, with the publisher's key if it wants one."""
        address = download.url
        if self.base:
            parts = urlsplit(download.url)
            query = f"?{parts.query}" if parts.query else ""
            address = f"{self.base.rstrip('/')}/{parts.netloc}{parts.path}{query}"
        elif not download.url.startswith("https://"):
            raise FetchError("only https addresses are fetched.", where=download.url)
        key = os.environ.get(download.key.variable, "") if download.key else ""
        if download.key and key:
            mark = "&" if "?" in address else "?"
            return f"{address}{mark}{download.key.parameter}={quote(key, safe='')}"
        if download.key and not self.base:
            raise FetchError(
                "the publisher answers only with a key, which is free.",
                where=download.url,
                next_step=f"Get one at {download.key.sign_up} and set {download.key.variable}.",
            )
        return address

    def _http(self) -> httpx.Client:
        import httpx

        return httpx.Client(
            # The bytes as they are published: a packed body could not be resumed.
            headers={"User-Agent": self.user_agent, "Accept-Encoding": "identity"},
            timeout=self._timeout,
            # A connection that carried a wrong length must not be used again.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    @contextmanager
    def _locked(self, desk: Desk, download: Download) -> Iterator[None]:
        """One fetch of a file at a time; whoever waits finds the file there and unchanged."""
        from filelock import FileLock, Timeout

        lock = FileLock(desk.lock, timeout=self.limits.lock_seconds)
        try:
            lock.acquire()
        except Timeout as problem:
            raise FetchError(
                f"another fetch has held {desk.name} for {self.limits.lock_seconds:,.0f} seconds.",
                where=download.url,
                next_step="Wait for it, or stop it, and try again.",
            ) from problem
        try:
            yield
        finally:
            lock.release()


def default_user_agent() -> str:
    """Who asks, and where to read about it."""
    try:
        version = metadata.version("hustings")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"hustings/{version} (+https://github.com/hustings/hustings; public-records research)"


def _unfit(download: Download, problem: contents.UnfitError, bad: Path) -> FetchError:
    next_step = f"It was moved to {bad.name}, to be looked at. "
    if download.key:
        next_step += f"Check the key in {download.key.variable} ({download.key.sign_up}). "
    twice = ", twice" if problem.again else ""
    return FetchError(
        f"{problem}{twice}.", where=download.url, next_step=(next_step + download.hint).strip()
    )


def _fetched(
    download: Download, desk: Desk, finished: Finished, status: Literal["new", "unchanged"]
) -> Fetched:
    return Fetched(
        download=download,
        path=desk.path,
        status=status,
        bytes=finished.bytes,
        sha256=finished.sha256,
        etag=finished.version.etag,
        last_modified=finished.version.last_modified,
        retrieved=finished.retrieved,
        host=finished.host,
    )
