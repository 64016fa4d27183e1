"""Fixtures for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run, and no clock: a change must not fail by chance.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

SHARED = (Path(__file__).parents[1] / ".." / "shared" / "data").resolve()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; in a plain checkout, which has none, the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip("the real files in ../shared/data are not here")
    return SHARED


@pytest.fixture(scope="session")
def full_record(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """A record of all the real files, loaded by the plan once for all workers.

    The donors of its exports are resolved in it.
    """
    from filelock import FileLock

    from hustings.record import Record, plan
    from hustings.record.donors.build import build
    from hustings.record.loading import load_all

    home = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        home = home.parent
    with FileLock(home / "full_record.lock"):
        folder = home / "full_record"
        if not (folder / "loaded").exists():
            outcomes = load_all(Record(folder), plan.read(Path(__file__).parent / "record.yml"))
            assert [str(one.error) for one in outcomes if one.error] == []
            build(Record(folder), 2024)
            (folder / "loaded").touch()
    return folder
