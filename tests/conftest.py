"""Fixtures for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run, and no clock: a change must not fail by chance.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group and order the tests, so that no worker makes again what another has made."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None and _shares(item):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))
    items.sort(key=_rank)


def _shares(item: pytest.Item) -> bool:
    """Whether a test takes the record of all files, or a fixture that its file makes once."""
    known = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    return "full_record" in known or any(one[-1].scope == "module" for one in known.values())


def _rank(item: pytest.Item) -> int:
    """Spark first, then other groups, then slow tests one by one, then all others."""
    group = item.get_closest_marker("xdist_group")
    if group:
        return 0 if group.args == ("spark",) else 1
    return 2 if item.get_closest_marker("slow") else 3


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
