"""Whatever bytes a money file holds: it is refused in words, or every line of it is accounted for.

Real files, and one that is made, are damaged at random and read in small pieces. A run tries the
same few hundred cases every time; HUSTINGS_FUZZ_SECONDS=300 tries new ones for so long, in each of
the tests, and says how many.
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import filing_peers as peers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hustings.errors import Fault, HustingsError
from hustings.sources.delimited import scan
from hustings.sources.events import Dated, LoadedBatch
from hustings.sources.fec.filing import rows as filing_rows
from hustings.sources.files import memory_file
from hustings.sources.pages import page

#: How many cases a plain run tries for each kind of file.
CASES = 60
#: No case takes a second; one that takes so many hangs.
HANGS = 60
BULK = {
    "fec.itcont": "sandeepk97_2024cycle_asof_2023-04/itcont_head27.txt",
    "fec.itoth": "sandeepk97_2024cycle_asof_2023-04/itoth_head33.txt",
    "fec.itpas2": "jk3587_fec2020_2020cycle_asof_2019-03-17/itpas2.txt.gz",
    "fec.oppexp": "jk3587_fec2020_2020cycle_asof_2019-03-17/oppexp.txt.gz",
    "fec.schedule_a_export": "schedule_a_exports_l3erkt/norman.csv.gz",
}
NOTICES = (
    "cand_id,cand_name,spe_id,spe_nam,ele_type,can_office_state,can_office_dis,can_office,"
    "cand_pty_aff,exp_amo,exp_date,agg_amo,sup_opp,pur,pay,file_num,amndt_ind,tran_id,image_num,"
    "receipt_dat,fec_election_yr,prev_file_num,dissem_dt\n"
    + '"H4CA34083","KIM, DAVID","C00799031","A ""FINE"" PAC",P2024,CA,34,H,DEMOCRATIC PARTY,'
    '"1,250.00",05-MAR-24,1250,O,"ADS, MAIL",MEDIA INC,1751234,N,SE.1,2024030,06-MAR-24,2024,,'
    "05-MAR-24\n" * 12
)
#: Bytes that mean something to some reader, and bytes that mean nothing to any.
BITS = [
    b"\x1c", b"|", b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xe9", b"\xc3\xa9",
    b"\xef\xbb\xbf", b"\xc2\xa0", b"\x85", b" ", b"\t", b"-", b".", b"1e9", b"9" * 40, b"nan",
    b"[BEGINTEXT]\n", b"[ENDTEXT]\n", b"[begin text]", b"\n[BEGINTEXT]\n", b"HDR\x1cFEC\x1c8.3\n",
    b"HDR,FEC,3.00\n", b"/* Header\n", b"/* End Header\n", b"SA11AI\x1c", b"SB17,", b"F3N\x1c",
    b"x" * 3000, b"20240230", b"C00000001",
]  # fmt: skip


def damaged(content: bytes, drawn: random.Random) -> bytes:
    """A file with one to eight faults in it."""
    data = bytearray(content)
    for _ in range(drawn.randint(1, 8)):
        at = drawn.randint(0, len(data))
        end = min(len(data), at + int(drawn.paretovariate(0.5)))
        match drawn.randrange(7):
            case 0:
                data[at:at] = drawn.choice(BITS)
            case 1:
                del data[at:end]
            case 2:
                data[at : at + 1] = bytes([drawn.randrange(256)])
            case 3:
                data[at:end] = drawn.choice(BITS)
            case 4:
                data[at:at] = data[at:end]
            case 5:
                other = drawn.randint(0, len(data))
                data[at:at] = data[other : other + drawn.randint(1, 400)]
            case 6 if drawn.random() < 0.3:
                del data[at:]
    return bytes(data)


def account(source: str, name: str, content: bytes, scope: dict[str, str]) -> bool:
    """Read a file; whether it was read and not refused. A fault, or a line too few, is an error."""
    told = 0
    try:
        for event in page(source).read(memory_file(name, content), scope):
            if not isinstance(event, Dated):
                told += event.lines
            if isinstance(event, LoadedBatch):
                event.rows.validate(full=True)
    except Fault:
        raise
    except HustingsError as problem:
        refused = str(problem)
    else:
        assert told == content.count(b"\n") + (not content.endswith(b"\n"))
        return True
    assert "\n" not in refused
    return False


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise TimeoutError(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def cases(name: str) -> Iterator[random.Random]:
    """The same draws on every run, or new ones for as long as the environment says."""
    wanted = float(os.environ.get("HUSTINGS_FUZZ_SECONDS", "0"))
    until = time.monotonic() + wanted
    first = random.randrange(10**12) if wanted else 0
    number = 0
    while number < CASES or time.monotonic() < until:
        yield random.Random(f"{name} {first + number}")
        number += 1
    print(f"{name}: {number:,} cases from {first}")


@cache
def filings() -> list[tuple[str, bytes]]:
    """The beginnings of the real filings, of which a few are longer than is needed here."""
    return [(name, b"".join(content.splitlines(keepends=True)[:40]) if content.count(b"\n") > 40
             else content) for name, content in peers.fixtures()]  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("part", range(4))
def test_a_damaged_filing_is_refused_or_accounted_for(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    read = 0
    for drawn in cases(f"filing {part}"):
        _, content = drawn.choice(filings())
        content = damaged(content, drawn)
        monkeypatch.setattr(filing_rows, "CHUNK", drawn.choice((64, 700, 8 << 20)))
        with no_longer_than(HANGS):
            read += account("fec.filing", "7.fec", content, {"filing": "7"})
    assert read > CASES / 4, "nearly all was refused: nothing was tried"


def bulk(source: str, shared_data: Path) -> bytes:
    """The first hundred lines of a real file."""
    if source == "fec.independent_expenditure":
        return NOTICES.encode()
    raw = (shared_data / "fec" / BULK[source]).read_bytes()
    content = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    return b"".join(content.splitlines(keepends=True)[:100])


@pytest.mark.shared
@pytest.mark.parametrize("source", [*BULK, "fec.independent_expenditure"])
def test_a_damaged_bulk_file_is_refused_or_accounted_for(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    content = bulk(source, shared_data)
    scope = {"cycle": "2024"} if "export" not in source else {"export": "x"}
    assert account(source, "x.txt", content, scope)
    read = 0
    for drawn in cases(source):
        monkeypatch.setattr(scan, "CHUNK", drawn.choice((256, 5000, 1 << 22)))
        with no_longer_than(HANGS):
            read += account(source, "x.txt", damaged(content, drawn), scope)
    assert read > CASES / 4, "nearly all was refused: nothing was tried"


FIELDS = st.one_of(
    st.sampled_from(
        ["", " ", '"', "10.00", "-1", "1e3", "20240305", "X", "é", "[BEGINTEXT]", "C1"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)


@given(
    st.sampled_from([*BULK, "fec.independent_expenditure"]),
    st.lists(st.lists(FIELDS, max_size=27), max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "cp1252", "utf-16"]),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_random_rows_of_bulk_files_are_refused_or_accounted_for(
    source: str, rows: list[list[str]], end: str, encoding: str
) -> None:
    delimiter = "," if page(source).format == "csv" else "|"
    text = end.join(delimiter.join(row) for row in rows)
    head = NOTICES.splitlines()[0] + "\n" if source == "fec.independent_expenditure" else ""
    content = (head + text).encode(encoding, errors="replace")
    account(
        source, "x.txt", content, {"cycle": "2024"} if "export" not in source else {"export": "x"}
    )
