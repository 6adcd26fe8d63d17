"""The benchmark of the search measures what it says, on a small catalogue."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.child import measured  # noqa: E402


def test_questions_recall_and_peers_are_measured_on_the_same_entries(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert measured("make_catalogue", home=home, entries=1_500)["entries"] == 1_500
    built = measured("rebuild_index", home=home)
    assert built["documents"] > 1_500
    assert built["bytes"] > 100_000
    asked = measured("search_questions", home=home, times=20)
    assert len(asked["words"]) == len(asked["again"]) == 20
    recall = measured("search_recall", home=home, times=60)
    assert recall["recall"] >= 0.95
    assert recall["lengths"] == [2, 3, 4, 5, 6]
    peers = measured("search_peers", home=home, times=20)
    assert peers["trigram_nothing"] > 0, "trigrams never find a word of two characters"


def test_readers_and_edits_are_measured_across_threads_and_processes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    measured("make_catalogue", home=home, entries=300)
    readers = measured("search_readers", home=home, readers=20, each=2)
    assert not readers["during"]["wrong"]
    assert len(readers["during"]["ms"]) == 40
    assert len(measured("search_edits", home=home, edits=2)["seconds"]) == 2
