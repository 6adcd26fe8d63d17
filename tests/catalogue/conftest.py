"""Small packs in a folder of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

PACK = "title: 图书馆\nitems: [37]\nstewards: [dept.culture_tourism]\n"
DATASET = """\
title: 图书馆名录
steward: dept.culture_tourism
source: {channel: administrative, files: libraries.csv}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: visits, element: count, title: 人次}
"""
DERIVED = """\
title: 总人次
steward: dept.culture_tourism
source: {channel: derived}
columns:
  - {name: visits, element: count, title: 人次}
"""
ANALYSIS = '''"""Sums."""


def totals(libraries: "ir.Table") -> "ir.Table":
    """All visits."""
    return libraries.aggregate(visits=libraries.visits.sum().cast("int64"))
'''

Write = Callable[..., Path]


@pytest.fixture
def pack(tmp_path: Path) -> Write:
    """Writes the pack `library`; further files by name, None leaves one out."""

    def write(**files: str | None) -> Path:
        folder = tmp_path / "packs" / "library"
        texts: dict[str, str | None] = {
            "__init__.py": '"""Libraries."""\n',
            "pack.yaml": PACK,
            "datasets/libraries.yaml": DATASET,
            "datasets/totals.yaml": DERIVED,
            "analyses.py": ANALYSIS,
        }
        texts |= {n.replace("__", "/").replace("_yaml", ".yaml").replace("_py", ".py"): t for n, t in files.items()}
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text, "utf-8")
        return folder

    return write
