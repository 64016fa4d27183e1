"""Troubles that may pass and troubles that do not: waits, refusals, redirects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from fetch_samples import CSV, ROWS, ZIP, download
from misbehaving_server import (
    MODIFIED,
    MisbehavingServer,
    cut,
    drip,
    path_of,
    redirect,
    reset,
    silent,
    status,
)

from hustings.errors import FetchError
from hustings.sources.fetch import Client, Limits
from hustings.sources.fetch.transfer import retry_after

pytest_plugins = ("fetching",)


# --- troubles that may pass --------------------------------------------------------------------


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
def test_passing_troubles_are_tried_again(publisher, fetcher, naps, code):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, status(code), status(code, b"<html>busy</html>"))
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert len(naps) == 2


def test_waits_grow_and_carry_some_chance(publisher, fetcher, naps):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, *[status(500)] * 5)
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 answered 500"):
        fetcher.get(download())
    assert len(naps) == 4
    assert all(2**n <= nap <= 2**n + 1 for n, nap in enumerate(naps))
    assert len({nap % 1 for nap in naps}) == 4


def test_retry_after_in_seconds(publisher, fetcher, naps):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, status(503, Retry_After="17"), status(429, Retry_After=" 0 "))
    fetcher.get(download())
    assert naps == [17, 0]


def test_retry_after_as_a_date(publisher, fetcher, naps):
    publisher.serve(CSV, ROWS)
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=9), usegmt=True)
    publisher.next(CSV, status(503, Retry_After=when), status(503, Retry_After=past))
    fetcher.get(download())
    assert 85 <= naps[0] <= 91
    assert naps[1] == 0


def test_retry_after_that_makes_no_sense_is_ignored(publisher, fetcher, naps):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, status(503, Retry_After="soon"), status(503, Retry_After="-5"))
    fetcher.get(download())
    assert [1 <= naps[0] <= 2, 2 <= naps[1] <= 3] == [True, True]


@pytest.mark.parametrize("wait", ["3600", "9" * 400, "Fri, 31 Dec 2200 23:59:59 GMT"])
def test_a_wait_that_is_too_long_is_said_at_once(publisher, fetcher, naps, wait):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, status(503, Retry_After=wait))
    with pytest.raises(FetchError, match=r"asks to wait .* seconds; the longest wait here is 300"):
        fetcher.get(download())
    assert naps == []


def test_retry_after_counts_from_the_servers_clock():
    assert retry_after("Tue, 26 Nov 2024 09:01:00 GMT", MODIFIED) == 60
    assert retry_after("Tue, 26 Nov 2024 09:01:00 -0000", MODIFIED) == 60
    assert retry_after("") is None


@pytest.mark.parametrize("at", [0, 5_000])
def test_a_reset_connection_is_tried_again(publisher, fetcher, at):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, reset(at))
    assert fetcher.get(download()).path.read_bytes() == ROWS


@pytest.mark.usefixtures("no_proxy")
def test_a_server_that_is_not_there(tmp_path, naps):
    with MisbehavingServer() as gone:
        base = gone.base
    with pytest.raises(FetchError, match=r"3 attempts failed: the server could not be reached"):
        Client(tmp_path, base=base, attempts=3, sleep=naps.append).get(download())
    assert len(naps) == 2


def test_a_silent_server_is_given_up(publisher, tmp_path):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, silent(0.5))
    client = Client(tmp_path, base=publisher.base, timeout=0.1, sleep=lambda _: None)
    assert client.get(download()).path.read_bytes() == ROWS
    assert len(publisher.asked) == 2


def test_a_slow_drip_is_given_up_and_resumed(publisher, tmp_path):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, drip(100, 0.01))
    limits = Limits(slow_seconds=0.1, slow_bytes_per_second=1_000_000)
    client = Client(tmp_path, base=publisher.base, sleep=lambda _: None, limits=limits)
    assert client.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[0].sent < 10_000
    assert "range" in publisher.asked[1].headers


def test_a_quick_start_does_not_excuse_a_drip(publisher, tmp_path):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, drip(100, 0.02, at_once=90_000))
    limits = Limits(slow_seconds=0.1, slow_bytes_per_second=20_000)
    client = Client(tmp_path, base=publisher.base, sleep=lambda _: None, limits=limits)
    assert client.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[0].sent < 99_000


def test_a_drip_that_is_fast_enough_is_let_be(publisher, tmp_path):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, drip(10_000, 0.02))
    limits = Limits(slow_seconds=0.05, slow_bytes_per_second=1_000)
    Client(tmp_path, base=publisher.base, limits=limits).get(download())
    assert len(publisher.asked) == 1


# --- troubles that do not pass -----------------------------------------------------------------


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 418, 501])
def test_a_refusal_is_final_and_says_what_to_do(publisher, fetcher, naps, code):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, status(code))
    with pytest.raises(FetchError) as problem:
        fetcher.get(download(hint="The FEC publishes it from 2008 on; check the cycle."))
    assert str(problem.value).startswith(f"{CSV}: ")
    assert str(code) in str(problem.value)
    assert str(problem.value).endswith("check the cycle.")
    assert (naps, len(publisher.asked)) == ([], 1)


@pytest.mark.parametrize("code", [204, 304, 302])
def test_an_answer_without_a_file_is_final(publisher, fetcher, code):
    publisher.next(CSV, status(code))
    with pytest.raises(FetchError, match=f"answered {code}"):
        fetcher.get(download())


def test_other_names_are_tried_after_a_404(publisher, fetcher):
    county = publisher.serve("https://raw.githubusercontent.com/x__county.csv", ROWS)
    first = download("https://raw.githubusercontent.com/x.csv", alternatives=(download(county),))
    fetched = fetcher.get(first)
    assert (fetched.path.name, fetched.download.url) == ("x__county.csv", county)


def test_no_name_that_exists(publisher, fetcher):
    wanted = download(alternatives=(download(ZIP),), hint="Look there.")
    with pytest.raises(FetchError, match=r"no such file, nor under weball24\.zip\. Look there\."):
        fetcher.get(wanted)


def test_a_404_leaves_the_file_that_is_there(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    path = fetcher.get(download()).path
    publisher.next(CSV, status(404))
    with pytest.raises(FetchError):
        fetcher.get(download())
    assert path.read_bytes() == ROWS
    assert fetcher.get(download()).status == "unchanged"


def test_redirects_are_followed_and_the_range_goes_along(publisher, fetcher):
    chain = [CSV, *(f"https://store{number}.example/file" for number in range(5))]
    for here, there in pairwise(chain):
        publisher.next(here, redirect(path_of(there), 302), redirect(path_of(there), 307))
    publisher.serve(chain[-1], ROWS)
    publisher.next(chain[-1], cut(1_000))
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert len(publisher.asked) == 12
    assert publisher.asked[-1].headers["range"] == "bytes=1000-"


def test_a_loop_of_redirects_is_left(publisher, fetcher):
    publisher.next(CSV, *[redirect(path_of(CSV))] * 20)
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.get(download())
    assert len(publisher.asked) == 6


def test_a_redirect_to_something_else_than_the_web(publisher, fetcher):
    publisher.next(CSV, redirect("ftp://ftp.fec.gov/file"))
    with pytest.raises(FetchError, match="not the web"):
        fetcher.get(download())
