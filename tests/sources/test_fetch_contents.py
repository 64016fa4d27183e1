"""What arrives must be the file: sound zips, no web pages, room on the disk."""

from __future__ import annotations

import gzip
import random
import shutil

import pytest
from fetch_samples import CSV, ROWS, ZIP, download, zipped
from misbehaving_server import chunked, good, status

from hustings.errors import FetchError
from hustings.sources.fetch import Client, Limits

pytest_plugins = ("fetching",)

#: Does not shrink, so that a byte flipped in the middle hits the data.
NOISY_ZIP = zipped(random.Random(2024).randbytes(50_000))


def damaged() -> bytes:
    middle = len(NOISY_ZIP) // 2
    return NOISY_ZIP[:middle] + bytes([NOISY_ZIP[middle] ^ 0xFF]) + NOISY_ZIP[middle + 1 :]


@pytest.mark.parametrize("bad", [damaged(), NOISY_ZIP[:-100], b"PK\x03\x04 not really"])
def test_a_damaged_zip_is_fetched_once_more(publisher, fetcher, bad):
    publisher.serve(ZIP, NOISY_ZIP)
    publisher.next(ZIP, status(200, bad, ETag='"v1"'))
    assert fetcher.get(download(ZIP)).path.read_bytes() == NOISY_ZIP
    assert "range" not in publisher.asked[1].headers
    assert not list(fetcher.folder.glob("*.bad"))


def test_a_zip_that_stays_damaged_is_set_aside(publisher, fetcher):
    publisher.serve(ZIP, damaged())
    with pytest.raises(FetchError, match=r"the zip is damaged .*, twice\. .*weball24\.zip\.bad"):
        fetcher.get(download(ZIP))
    assert (fetcher.folder / "weball24.zip.bad").read_bytes() == damaged()
    assert not (fetcher.folder / "weball24.zip").exists()
    assert not (fetcher.folder / "weball24.zip.part").exists()
    assert len(publisher.asked) == 2


def test_a_good_file_survives_a_damaged_successor(publisher, fetcher):
    publisher.serve(ZIP, NOISY_ZIP)
    path = fetcher.get(download(ZIP)).path
    publisher.serve(ZIP, damaged(), etag='"v2"', modified="Wed, 27 Nov 2024 09:00:00 GMT")
    with pytest.raises(FetchError, match="damaged"):
        fetcher.get(download(ZIP))
    assert path.read_bytes() == NOISY_ZIP


def test_a_zip_made_to_explode_is_refused(publisher, fetcher):
    publisher.serve(ZIP, zipped(bytes(80_000_000)))
    with pytest.raises(FetchError, match=r"would unpack .* more than 400 times"):
        fetcher.get(download(ZIP))
    assert len(publisher.asked) == 1


def test_a_zip_with_too_much_in_it_is_refused(publisher, tmp_path):
    publisher.serve(ZIP, zipped())
    client = Client(tmp_path, base=publisher.base, limits=Limits(zip_bytes=99_999))
    with pytest.raises(FetchError, match=r"would unpack to 100,000 bytes"):
        client.get(download(ZIP))


@pytest.mark.parametrize(
    ("url", "start"), [(ZIP, b"<html>"), (CSV, b"\xef\xbb\xbf\n<!DOCTYPE HTML>")]
)
def test_a_web_page_in_place_of_the_file_is_refused(publisher, fetcher, url, start):
    publisher.serve(url, start + b"<p>We are sorry.</p></html>")
    with pytest.raises(FetchError, match="a web page came in place of the file"):
        fetcher.get(download(url))
    assert len(publisher.asked) == 1


def test_an_empty_file_is_no_file(publisher, fetcher):
    publisher.serve(CSV, b"")
    with pytest.raises(FetchError, match="the file is empty, twice"):
        fetcher.get(download())


def test_a_packed_body_is_unpacked(publisher, fetcher):
    publisher.next(CSV, status(200, gzip.compress(ROWS), Content_Encoding="gzip", ETag='"v1"'))
    assert fetcher.get(download()).path.read_bytes() == ROWS


def test_a_packed_body_that_is_cut_is_not_resumed(publisher, fetcher):
    packed = gzip.compress(ROWS)
    publisher.serve(CSV, ROWS)

    def breaks_off(handler, _served):
        handler.head(200, Content_Length=str(len(packed)), Content_Encoding="gzip", ETag='"v1"')
        handler.body(packed[:1_000])
        handler.close_connection = True

    publisher.next(CSV, breaks_off)
    assert fetcher.get(download()).path.read_bytes() == ROWS
    assert "range" not in publisher.asked[1].headers


def test_a_packing_that_cannot_be_undone_is_refused(publisher, fetcher):
    publisher.next(CSV, status(200, b"\x0b\x02\x80abc", Content_Encoding="br"))
    with pytest.raises(FetchError, match="packed"):
        fetcher.get(download())


@pytest.mark.parametrize("behaviour", [good, chunked(ROWS[:60_000], ROWS[60_000:])])
def test_a_file_that_is_too_large_is_refused(publisher, tmp_path, behaviour):
    publisher.serve(CSV, ROWS)
    publisher.next(CSV, behaviour)
    client = Client(tmp_path, base=publisher.base, limits=Limits(max_bytes=99_999))
    with pytest.raises(FetchError, match=r"100,000 bytes or more, and the limit is 99,999"):
        client.get(download())
    assert not list(tmp_path.glob("*.part"))


def test_a_body_without_a_length_is_taken(publisher, fetcher):
    publisher.next(CSV, chunked(ROWS, ETag='"v1"'))
    assert fetcher.get(download()).bytes == 100_000


def test_a_disk_without_room(publisher, fetcher, monkeypatch):
    publisher.serve(CSV, ROWS)
    free = shutil.disk_usage(fetcher.folder)._replace(free=99_999)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(FetchError, match=r"100,000 bytes are to come .* room for 99,999"):
        fetcher.get(download())


def test_a_folder_that_cannot_be(publisher, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FetchError, match="cannot be kept"):
        Client(tmp_path / "file", base=publisher.base).get(download())
