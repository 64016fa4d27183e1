"""Fetching from a good server, and from one that cuts, resumes and miscounts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from fetch_samples import CSV, JSON, ROWS, ZIP, download, zipped
from misbehaving_server import (
    MODIFIED,
    announce,
    content_range,
    cut,
    ignores_range,
    knows_no_304,
    part_of,
    status,
)

from hustings.errors import FetchError
from hustings.sources.fetch import Client

pytest_plugins = ("fetching",)


def note(fetcher: Client) -> dict[str, object]:
    """What is noted beside the file."""
    return json.loads((fetcher.folder / "candidate_summary_2024.csv.fetch.json").read_text())


# --- a good server -----------------------------------------------------------------------------


def test_a_file_is_kept_with_a_note_of_where_it_came_from(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    fetched = fetcher.get(download(source="fec.candidate_summary", scope={"cycle": "2024"}))
    assert fetched.path.read_bytes() == ROWS
    assert (fetched.status, fetched.bytes, fetched.etag) == ("new", 100_000, '"v1"')
    assert (fetched.last_modified, fetched.host) == (MODIFIED, "127.0.0.1")
    assert datetime.now(UTC) - fetched.retrieved < timedelta(minutes=1)
    assert note(fetcher) == {
        "url": CSV,
        "etag": '"v1"',
        "last_modified": MODIFIED,
        "length": 100_000,
        "host": "127.0.0.1",
        "sha256": fetched.sha256,
        "retrieved": fetched.retrieved.isoformat(),
    }
    assert sorted(path.name for path in fetcher.folder.iterdir() if path.name[0] != ".") == [
        "candidate_summary_2024.csv",
        "candidate_summary_2024.csv.fetch.json",
    ]
    asked = publisher.asked[0].headers
    assert asked["user-agent"].startswith("hustings/")
    assert "github.com/hustings" in asked["user-agent"]
    assert asked["accept-encoding"] == "identity"


def test_nothing_comes_twice(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    first = fetcher.get(download())
    second = fetcher.get(download())
    assert (second.status, second.sha256) == ("unchanged", first.sha256)
    assert second.retrieved == first.retrieved
    assert publisher.asked[1].status == 304
    assert publisher.asked[1].headers["if-none-match"] == '"v1"'
    assert publisher.asked[1].headers["if-modified-since"] == MODIFIED


@pytest.mark.parametrize("damage", ["other bytes", "shorter", "gone", "no note", "broken note"])
def test_an_unchanged_file_that_is_no_longer_what_was_noted_comes_again(publisher, fetcher, damage):
    publisher.serve(CSV, ROWS)
    path = fetcher.get(download()).path
    beside = path.with_name(path.name + ".fetch.json")
    match damage:
        case "other bytes":
            path.write_bytes(ROWS[:-1] + b"?")
        case "shorter":
            path.write_bytes(ROWS[:-1])
        case "gone":
            path.unlink()
        case "no note":
            beside.unlink()
        case "broken note":
            beside.write_text('{"url": ')
    again = fetcher.get(download())
    assert again.path.read_bytes() == ROWS
    assert again.status == "new"
    assert publisher.asked[1].status == 200


def test_a_newer_version_replaces_the_file(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    fetcher.get(download())
    publisher.serve(CSV, ROWS[:500], etag='"v2"', modified="Wed, 27 Nov 2024 09:00:00 GMT")
    newer = fetcher.get(download())
    assert (newer.status, newer.etag, newer.path.read_bytes()) == ("new", '"v2"', ROWS[:500])


def test_a_server_without_304_sends_no_body_for_the_same_etag(publisher, fetcher):
    publisher.serve(CSV, ROWS * 100)
    fetcher.get(download())
    publisher.next(CSV, knows_no_304)
    assert fetcher.get(download()).status == "unchanged"


def test_the_same_bytes_without_any_validator_are_unchanged(publisher, fetcher):
    publisher.serve(CSV, ROWS, etag="", modified="")
    path = fetcher.get(download()).path
    beside = path.with_name(path.name + ".fetch.json")
    long_ago = "2024-11-26T09:30:00+00:00"
    beside.write_text(json.dumps({**note(fetcher), "retrieved": long_ago}))
    again = fetcher.get(download())
    assert (again.status, again.retrieved.isoformat()) == ("unchanged", long_ago)
    assert publisher.asked[1].status == 200


def test_a_note_of_another_address_is_not_believed(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    fetcher.get(download())
    other = publisher.serve("https://www.fec.gov/other.csv", ROWS[:100])
    fetched = fetcher.get(download(other, name="candidate_summary_2024.csv"))
    assert (fetched.status, fetched.bytes) == ("new", 100)
    assert "if-none-match" not in publisher.asked[1].headers


# --- cuts and ranges ---------------------------------------------------------------------------


@pytest.mark.parametrize("at", [1, 4_096, 65_536, 99_999])
def test_a_cut_body_is_resumed_where_it_ended(publisher, fetcher, naps, at):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, cut(at))
    assert fetcher.get(download()).path.read_bytes() == ROWS
    resumed = publisher.asked[1].headers
    assert (resumed["range"], resumed["if-range"]) == (f"bytes={at}-", '"v1"')
    assert [asked.sent for asked in publisher.asked] == [at, 100_000 - at]
    assert len(naps) == 1
    assert "partial" not in note(fetcher)


def test_after_a_failure_what_came_is_kept_and_the_next_call_goes_on(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, *[cut(1_000)] * 5)
    with pytest.raises(FetchError, match=r"5 attempts failed: the connection broke"):
        fetcher.get(download())
    assert (fetcher.folder / "candidate_summary_2024.csv.part").read_bytes() == ROWS[:5_000]
    assert not (fetcher.folder / "candidate_summary_2024.csv").exists()
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[5].headers["range"] == "bytes=5000-"


def test_the_message_says_that_asking_again_goes_on(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, *[cut(1_000)] * 5)
    with pytest.raises(FetchError) as problem:
        fetcher.get(download())
    assert str(problem.value).startswith(f"{CSV}: 5 attempts failed")
    assert problem.value.next_step == "The 5,000 bytes that came are kept: ask again to go on."


def test_attempts_that_bring_much_are_not_in_vain(publisher, fetcher):
    body = ROWS * 150  # 15 MB, cut seven times
    publisher.serve(CSV, body)
    publisher.next(CSV, *[cut(2_000_000)] * 7)
    assert fetcher.get(download()).path.read_bytes() == body


def test_a_part_without_a_validator_is_not_resumed(publisher, fetcher):
    publisher.serve(CSV, ROWS, etag="", modified="")
    publisher.next(CSV, cut(1_000))
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert "range" not in publisher.asked[1].headers


def test_a_part_of_another_address_is_not_resumed(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, *[cut(1_000)] * 5)
    with pytest.raises(FetchError):
        fetcher.get(download())
    other = publisher.serve("https://www.fec.gov/other.csv", ROWS[::-1])
    fetched = fetcher.get(download(other, name="candidate_summary_2024.csv"))
    assert fetched.path.read_bytes() == ROWS[::-1]


def test_a_weak_etag_does_not_prove_a_part(publisher, fetcher):
    publisher.serve(CSV, ROWS, etag='W/"v1"')
    publisher.next(CSV, cut(1_000))
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[1].headers["if-range"] == MODIFIED


def test_a_new_version_between_the_attempts_is_fetched_whole(publisher, fetcher):
    publisher.serve(CSV, ROWS)

    def changes(handler, served):
        cut(1_000)(handler, served)
        publisher.serve(CSV, ROWS[::-1], etag='"v2"', modified="Wed, 27 Nov 2024 09:00:00 GMT")

    publisher.next(CSV, changes)
    fetched = fetcher.get(download())
    assert (fetched.path.read_bytes(), fetched.etag) == (ROWS[::-1], '"v2"')
    assert publisher.asked[1].status == 200


def test_a_server_that_ignores_ranges_starts_again(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, cut(1_000), ignores_range)
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[1].sent == 100_000


@pytest.mark.parametrize(
    "wrong",
    [
        content_range("garbage"),
        content_range(""),
        content_range("bytes 0-98999/100000"),
        content_range("bytes 1000-99999/123456"),
        content_range("bytes 1000-5000/100000"),
        content_range("bytes 1000-99999/" + "9" * 5_000),
        part_of('"another"'),
        status(416),
        status(416, Content_Range="bytes */77"),
        status(206, b"x" * 99_000, Content_Range="bytes 1000-99999/100000", ETag='"z"'),
    ],
)
def test_a_part_that_does_not_fit_is_thrown_away(publisher, fetcher, wrong):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, cut(1_000), wrong)
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert "range" not in publisher.asked[2].headers


def test_a_range_of_unknown_total_length_is_taken(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, cut(1_000), content_range("bytes 1000-99999/*"))
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert len(publisher.asked) == 2


def test_a_part_that_is_all_there_is_found_complete(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, *[cut(20_000)] * 5)

    class StopError(Exception):
        pass

    def stop(_download, received, _total):
        if received == 100_000:
            raise StopError

    with pytest.raises(StopError):
        Client(fetcher.folder, base=publisher.base, sleep=lambda _: None, progress=stop).get(
            download()
        )
    (fetcher.folder / "candidate_summary_2024.csv.part").write_bytes(ROWS)
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert publisher.asked[-1].status == 416


def test_a_part_nobody_asked_for_is_refused(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, status(206, b"abc", Content_Range="bytes 0-2/3"))
    assert fetcher.get(download()).path.read_bytes() == ROWS


# --- wrong lengths -----------------------------------------------------------------------------


def test_a_length_announced_too_long_ends_when_the_server_says_so(publisher, fetcher):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, announce(+500))
    fetched = fetcher.get(download())
    assert (fetched.bytes, fetched.path.read_bytes()) == (100_000, ROWS)
    assert publisher.asked[1].status == 416


def test_a_length_that_is_never_kept_fails(publisher, fetcher):
    publisher.serve(CSV, ROWS, etag="", modified="")
    publisher.next(CSV, *[announce(+500)] * 5)
    with pytest.raises(FetchError, match=r"received 100000 bytes, expected 100500") as problem:
        fetcher.get(download())
    assert "kept" not in str(problem.value)
    assert not (fetcher.folder / "candidate_summary_2024.csv").exists()


@pytest.mark.parametrize(("url", "body"), [(ZIP, zipped()), (JSON, json.dumps([1] * 999).encode())])
def test_a_length_announced_too_short_is_found_by_the_contents(publisher, fetcher, url, body):
    publisher.serve(url, body)
    publisher.next(url, announce(-20))
    assert fetcher.get(download(url)).path.read_bytes() == body
    assert len(publisher.asked) == 2
