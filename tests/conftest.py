"""Fixtures for all tests."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# The same examples on every run, and no clock: a change must not fail by chance.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


class OneWorkerAFile(LoadScopeScheduling):
    """Hands out whole files, and all parity tests as one: what a file makes is made once.

    The marks of `--dist loadgroup` are not read: pytest 9.2 has them lost on their way
    (pytest-xdist 3.8 writes them into a name that it no longer looks at), without a word.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "parity" if "parity/" in file else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneWorkerAFile:
    return OneWorkerAFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: Spark, then files with dear tests, then all others."""
    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(ranks.get(item.path, 2), _rank(item))
    items.sort(key=lambda item: ranks[item.path])


def _rank(item: pytest.Item) -> int:
    if item.path.parent.name == "parity":
        return 0
    marks = {mark.name for mark in item.iter_markers()}
    names = getattr(item, "fixturenames", ())
    return 1 if "full_record" in names or marks & {"slow", "browser"} else 2


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
