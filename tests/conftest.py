"""What every test may use: the outside material beside the repository, and a fresh home."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONG = ("tests/release/test_kill_all.py", "tests/journeys/", "tests/store/test_kill_rounds.py", "tests/release/test_kill_zones.py")
"""Files that take minutes, mostly waiting for other processes: they come first, so that no worker waits for another at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((n for n, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))

    items.sort(key=place)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside data, standards and conformance suites; TIANFU_SHARED names another place."""
    folder = Path(os.environ.get("TIANFU_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.fail(f"{folder} is missing: tests read data, standards and conformance suites there (TIANFU_SHARED names another place)")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder of an installation."""
    return tmp_path / "home"
