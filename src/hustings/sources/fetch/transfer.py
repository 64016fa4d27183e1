"""One attempt at one file: ask, judge the answer, and write what comes to the part.

The rules are those of RFC 9110: conditional requests (13), ranges (14), Retry-After (10.2.3).
"""

from __future__ import annotations

import re
import shutil
import ssl
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from hustings.errors import FetchError
from hustings.sources.fetch.notes import Desk, Finished, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from hustings.sources.fetch.catalogue import Download
    from hustings.sources.fetch.progress import Progress

#: Answers that another attempt may better.
PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})

#: Packings of a body that are undone; a server should use none, since we ask for none.
UNPACKED: Final = frozenset({"identity", "gzip", "deflate"})


class PassingError(Exception):
    """A trouble that may pass. wait: the seconds that the server asks for, if it does."""

    def __init__(self, what: str, *, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


class AbsentError(FetchError):
    """The publisher has no such file (404 or 410)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How much and how long is too much.

    max_bytes: of one file. slow_*: an attempt that brings fewer bytes a second, over so many
    seconds, is given up. longest_wait: seconds, for which a server may ask. lock_seconds: how
    long to wait for another fetch of the same file. zip_ratio, zip_bytes: what a zip may unpack
    to, in times its size and in bytes.
    """

    max_bytes: int = 8_000_000_000
    slow_seconds: float = 60
    slow_bytes_per_second: int = 1000
    longest_wait: float = 300
    lock_seconds: float = 3600
    redirects: int = 5
    zip_ratio: int = 400
    zip_bytes: int = 64 << 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """All bytes of a version are in the part. host: the server that gave them."""

    version: Version
    host: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """What the attempts at a file have in common.

    address: where to ask, which is the download's own address or a mirror's, with the key if the
    publisher wants one. known: the file on disk, if it is whole and of this address. plain:
    whether http without TLS is allowed.
    """

    http: httpx.Client
    download: Download
    address: str
    desk: Desk
    known: Finished | None
    limits: Limits
    plain: bool
    progress: Progress
    clock: Callable[[], float] = time.monotonic

    def attempt(self) -> Arrived | None:
        """Fetch the file, or the rest of it, into the part; None if it is unchanged.

        Raises PassingError for what another attempt may better, FetchError for the rest.
        """
        import httpx

        try:
            with self._answer() as response:
                return self._take(response)
        except httpx.UnsupportedProtocol as problem:
            raise self._error(
                f"the server sent us on to an address that is not the web ({problem})."
            ) from problem
        except (httpx.TransportError, httpx.DecodingError) as problem:
            if certificate := _certificate_problem(problem):
                raise self._error(
                    f"the certificate of the server is not valid: {certificate}.",
                    "Somebody may stand between: check the clock, the proxy and SSL_CERT_FILE.",
                ) from problem
            came = self.desk.arrived()
            after = f" after {came:,} bytes" if came else ""
            raise PassingError(f"{_words(problem)}{after}") from problem

    @contextmanager
    def _answer(self) -> Iterator[httpx.Response]:
        """The last answer of a chain of redirects, its body not yet read."""
        request = self.http.build_request("GET", self.address, headers=self._headers())
        for _ in range(self.limits.redirects + 1):
            response = self.http.send(request, stream=True)
            try:
                if response.next_request is None:
                    yield response
                    return
                request = response.next_request
            finally:
                response.close()
            if request.url.scheme == "http" and not self.plain:
                raise self._error(
                    f"the server sent us from https to {request.url.host} without encryption.",
                    "Nothing was fetched from there.",
                )
        raise self._error(
            f"more than {self.limits.redirects} redirects, the last to {request.url.host}."
        )

    def _headers(self) -> dict[str, str]:
        """Ask for the rest of a part; else only for what is newer than the known file."""
        partial = self.desk.note().partial
        start = self.desk.arrived()
        if start and partial and partial.validator and partial.url == self.download.url:
            return {"Range": f"bytes={start}-", "If-Range": partial.validator}
        headers = {}
        if self.known:
            if self.known.version.etag:
                headers["If-None-Match"] = self.known.version.etag
            if self.known.version.last_modified:
                headers["If-Modified-Since"] = self.known.version.last_modified
        return headers

    def _take(self, response: httpx.Response) -> Arrived | None:
        status = response.status_code
        ranged = "range" in response.request.headers
        if status == HTTPStatus.OK:
            return self._whole(response)
        if status == HTTPStatus.PARTIAL_CONTENT:
            return self._rest(response, ranged=ranged)
        if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and ranged:
            return self._nothing_left(response)
        if status == HTTPStatus.NOT_MODIFIED and self.known:
            return None
        raise self._refusal(response)

    def _whole(self, response: httpx.Response) -> Arrived | None:
        """200: the file from its first byte, whatever was asked for."""
        version = self._version(response)
        if (
            self.known
            and version.etag == version.validator == self.known.version.etag != ""
            and version.length == self.known.bytes
        ):
            # A server that knows no 304 names the version all the same: its body is not needed.
            return None
        if response.headers.get("content-encoding", "identity").lower() not in UNPACKED:
            raise self._error("the server packed the file in a way that we cannot undo.")
        self._room(version.length or 0, arrived=0)
        self.desk.begin(None if _encoded(response) else version)
        self._copy(response, version, start=0)
        return Arrived(version=version, host=response.url.host)

    def _rest(self, response: httpx.Response, *, ranged: bool) -> Arrived:
        """206: goes on where the part ends, if it does continue what had arrived."""
        partial, start = self.desk.note().partial, self.desk.arrived()
        told = response.headers.get("content-range", "")
        span = re.fullmatch(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", told.strip())
        if not (ranged and partial and span):
            raise self._anew(
                f"it sent a part that was not asked for ({told or 'no Content-Range'})"
            )
        first, last = int(span[1]), int(span[2])
        total = partial.length if span[3] == "*" else int(span[3])
        version = self._version(response)
        if (
            first != start
            or (partial.length is not None and total != partial.length)
            or (version.length is not None and version.length != last - first + 1)
            or (version.etag and partial.etag and version.etag != partial.etag)
            or _encoded(response)
        ):
            raise self._anew(
                f"its part ({told}) does not continue the {start:,} bytes that we have"
            )
        version = replace(partial, length=total)
        self._room(total or 0, arrived=start)
        self._copy(response, version, start=start)
        return Arrived(version=version, host=response.url.host)

    def _nothing_left(self, response: httpx.Response) -> Arrived:
        """416: either all of the file has arrived, or the part is of something else."""
        partial, start = self.desk.note().partial, self.desk.arrived()
        told = response.headers.get("content-range", "")
        etag = response.headers.get("etag", "")
        if partial and told == f"bytes */{start}" and etag in ("", partial.etag):
            version = replace(partial, length=start)
            return Arrived(version=version, host=response.url.host)
        raise self._anew(
            f"it says that {start:,} bytes are past the end ({told or 'no Content-Range'})"
        )

    def _copy(self, response: httpx.Response, version: Version, *, start: int) -> None:
        """Append the body to the part, in step with the limits."""
        received, total = start, version.length
        mark, marked = self.clock(), start
        chunks = response.iter_bytes() if _encoded(response) else response.iter_raw()
        with self.desk.part.open("ab") as stream:
            self.progress(self.download, received, total)
            for chunk in chunks:
                stream.write(chunk)
                received += len(chunk)
                self.progress(self.download, received, total)
                if received > self.limits.max_bytes:
                    stream.flush()
                    raise self._too_large(received)
                passed = self.clock() - mark
                if passed >= self.limits.slow_seconds:
                    if received - marked < passed * self.limits.slow_bytes_per_second:
                        raise PassingError(
                            f"only {received - marked:,} bytes came in {passed:,.0f} seconds"
                        )
                    mark, marked = self.clock(), received
        if total is not None and received != total:
            raise PassingError(f"{received:,} bytes came where {total:,} were announced")

    def _version(self, response: httpx.Response) -> Version:
        length = response.headers.get("content-length", "")
        return Version(
            url=self.download.url,
            etag=response.headers.get("etag", ""),
            last_modified=response.headers.get("last-modified", ""),
            # Of an encoded body the length is that of the code, not of the file.
            length=int(length) if length.isdecimal() and not _encoded(response) else None,
        )

    def _room(self, size: int, *, arrived: int) -> None:
        if size > self.limits.max_bytes:
            raise self._too_large(size)
        free = shutil.disk_usage(self.desk.folder).free
        if size - arrived > free:
            raise self._error(
                f"{size - arrived:,} bytes are to come and the disk has room for {free:,}.",
                f"Make room in {self.desk.folder}, or choose another folder.",
            )

    def _too_large(self, size: int) -> FetchError:
        self.desk.drop_part()
        return self._error(
            f"it has {size:,} bytes or more, and the limit is {self.limits.max_bytes:,}.",
            "Raise the limit if the publisher's page says that the file is so large.",
        )

    def _anew(self, what: str) -> PassingError:
        """What had arrived is of no use with this server: the next attempt begins anew."""
        self.desk.drop_part()
        return PassingError(what, wait=0)

    def _refusal(self, response: httpx.Response) -> Exception:
        status, host = response.status_code, response.url.host
        phrase = f"{host} answered {status} {response.reason_phrase}".rstrip()
        if status in PASSING:
            return PassingError(phrase, wait=self._asked_wait(response))
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return AbsentError(
                f"there is no such file ({status}).",
                where=self.download.url,
                next_step=self.download.hint,
            )
        return self._error(f"{phrase}.", self.download.hint)

    def _asked_wait(self, response: httpx.Response) -> float | None:
        """Retry-After in seconds. Raises FetchError if it is longer than we wait."""
        wait = retry_after(
            response.headers.get("retry-after", ""), response.headers.get("date", "")
        )
        if wait is not None and wait > self.limits.longest_wait:
            try:
                until = f"{datetime.now(UTC) + timedelta(seconds=wait):%d %B, %H:%M} UTC"
            except OverflowError:
                until = "much later"
            raise self._error(
                f"{response.url.host} answered {response.status_code} and asks to wait "
                f"{wait:,.0f} seconds; the longest wait here is {self.limits.longest_wait:,.0f}.",
                f"Try again after {until}.",
            )
        return wait

    def _error(self, what: str, next_step: str = "") -> FetchError:
        return FetchError(what, where=self.download.url, next_step=next_step)


def retry_after(text: str, server_date: str = "") -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None if neither.

    A date is counted from the server's own clock, where it tells its time.
    """
    text = text.strip()
    if text.isdecimal():
        return float(text)
    until = _http_date(text)
    if until is None:
        return None
    now = _http_date(server_date) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _encoded(response: httpx.Response) -> bool:
    """Whether the server packed the body although it was asked not to."""
    code: str = response.headers.get("content-encoding", "identity")
    return code.strip().lower() != "identity"


def _certificate_problem(problem: BaseException) -> str:
    """Why the server's certificate was refused, if that was the trouble: no retry mends it."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        cause = cause.__cause__ or cause.__context__
    return ""


def _words(problem: Exception) -> str:
    """A sentence's worth of a network error."""
    import httpx

    if isinstance(problem, httpx.ConnectTimeout):
        return "the server could not be reached in time"
    if isinstance(problem, httpx.TimeoutException):
        return "the server fell silent"
    if isinstance(problem, httpx.ProxyError):
        return f"the proxy did not let us through ({problem})"
    if isinstance(problem, httpx.ConnectError):
        return f"the server could not be reached ({problem})"
    return f"the connection broke ({problem or type(problem).__name__})"
