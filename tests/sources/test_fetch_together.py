"""Mirrors, keys and proxies; two fetches at once, killed ones, and any order of misdeeds."""

from __future__ import annotations

import io
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress

import httpx
import pytest
from fetch_samples import CSV, JSON, ROWS, download
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from misbehaving_server import (
    ForwardProxy,
    MisbehavingServer,
    announce,
    content_range,
    cut,
    drip,
    good,
    ignores_range,
    knows_no_304,
    part_of,
    reset,
    status,
)

from hustings.errors import FetchError, RequestError
from hustings.sources.fetch import Client, Key, Limits, progress_bar

pytest_plugins = ("fetching",)


# --- addresses, keys, proxies ------------------------------------------------------------------


def offline(client: Client, answer, monkeypatch) -> list[httpx.Request]:
    """Let a client of the real https addresses be answered without a network."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request)

    monkeypatch.setattr(
        client, "_http", lambda: httpx.Client(transport=httpx.MockTransport(handle))
    )
    return seen


def test_without_a_mirror_the_web_must_be_encrypted(tmp_path, monkeypatch):
    client = Client(tmp_path)
    seen = offline(
        client,
        lambda _: httpx.Response(302, headers={"Location": "http://plain.example/x.csv"}),
        monkeypatch,
    )
    with pytest.raises(FetchError, match=r"from https to plain\.example without encryption"):
        client.get(download())
    with pytest.raises(FetchError, match="only https"):
        client.get(download("http://www.fec.gov/x.csv"))
    assert [str(request.url) for request in seen] == [CSV]


def test_a_certificate_that_is_not_valid_is_not_tried_again(tmp_path, monkeypatch, naps):
    client = Client(tmp_path, sleep=naps.append)

    def refuse(_request):
        reason = ssl.SSLCertVerificationError(1, "certificate verify failed")
        reason.verify_message = "self-signed certificate"
        raise httpx.ConnectError("TLS") from reason

    offline(client, refuse, monkeypatch)
    with pytest.raises(FetchError, match="certificate of the server is not valid: self-signed"):
        client.get(download())
    assert naps == []


KEY = Key(parameter="key", variable="CENSUS_API_KEY", sign_up="https://example.org/sign-up")


def test_a_key_is_sent_and_never_written(tmp_path, monkeypatch):
    client = Client(tmp_path)
    monkeypatch.setenv("CENSUS_API_KEY", "s3cret&x")
    seen = offline(
        client, lambda _: httpx.Response(200, stream=httpx.ByteStream(b'[["NAME"]]')), monkeypatch
    )
    fetched = client.get(download(JSON, key=KEY))
    assert seen[0].url.params["key"] == "s3cret&x"
    assert str(seen[0].url).startswith(JSON)
    assert "s3cret" not in repr(fetched)
    assert not any(b"s3cret" in path.read_bytes() for path in tmp_path.iterdir())
    offline(client, lambda _: httpx.Response(400), monkeypatch)
    with pytest.raises(FetchError) as problem:
        client.get(download(JSON, key=KEY))
    assert "s3cret" not in str(problem.value)


def test_without_its_key_an_address_is_not_asked(tmp_path, monkeypatch):
    monkeypatch.delenv("CENSUS_API_KEY", raising=False)
    client = Client(tmp_path)
    seen = offline(client, lambda _: httpx.Response(500), monkeypatch)
    with pytest.raises(FetchError, match=r"https://example\.org/sign-up and set CENSUS_API_KEY"):
        client.get(download(JSON, key=KEY))
    assert seen == []


def test_a_proxy_from_the_environment_is_used(publisher, tmp_path, monkeypatch):
    publisher.serve(CSV, ROWS)
    with ForwardProxy(publisher.port) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        client = Client(tmp_path, base="http://elections.invalid", attempts=1)
        assert client.get(download()).path.read_bytes() == ROWS
    assert proxy.asked == [CSV.replace("https://", "http://elections.invalid/")]


@pytest.mark.parametrize("name", ["", "..", "a/b", "/etc/passwd", ".hidden", "a\\b", "a\nb"])
def test_a_name_that_would_leave_the_folder(name):
    with pytest.raises(RequestError, match="plain file name"):
        download(name=name)


# --- more than one at a time -------------------------------------------------------------------


def test_two_fetches_of_one_file_at_once_both_end_well(publisher, tmp_path):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, drip(20_000, 0.05))
    results = []

    def fetch() -> None:
        results.append(Client(tmp_path, base=publisher.base).get(download()))

    threads = [threading.Thread(target=fetch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.status for result in results) == ["new", "unchanged"]
    assert {result.path.read_bytes() for result in results} == {ROWS}
    assert sorted(asked.status for asked in publisher.asked) == [200, 304]


def test_waiting_for_another_fetch_has_an_end(publisher, tmp_path):
    with FileLock(tmp_path / ".candidate_summary_2024.csv.lock"):
        client = Client(tmp_path, base=publisher.base, limits=Limits(lock_seconds=0.05))
        with pytest.raises(FetchError, match="another fetch has held"):
            client.get(download())


KILLED = """
import sys
from pathlib import Path
from hustings.sources.fetch import Client, Download
Client(Path(sys.argv[1]), base=sys.argv[2]).get(
    Download(url=sys.argv[3], source="", scope={}, name="candidate_summary_2024.csv")
)
"""


def test_a_fetch_that_is_killed_is_resumed(publisher, fetcher, tmp_path):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, drip(10_000, 0.1))
    process = subprocess.Popen([sys.executable, "-c", KILLED, tmp_path, publisher.base, CSV])
    part = tmp_path / "candidate_summary_2024.csv.part"
    give_up = time.monotonic() + 20
    while not (part.exists() and part.stat().st_size >= 20_000) and time.monotonic() < give_up:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    came = part.stat().st_size
    assert 20_000 <= came < 100_000
    assert not (tmp_path / "candidate_summary_2024.csv").exists()
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[1].headers["range"] == f"bytes={came}-"


def test_a_fetch_that_is_stopped_by_hand_keeps_what_came(publisher, tmp_path):
    publisher.serve(CSV, ROWS)

    def stop(_download, received, _total):
        if received:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Client(tmp_path, base=publisher.base, progress=stop).get(download())
    assert (tmp_path / "candidate_summary_2024.csv.part").stat().st_size > 0
    assert Client(tmp_path, base=publisher.base).get(download()).path.read_bytes() == ROWS


MISDEEDS = st.sampled_from(
    [
        *(cut(at) for at in (0, 1, 700, 1_500, 1_999)),
        *(announce(by) for by in (1, 300)),
        reset(900),
        ignores_range,
        knows_no_304,
        content_range("bytes 5-1999/2000"),
        part_of('"x"'),
        status(500),
        status(503, Retry_After="1"),
        status(416),
        status(206, b"zz", Content_Range="bytes 0-1/2"),
        good,
    ]
)


@pytest.mark.usefixtures("no_proxy")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(misdeeds=st.lists(MISDEEDS, max_size=8), etag=st.sampled_from(['"v1"', 'W/"v1"', ""]))
def test_whatever_the_server_does_a_file_is_right_or_absent(tmp_path_factory, misdeeds, etag):
    folder = tmp_path_factory.mktemp("fetch")
    with MisbehavingServer() as publisher:
        body = ROWS[:2_000]
        publisher.serve(CSV, body, etag=etag)
        publisher.next(CSV, *misdeeds)
        client = Client(folder, base=publisher.base, sleep=lambda _: None)
        path = folder / "candidate_summary_2024.csv"
        for _ in misdeeds:
            with suppress(FetchError):
                client.get(download())
            assert not path.exists() or path.read_bytes() == body
        assert client.get(download()).path.read_bytes() == body


# --- progress and start-up ---------------------------------------------------------------------


def test_progress_is_told_from_where_it_resumes(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, cut(40_000))
    told = []
    tell = lambda wanted, received, total: told.append((wanted.name, received, total))  # noqa: E731
    Client(fetcher.folder, base=publisher.base, sleep=lambda _: None, progress=tell).get(download())
    assert told[0] == ("candidate_summary_2024.csv", 0, 100_000)
    assert told[-1] == ("candidate_summary_2024.csv", 100_000, 100_000)
    received = [step[1] for step in told]
    assert received == sorted(received)


def test_the_bar_is_quiet_where_nobody_watches(capsys):
    with progress_bar() as show:
        show(download(), 5, 10)
        show(download(), 10, 10)
    assert capsys.readouterr() == ("", "")


def test_the_bar_on_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress_bar() as show:
        show(download(), 50_000, 100_000)
        show(download(), 100_000, 100_000)
    assert "candidate_summary_2024.csv" in screen.getvalue()
    assert "100.0/100.0 kB" in screen.getvalue()


def test_nothing_heavy_is_loaded_before_it_is_used():
    script = (
        "import sys, hustings.sources.fetch; "
        "print([m for m in ('httpx', 'tenacity', 'rich', 'filelock', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
