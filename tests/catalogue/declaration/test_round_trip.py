"""Form -> YAML -> the same dataset, for every dataset there is; what has no field stays in YAML."""

import pytest

from tianfu.catalogue import Registry, load_packs
from tianfu.catalogue.declaration.as_yaml import for_people, in_full
from tianfu.catalogue.declaration.checked import checked
from tianfu.catalogue.declaration.form import COLUMN, DOORS, FIELDS, MOST, OTHER, RULE, Filled, filled
from tianfu.catalogue.declaration.joined import joined
from tianfu.catalogue.declaration.split import form_of
from tianfu.catalogue.declaration.started import started
from tianfu.catalogue.sheets.declaration_out import declaration_workbook
from tianfu.model import declare_dataset, read_yaml

REGISTRY: Registry = load_packs()
IDS = [d.id for d in REGISTRY.datasets()]


def sent(form: Filled) -> list[tuple[str, str]]:
    """The form as a browser sends it back."""
    pairs = [(n, v) for n, v in form.values.items() if n != "blank" or v]
    for kind, rows, parts in (("columns", form.columns, COLUMN), ("rules", form.rules, RULE)):
        pairs += [(f"{kind}.{n}.{p}", row.get(p, "")) for n, row in enumerate(rows) for p in parts if p != "required" or row.get(p)]
    return pairs


@pytest.mark.parametrize("dataset_id", IDS)
def test_every_dataset_comes_back_as_it_was(dataset_id: str) -> None:
    dataset = REGISTRY.dataset(dataset_id)
    found = checked(filled(sent(form_of(dataset))), REGISTRY)
    assert found.problems == {}
    assert found.dataset == dataset == declare_dataset(found.yaml, "form", dataset_id)


@pytest.mark.parametrize("dataset_id", IDS)
def test_a_file_and_a_workbook_begin_the_same_form(dataset_id: str) -> None:
    dataset = REGISTRY.dataset(dataset_id)
    text = checked(form_of(dataset), REGISTRY).yaml
    for content, name in ((text.encode(), f"{dataset.name}.yaml"), (declaration_workbook(dataset), "x.xlsx")):
        begun = started(content, name)
        assert not begun.lost
        assert declare_dataset(checked(begun.form, REGISTRY).yaml, name, dataset_id) == dataset


def test_the_file_for_people_says_what_was_checked() -> None:
    for dataset in REGISTRY.datasets():
        content = joined(form_of(dataset)).content
        assert read_yaml(for_people(content), "a").content == read_yaml(in_full(content), "b").content == content


def test_what_has_no_field_is_kept_as_yaml() -> None:
    form = form_of(REGISTRY.dataset("environment.air_hourly"))
    assert "shape: unpivot" in form.values["more"]
    assert [(r["rule"], r["yaml"][:15]) for r in form.rules] == [(OTHER, "{rule: monotone")]
    without = [d.id for d in REGISTRY.datasets() if not form_of(d).values["more"] and all(r["rule"] != OTHER for r in form_of(d).rules)]
    assert "population.conflicts" in without


def test_every_part_that_is_in_a_field_is_in_no_yaml() -> None:
    for dataset in REGISTRY.datasets():
        more = read_yaml(form_of(dataset).values["more"], "more").content
        assert set(more) <= {"source", "sources", "kind", "lowered_because", "charts"}, dataset.id
    assert set(DOORS) < set(FIELDS)
    assert MOST == {"columns": 300, "rules": 100}
