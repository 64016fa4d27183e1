"""Fixtures for tests of fetching: a publisher that misbehaves, a client that takes no naps.

A pytest plugin: `pytest_plugins = ("fetching",)` in a test module brings them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving_server import MisbehavingServer

from hustings.sources.fetch import Client


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer's own proxies must not be asked for 127.0.0.1."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def publisher(no_proxy: None) -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as running:
        yield running


@pytest.fixture
def naps() -> list[float]:
    """The waits between attempts that a real client would have slept."""
    return []


@pytest.fixture
def fetcher(publisher: MisbehavingServer, tmp_path: Path, naps: list[float]) -> Client:
    return Client(tmp_path, base=publisher.base, timeout=5, sleep=naps.append)
