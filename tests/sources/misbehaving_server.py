"""A publisher's server on this computer that can misbehave on command, and a forward proxy.

    with MisbehavingServer() as server:
        url = server.serve("https://www.fec.gov/files/x.zip", content)
        server.next(url, cut(100), status(503))

The first request for the address is cut at 100 bytes, the second gets a 503, the rest are served
as a good server would. Addresses are official ones; the client's `base` is `server.base`.
"""

from __future__ import annotations

import http.client
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

MODIFIED = "Tue, 26 Nov 2024 09:00:00 GMT"


@dataclass
class Served:
    """A file as the publisher has it now. An empty validator is not sent."""

    content: bytes
    etag: str = '"v1"'
    modified: str = MODIFIED


Behaviour = Callable[["Handler", Served], None]


@dataclass
class Asked:
    """One request as it reached the server, and how much of a body was sent for it."""

    path: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ThreadingHTTPServer
    home: MisbehavingServer
    asked: Asked

    def do_GET(self) -> None:
        self.asked = Asked(self.path, {key.lower(): value for key, value in self.headers.items()})
        with self.home.lock:
            self.home.asked.append(self.asked)
            script = self.home.script.get(self.path)
            behave = script.popleft() if script else good
            served = self.home.files.get(self.path)
        try:
            if served is None and behave is good:
                status(404)(self, Served(b""))
            else:
                behave(self, served or Served(b""))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def head(self, code: int, **headers: str) -> None:
        self.asked.status = code
        self.send_response(code)
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def body(self, content: bytes) -> None:
        self.wfile.write(content)
        self.wfile.flush()
        self.asked.sent += len(content)

    def log_message(self, *_args: object) -> None:
        """Nothing: the test reads `asked`."""


class QuietServer(ThreadingHTTPServer):
    """A client that leaves is part of the play; anything else is printed."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@dataclass
class MisbehavingServer:
    files: dict[str, Served] = field(default_factory=dict)
    script: dict[str, deque[Behaviour]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        handler = type("Handler", (Handler,), {"home": self})
        self._http = QuietServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self) -> int:
        return self._http.server_address[1]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, url: str, content: bytes, **validators: str) -> str:
        self.files[path_of(url)] = Served(content, **validators)
        return url

    def next(self, url: str, *behaviours: Behaviour) -> None:
        self.script.setdefault(path_of(url), deque()).extend(behaviours)


def path_of(url: str) -> str:
    """Where an official address is on this server: its host is the first folder."""
    parts = urlsplit(url)
    return f"/{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def good(handler: Handler, served: Served) -> None:
    answer(handler, served)


def answer(
    handler: Handler,
    served: Served,
    *,
    conditional: bool = True,
    ranges: bool = True,
    send: Callable[[Handler, bytes], None] | None = None,
    announce: int = 0,
    content_range: str | None = None,
    etag: str | None = None,
) -> None:
    """What RFC 9110 asks of a server, and the places where it can be done wrongly."""
    headers = handler.asked.headers
    marks = {"ETag": served.etag if etag is None else etag, "Last_Modified": served.modified}
    matches = served.etag and headers.get("if-none-match") == served.etag
    fresh = "if-none-match" not in headers and headers.get("if-modified-since") == served.modified
    if conditional and served.modified and (matches or fresh):
        return handler.head(304, **marks)
    start = 0
    asked = headers.get("range", "")
    unchanged = headers.get("if-range") in (None, served.etag, served.modified)
    if asked and ranges and unchanged:
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
    size = len(served.content)
    if start >= size > 0:
        return handler.head(416, Content_Range=f"bytes */{size}", Content_Length="0")
    body = served.content[start:]
    if start:
        told = f"bytes {start}-{size - 1}/{size}" if content_range is None else content_range
        marks["Content_Range"] = told
    handler.head(206 if start else 200, Content_Length=str(len(body) + announce), **marks)
    (send or Handler.body)(handler, body)
    if announce:
        handler.close_connection = True
    return None


def cut(at: int) -> Behaviour:
    """The line goes dead after so many bytes of the body."""

    def send(handler: Handler, body: bytes) -> None:
        handler.body(body[:at])
        handler.close_connection = True

    return lambda handler, served: answer(handler, served, send=send)


def reset(at: int) -> Behaviour:
    """The connection is reset (not closed) after so many bytes."""

    def send(handler: Handler, body: bytes) -> None:
        handler.body(body[:at])
        time.sleep(0.02)  # let the bytes arrive before the reset overtakes them
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.close_connection = True
        handler.connection.close()

    return lambda handler, served: answer(handler, served, send=send)


def drip(size: int, pause: float, *, at_once: int = 0) -> Behaviour:
    """A few bytes at a time, with pauses; the first `at_once` bytes without."""

    def send(handler: Handler, body: bytes) -> None:
        handler.body(body[:at_once])
        for start in range(at_once, len(body), size):
            handler.body(body[start : start + size])
            time.sleep(pause)

    return lambda handler, served: answer(handler, served, send=send)


def announce(more: int) -> Behaviour:
    """A Content-Length that is wrong by so much: too long if positive, too short if negative."""
    return lambda handler, served: answer(handler, served, announce=more)


def ignores_range(handler: Handler, served: Served) -> None:
    answer(handler, served, ranges=False)


def knows_no_304(handler: Handler, served: Served) -> None:
    answer(handler, served, conditional=False)


def content_range(text: str) -> Behaviour:
    return lambda handler, served: answer(handler, served, content_range=text)


def part_of(etag: str) -> Behaviour:
    """A part that says it is of another version than was asked for."""
    return lambda handler, served: answer(handler, served, etag=etag)


def silent(seconds: float) -> Behaviour:
    """Nothing at all for a while."""

    def behave(handler: Handler, served: Served) -> None:
        time.sleep(seconds)
        answer(handler, served)

    return behave


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """An answer of any status, with any headers (`Retry_After="3"`)."""

    def behave(handler: Handler, _served: Served) -> None:
        handler.head(code, **{"Content_Length": str(len(body)), **headers})
        handler.body(body)

    return behave


def redirect(to: str, code: int = 302) -> Behaviour:
    return status(code, Location=to)


def chunked(*pieces: bytes, **headers: str) -> Behaviour:
    """A body without a Content-Length."""

    def behave(handler: Handler, _served: Served) -> None:
        handler.head(200, Transfer_Encoding="chunked", **headers)
        for piece in pieces:
            handler.body(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.body(b"0\r\n\r\n")

    return behave


@dataclass
class ForwardProxy:
    """An HTTP proxy that alone knows where `elections.invalid` is."""

    port_behind: int
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        proxy = self

        class Relay(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                proxy.asked.append(self.path)
                parts = urlsplit(self.path)
                onward = http.client.HTTPConnection("127.0.0.1", proxy.port_behind, timeout=10)
                onward.request("GET", parts.path, headers=dict(self.headers.items()))
                answered = onward.getresponse()
                content = answered.read()
                self.send_response(answered.status)
                for name, value in answered.getheaders():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                """Nothing."""

        self._http = QuietServer(("127.0.0.1", 0), Relay)
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"
