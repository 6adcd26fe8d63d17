"""The commands that look after tables, on a real home, in JSON and in words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .loading import Delivery, ids, loaded, opened, readings, rows

TIANFU = str(Path(sys.executable).with_name("tianfu"))
ID = "demo.readings"


@pytest.fixture
def filled(home: Path) -> Path:
    with opened(home) as store:
        for n in range(3):
            loaded(store, readings("append"), Delivery(rows(range(n * 10, n * 10 + 10)), number=n + 1), f"run-{n}")
    return home


def tianfu(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TIANFU, "--lang", "en", "--home", str(home), "store", *arguments], capture_output=True, text=True, check=False)


def test_deleting_only_counts_until_it_is_meant(filled: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.csv"
    keys.write_text("id\nr0000003\nr0000025\nnobody\n")
    said = tianfu(filled, "delete", ID, "--reason", "erasure", "--keys", str(keys))
    assert "2 rows would be deleted" in said.stdout
    done = json.loads(tianfu(filled, "delete", ID, "--reason", "erasure", "--keys", str(keys), "--yes", "--json").stdout)
    assert (done["rows"], done["version"]) == (2, 4)
    with opened(filled) as store:
        assert len(ids(store)) == 28


def test_putting_together_restoring_and_expiring_follow_each_other(filled: Path) -> None:
    assert json.loads(tianfu(filled, "compact", "--json").stdout) == [{"dataset": ID, "before": 3, "files": 1}]
    assert json.loads(tianfu(filled, "restore", ID, "2", "--reason", "wrong file", "--json").stdout)["rows"] == 20
    compared = json.loads(tianfu(filled, "diff", ID, "3", "4", "--json").stdout)
    assert (compared["added"], compared["removed"], len(compared["rows"])) == (0, 10, 10)
    assert "3 versions" in tianfu(filled, "expire", ID, "--keep-versions", "1").stdout
    gone = tianfu(filled, "restore", ID, "1", "--reason", "again")
    assert gone.returncode == 3
    assert "expired" in gone.stderr


def test_a_question_that_cannot_be_asked_is_a_sentence(filled: Path) -> None:
    said = tianfu(filled, "delete", ID, "--reason", "x", "--where", "idd=1")
    assert said.returncode == 6
    assert "did you mean 'id'" in said.stderr
