"""The benchmark of workbooks reads and loads what it made."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.workbooks import workbooks  # noqa: E402


def test_a_workbook_is_read_and_loaded_beside_the_peer(tmp_path: Path) -> None:
    lines = workbooks(tmp_path, rows=300, repeats=1)
    assert [line.must for line in lines] == ["", "<= 3.0x", "", "<= 1500 MB"]
    assert all(line.ratio for line in lines[:3])
