"""A record of the FEC's masters, summaries and gifts alone: what networks and industries rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from hustings.record import Record, View, plan
from hustings.record.loading import load_all

SOURCES = {"fec.cm", "fec.webk", "fec.cn", "fec.weball", "fec.itpas2", "fec.schedule_a_export"}


@pytest.fixture(scope="session")
def fec_record(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("networks") / "record"
    wanted = [
        one
        for one in plan.read(Path(__file__).parents[1] / "record.yml")
        if one.source in SOURCES
        and (one.source != "fec.weball" or one.item.file.name == "weball24_final_harsh.txt.gz")
    ]
    outcomes = load_all(Record(folder), wanted)
    assert [str(one.error) for one in outcomes if one.error] == []
    return folder


@pytest.fixture(scope="session")
def view(fec_record: Path) -> View:
    return Record(fec_record).view()
