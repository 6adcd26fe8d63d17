"""A derived dataset is computed under the pack's own reader, checked like any other, and again only when something changed."""

from datetime import date

import pytest

from tianfu.flow import MissingInput
from tianfu.flow.grants import ensure_grants
from tianfu.model import Refused, service

from .conftest import CSV, Place

ID, INPUT = "library.totals", "library.libraries"


def test_it_is_computed_from_its_inputs_and_says_from_which_version(place: Place) -> None:
    place.put(CSV)
    place.load()
    run = place.derive()
    assert (run.state, run.counts.accepted) == ("done", 2)
    assert place.rows(ID) == [("510107", 15), ("510703", 7)]
    version = place.store.version(ID)
    assert version
    assert version.inputs == {INPUT: 1}


def test_without_a_change_it_is_not_computed_again(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.derive()
    assert place.derive().state == "unchanged"
    assert len(place.store.versions(ID)) == 1


def test_a_new_version_of_an_input_computes_it_again(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.derive()
    place.put(CSV + "L4,510703,3\n")
    place.load()
    assert place.derive().version == 2
    assert place.rows(ID) == [("510107", 15), ("510703", 10)]


def test_a_changed_analysis_computes_it_again(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.derive()
    place.change("analyses.py", ".sum()", ".max()")
    assert place.derive().state == "done"
    assert place.rows(ID) == [("510107", 10), ("510703", 7)]


def test_arrow_rows_are_given_where_the_analysis_asks_for_them(place: Place) -> None:
    place.change("analyses.py", 'libraries: "ir.Table") -> "ir.Table"', 'libraries: "pa.Table") -> "pa.Table"')
    old = 'libraries.group_by("area").aggregate(visits=libraries.visits.sum().cast("int64"))'
    place.change("analyses.py", old, 'libraries.group_by("area").aggregate([("visits", "sum")]).rename_columns(["area", "visits"])')
    place.put(CSV)
    place.load()
    place.derive()
    assert place.rows(ID) == [("510107", 15), ("510703", 7)]


WITH_A_FLOOR = '''"""Sums."""


def totals(libraries: "ir.Table", floor: "ir.Table", today: "date") -> "ir.Table":
    """Visits by division, of libraries above the floor."""
    assert today.year == 2026
    rows = libraries.cross_join(floor)
    rows = rows.filter(rows.visits > rows.value)
    return rows.group_by("area").aggregate(visits=rows.visits.sum().cast("int64"))
'''


def test_figures_and_the_day_are_arguments_like_tables(place: Place) -> None:
    (place.pack / "figures.yaml").write_text("floor: {2020-01-01: {value: 6, from: 馆办发1号}}", "utf-8")
    (place.pack / "analyses.py").write_text(WITH_A_FLOOR, "utf-8")
    place.again()
    place.put(CSV)
    place.load()
    place.derive()
    assert place.rows(ID) == [("510107", 10), ("510703", 7)]


def test_derived_rows_are_checked_like_any_other(place: Place) -> None:
    place.change("datasets/totals.yaml", "key: [area]\n", "key: [area]\nrules: [{rule: between, column: visits, high: 10}]\n")
    place.put(CSV)
    place.load()
    counts = place.derive().counts
    assert (counts.read, counts.kept, counts.quarantined) == (2, 1, 1)


def test_an_input_without_data_is_named(place: Place) -> None:
    with pytest.raises(MissingInput, match=INPUT):
        place.derive()
    assert place.store.runs.recent(ID) == []


def test_the_pack_reads_by_a_grant_that_is_recorded_once_and_journalled(place: Place) -> None:
    place.put(CSV)
    place.load()
    place.derive()
    place.put(CSV.replace("10\n", "12\n"))
    place.load()
    place.derive()
    (grant,) = [g for g in place.store.grants.on(INPUT) if g.reader == service("library").id]
    assert (grant.door, grant.basis, grant.purposes) == ("share", "pack declaration", ("derivation",))
    events = [e for e in place.store.journal.events() if e.who == service("library").id and e.dataset == INPUT]
    assert [e.verb for e in events].count("grant") == 1
    assert [e.verb for e in events].count("read") == 2


def test_a_revoked_grant_stays_revoked(place: Place) -> None:
    place.put(CSV)
    place.load()
    ensure_grants(place.store, place.registry, place.registry.packs["library"], now=place.now)
    ended = {"valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}
    for grant in place.store.grants.on(INPUT):
        place.store.grants.record(grant.model_copy(update=ended))
    with pytest.raises(Refused):
        place.derive()
    assert place.store.version(ID) is None


def test_an_analysis_of_a_pack_from_outside_gets_rows_and_no_way_to_the_tables(place: Place) -> None:
    place.change("analyses.py", "    return", "    assert type(libraries.op()).__name__ == 'InMemoryTable'\n    return")
    place.put(CSV)
    place.load()
    assert place.derive().state == "done"
