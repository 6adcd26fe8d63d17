"""Entries compiled from service items: real ones of a district, and what a draft suggests."""

import csv
from pathlib import Path

import pytest

from tianfu.catalogue.entries import Entries, flaws
from tianfu.catalogue.entries.compiling import COLUMNS, Matter, compile_all, compile_from, compile_new
from tianfu.catalogue.entries.resource_codes import credit_code_problem
from tianfu.catalogue.entries.yaml_face import as_yaml, read_entries
from tianfu.model import DeclarationError, EntryState
from tianfu.store import Store

from .conftest import CLERK, CODE, NOW, entry

LICENCE = Matter("区文广旅局", "演示许可", f"511A01-511602000000-000-{CODE}-1-00", "1", "083372204")


@pytest.fixture(scope="module")
def items(shared: Path) -> list[Matter]:
    """908 service items of a district of Guang'an, as the service hall names them."""
    with (shared / "data" / "government" / "guangan_service_items.csv").open(encoding="utf-8") as file:
        return [Matter(**{n: row[n] for n in COLUMNS}) for row in csv.DictReader(file)]


def test_a_draft_suggests_title_abstract_provider_and_items() -> None:
    draft = compile_from([LICENCE])
    assert draft.title == "演示许可办理信息"
    assert draft.provider == "区文广旅局"
    assert draft.provider_code == CODE, "the code stands inside the item's code"
    assert draft.category[0] == "3"
    assert [i.title for i in draft.items] == ["事项编码", "事项名称", "申请人", "受理时间", "办结时间", "办理结果", "证照编号", "有效期至"]
    assert flaws(draft) == ()


def test_a_code_that_does_not_prove_itself_is_left_to_be_filled_in() -> None:
    draft = compile_from([Matter("区公管办", "演示备案", "512B-511602000000-000-06032418-9-1-00", "10", "06032418-9")])
    assert draft.provider_code == ""
    assert [f.where for f in flaws(draft)] == ["provider_code"]


def test_several_codes_of_one_item_become_one_entry() -> None:
    other = Matter("区文广旅局", "演示许可", f"511A02-511602000000-000-{CODE}-1-00", "1")
    (draft,) = compile_all([other, LICENCE])
    assert draft.matters == (LICENCE.item_code, other.item_code)


def test_908_real_items_become_drafts_in_one_go_and_again_nothing(store: Store, items: list[Matter]) -> None:
    drafts = list(compile_all(items))
    assert len(drafts) == len({d.id for d in drafts}) == 908
    assert sum(1 for d in drafts if credit_code_problem(d.provider_code) is None) > 700
    assert compile_new(store, drafts, CLERK, NOW) == (908, 0)
    assert compile_new(store, drafts, CLERK, NOW) == (0, 908)
    assert Entries(store).of(drafts[0].id).state is EntryState.draft


def test_what_people_have_written_is_not_compiled_over(store: Store) -> None:
    draft = compile_from([LICENCE])
    Entries(store).write(draft.model_copy(update={"title": "手工改过"}), CLERK, at=NOW)
    assert compile_new(store, [draft], CLERK, NOW) == (0, 1)
    assert Entries(store).of(draft.id).entry.title == "手工改过"


def test_an_entry_goes_out_as_yaml_and_comes_back_the_same(tmp_path: Path) -> None:
    whole = entry(areas=("510104", "510105"), category=("1", "02", "001", "7"), matters=("001", "yes"))
    (tmp_path / "e.yaml").write_text(as_yaml(whole), "utf-8")
    assert read_entries([tmp_path / "e.yaml"]) == [whole]


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: A\ntitel: x\nabstract: x\nprovider: x\nitems: [{title: x, type: Q}]\n", "utf-8")
    (tmp_path / "b.yaml").write_text("id: b\n", "utf-8")
    with pytest.raises(DeclarationError) as told:
        read_entries([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    said = [str(p) for p in told.value.problems]
    assert len([p for p in said if p.startswith("a.yaml")]) == 4
    assert any("did you mean 'title'" in p for p in said)
    assert any(p.startswith("b.yaml") for p in said)
