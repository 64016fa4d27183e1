"""Fixtures for all tests."""

from pathlib import Path

import pytest

SHARED = (Path(__file__).parents[1] / ".." / "shared" / "data").resolve()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; in a plain checkout, which has none, the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip("the real files in ../shared/data are not here")
    return SHARED
