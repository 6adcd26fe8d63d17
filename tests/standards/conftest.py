"""The tables of facts, read in place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.fixture(scope="session")
def facts(shared: Path) -> Callable[[str], Any]:
    """The content of a table of facts by its file name."""
    return lambda name: yaml.safe_load((shared / "standards" / name).read_text("utf-8"))
