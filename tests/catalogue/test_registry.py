"""Packs become one registry: datasets by id, inputs by the parameters of analyses, and a hash of all that gives a table its meaning."""

from pathlib import Path

import pytest

from tianfu.catalogue import UnknownDataset, load_packs
from tianfu.model import DeclarationError

from .conftest import ANALYSIS, DATASET, DERIVED, PACK, Write


def test_packs_of_the_tree_are_there_without_being_named() -> None:
    registry = load_packs()
    assert {"codes", "environment"} <= set(registry.packs)
    assert all(p.in_tree for p in registry.packs.values())


def test_a_folder_of_packs_adds_its_own_and_marks_them_as_from_outside(pack: Write) -> None:
    registry = load_packs((pack().parent,))
    assert registry.dataset("library.libraries").title == "图书馆名录"
    assert not registry.packs["library"].in_tree


def test_the_folder_of_one_pack_may_be_named_itself(pack: Write) -> None:
    assert "library" in load_packs((pack(),)).packs


def test_an_unknown_id_names_the_near_one(pack: Write) -> None:
    registry = load_packs((pack().parent,))
    with pytest.raises(UnknownDataset, match=r"did you mean 'library\.libraries'"):
        registry.dataset("library.librarys")


def test_inputs_follow_from_the_parameters(pack: Write) -> None:
    registry = load_packs((pack().parent,))
    assert registry.inputs("library.totals") == ("library.libraries",)
    assert registry.inputs("library.libraries") == ()
    assert registry.consumers("library.libraries") == ("library.totals",)


def test_reads_give_datasets_of_other_packs_a_name(pack: Write) -> None:
    reading = ANALYSIS.replace("libraries:", "libraries: 'ir.Table', stations: 'pa.Table', today: 'date', floor:")
    folder = pack(
        pack_yaml=PACK + "reads: {stations: environment.stations}\n",
        analyses_py=reading,
        figures_yaml="floor: {2020-01-01: {value: 3, from: 馆办发1号}}",
    )
    parameters = {p.name: (p.kind, p.of, p.arrow) for p in load_packs((folder,)).parameters("library.totals")}
    assert parameters == {
        "libraries": ("dataset", "library.libraries", False),
        "stations": ("dataset", "environment.stations", True),
        "today": ("today", "", False),
        "floor": ("figure", "floor", False),
    }


def hashes(folder: Path) -> dict[str, str]:
    registry = load_packs((folder,))
    return {name: registry.hash(f"library.{name}") for name in ("libraries", "totals")}


def test_the_hash_is_the_same_every_time(pack: Write) -> None:
    assert hashes(pack()) == hashes(pack())


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        ({"datasets__libraries_yaml": DATASET + "rules: [{rule: between, column: visits, low: 0}]\n"}, {"libraries"}),
        ({"datasets__libraries_yaml": DATASET.replace("element: count", "element: integer")}, {"libraries"}),
        ({"datasets__libraries_yaml": DATASET.replace("files: libraries.csv", "files: l*.csv")}, {"libraries"}),
        ({"analyses_py": ANALYSIS.replace(".sum()", ".max()")}, {"totals"}),
        ({"datasets__libraries_yaml": DATASET.replace("图书馆名录", "公共图书馆名录")}, set()),
        ({"datasets__libraries_yaml": DATASET + "sharing: {to_public: always}\nrefresh: daily\n"}, set()),
        ({"datasets__totals_yaml": DERIVED.replace("人次}", "人次合计}")}, set()),
    ],
)
def test_the_hash_changes_with_what_changes_rows_and_with_nothing_else(pack: Write, change: dict[str, str], stale: set[str]) -> None:
    before = hashes(pack())
    after = hashes(pack(**change))
    assert {n for n in before if before[n] != after[n]} == stale


def test_a_changed_figure_makes_what_was_computed_with_it_stale(pack: Write) -> None:
    with_floor = {"analyses_py": ANALYSIS.replace('libraries: "ir.Table"', 'libraries: "ir.Table", floor: "ir.Table"')}
    before = hashes(pack(**with_floor, figures_yaml="floor: {2020-01-01: {value: 3, from: a}}"))
    after = hashes(pack(**with_floor, figures_yaml="floor: {2020-01-01: {value: 4, from: a}}"))
    assert {n for n in before if before[n] != after[n]} == {"totals"}


def test_every_problem_of_every_file_is_told_at_once(pack: Write) -> None:
    folder = pack(
        pack_yaml=PACK.replace("items", "itmes"),
        datasets__libraries_yaml=DATASET.replace("title: 图书馆名录", "titel: x"),
        analyses_py="def totals(:\n",
        figures_yaml="floor: {2020-13-01: {value: 3, from: a}, 2021-01-01: {value: 3}}",
    )
    with pytest.raises(DeclarationError) as error:
        load_packs((folder,))
    told = [str(p) for p in error.value.problems]
    assert "library/pack.yaml:2: 'itmes' is not known here; did you mean 'items'?" in told
    assert "library/datasets/libraries.yaml:1: 'titel' is not known here; did you mean 'title'?" in told
    assert any(t.startswith("library/analyses.py:1: not Python") for t in told)
    assert any("'2020-13-01' is not a day" in t for t in told)
    assert any("'from' is missing" in t for t in told)


def test_two_packs_of_one_name_are_refused(pack: Write) -> None:
    folder = pack()
    with pytest.raises(DeclarationError, match="there is a pack 'library' already"):
        load_packs((folder.parent, folder))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no such folder"):
        load_packs((tmp_path / "nowhere",))


def test_an_installed_package_names_its_pack_by_an_entry_point(pack: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = pack()
    folder.rename(tmp_path / "library")
    about = tmp_path / "city-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: city\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[tianfu.packs]\nlibrary = library\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert not load_packs().packs["library"].in_tree
