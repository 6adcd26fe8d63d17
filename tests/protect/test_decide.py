"""The decision: who sees which columns and rows, by which way in; reasons are never empty, offers never combine."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.model import (
    BROWSING,
    OPERATOR,
    PUBLIC,
    Access,
    Dataset,
    Decision,
    Grant,
    Purpose,
    Reader,
    ReaderKind,
    Sharing,
    problems_of,
    service,
)
from tianfu.model.declaration import declare_dataset
from tianfu.model.reader import CORRECTION
from tianfu.protect import BY_OPEN_FIELD, decide

TODAY = date(2026, 11, 24)
LEVELS = {"code": 1, "area": 2, "person": 3, "note": 3, "id_no": 4, "secret": 5}
MASKS = {"person": "name", "id_no": "id_no"}
STEWARD = Reader(id="li", kind=ReaderKind.staff, units=("dept.hrss", "dept.x"))
HEALTH = Reader(id="wang", kind=ReaderKind.staff, units=("dept.health",))
BASIS = "《中华人民共和国个人信息保护法》第二十五条"
DATASET = declare_dataset(
    """
title: 社会保障卡
steward: dept.hrss
source: {channel: upload}
columns:
  - {name: code, element: code, title: 编号}
  - {name: area, element: area, title: 行政区划}
  - {name: person, element: person_name, title: 姓名}
  - {name: note, element: text, title: 备注}
  - {name: id_no, element: citizen_id, title: 身份号码}
  - {name: secret, element: text, title: 密}
""",
    "cards.yaml",
    "hrss.cards",
)


def shared(**doors: Access) -> Dataset:
    return DATASET.model_copy(update={"sharing": Sharing(**{"basis": BASIS, **doors})})  # type: ignore[arg-type]  # doors and basis


OPEN = shared(to_public=Access.always)


def grant(**more: Any) -> Grant:
    values = {"id": "G1", "door": "share", "dataset": "hrss.cards", "reader": "unit:dept.health", "valid_from": date(2026, 1, 1)}
    return Grant.model_validate({**values, **more})


def seen(reader: Reader, dataset: Dataset = DATASET, *grants: Grant, purpose: Purpose = BROWSING, **more: Any) -> Decision:
    found = decide(reader, purpose, dataset, LEVELS, MASKS, grants, TODAY, **more)
    assert found.reasons
    return found


def test_everybody_sees_open_data_plainly_to_level_2_masked_at_3_and_no_further() -> None:
    for reader in (PUBLIC, HEALTH, service("environment")):
        found = seen(reader, OPEN)
        assert (found.columns, found.masks) == (("code", "area"), {"person": "name", "note": "hide"})
        assert "id_no" in str(found.reasons[-1])


def test_the_steward_and_the_operator_see_every_column_with_personal_ones_masked() -> None:
    for reader in (STEWARD, OPERATOR):
        found = seen(reader)
        assert (found.columns, found.masks) == (("code", "area", "note", "secret"), MASKS)


@pytest.mark.parametrize("kind", [ReaderKind.public, ReaderKind.service])
def test_only_staff_of_the_unit_is_the_steward(kind: ReaderKind) -> None:
    assert not seen(Reader(id="x", kind=kind, units=("dept.hrss",))).allowed


def test_without_a_way_in_the_door_that_would_help_is_named() -> None:
    assert "共享申请" in str(seen(HEALTH).reasons)
    assert "即获许可" in str(seen(HEALTH, shared(to_departments=Access.always)).reasons)
    assert "不予共享" in str(seen(HEALTH, shared(to_departments=Access.never)).reasons)
    assert "开放申请" in str(seen(PUBLIC).reasons)
    assert "授权运营" in str(seen(PUBLIC, shared(to_public=Access.never)).reasons)
    assert BASIS in str(seen(PUBLIC, shared(to_public=Access.never)).reasons)
    assert "pack.yaml" in str(seen(service("environment")).reasons)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valid_from": "2026-11-25"}, "自 2026-11-25 起"),
        ({"valid_to": "2026-11-23"}, "到期"),
        ({"purposes": ["verification"]}, "用途"),
        ({"columns": ["gone"]}, "已不存在"),
        ({"rows": [{"filter": "eq", "column": "gone", "value": "x"}]}, "重新签发"),
        ({"dataset": "hrss.other"}, "共享申请"),
        ({"reader": "unit:dept.other"}, "共享申请"),
        ({"reader": "dept.health"}, "共享申请"),
    ],
)
def test_a_grant_that_does_not_fit_says_why(more: dict[str, Any], said: str) -> None:
    found = seen(HEALTH, DATASET, grant(**more))
    assert not found.allowed
    assert said in str(found.reasons)


def test_a_grant_holds_on_its_first_and_last_day() -> None:
    assert seen(HEALTH, DATASET, grant(valid_from="2026-11-24", valid_to="2026-11-24")).allowed


def test_a_grant_of_all_columns_reaches_level_4_and_above_only_what_it_names() -> None:
    found = seen(HEALTH, DATASET, grant())
    assert (found.columns, found.masks) == (("code", "area", "note"), MASKS)
    assert seen(HEALTH, DATASET, grant(columns=["secret"])).columns == ("secret",)


def test_personal_columns_are_plain_only_where_the_grant_says_so() -> None:
    found = seen(HEALTH, DATASET, grant(columns=["person", "id_no"], unmasked=["id_no"]))
    assert (found.columns, found.masks) == (("id_no",), {"person": "name"})


def test_the_open_door_gives_no_more_by_grant_than_by_itself() -> None:
    found = seen(PUBLIC, DATASET, grant(door="open", reader="*"))
    assert (found.columns, found.masks) == (("code", "area"), {"person": "name", "note": "hide"})


@pytest.mark.parametrize(("door", "closed"), [("share", "to_departments"), ("open", "to_public"), ("use", "to_operation")])
def test_a_door_that_the_law_closes_stays_closed(door: str, closed: str) -> None:
    found = seen(HEALTH, shared(**{closed: Access.never}), grant(door=door))
    assert not found.allowed
    assert BASIS in str(found.reasons)
    assert seen(service("hrss"), shared(**{closed: Access.never}), grant(door=door, reader="app:hrss")).allowed, "a pack's own data"


def test_offers_never_combine_and_the_widest_wins() -> None:
    few, many = (
        grant(id="A", columns=["code"]),
        grant(id="B", columns=["code", "area"], rows=[{"filter": "eq", "column": "area", "value": "5101"}]),
    )
    found = seen(HEALTH, DATASET, few, many)
    assert (found.grant, found.columns, len(found.rows)) == ("B", ("code", "area"), 1)
    assert "A" in str(found.reasons)
    whole = grant(id="C", columns=["code", "area"])
    assert seen(HEALTH, DATASET, many, whole).grant == "C"
    assert seen(HEALTH, DATASET, grant(id="D", quota_rows=5), grant(id="E")).grant == "E"


def test_a_named_grant_is_used_or_nothing() -> None:
    assert seen(HEALTH, DATASET, grant(id="A", columns=["code"]), grant(id="B"), named="A").columns == ("code",)
    assert not seen(HEALTH, OPEN, named="X").allowed
    assert not seen(HEALTH, OPEN, grant(id="X", valid_to="2026-01-02"), named="X").allowed


def test_a_dataset_whose_levels_are_all_too_high_is_not_open() -> None:
    found = decide(PUBLIC, BROWSING, OPEN, {"secret": 5}, {}, [], TODAY)
    assert not found.allowed
    assert "均不允许开放" in str(found.reasons)


# -- problem rows

PROBLEM_LEVELS = {"run": 1, "record": 1, "outcome": 1, "field": 1, "check": 1, "value": 5, "cause": 1, "raw": 5}
PROBLEM_MASKS = {"value": "by_field", "raw": "by_record"}


def problems(reader: Reader, owner: Dataset, *grants: Grant) -> Decision:
    return decide(reader, BROWSING, problems_of(owner, 5), PROBLEM_LEVELS, PROBLEM_MASKS, grants, TODAY)


def test_problem_rows_of_open_data_are_open_without_the_raw_record() -> None:
    for reader in (PUBLIC, HEALTH, service("environment")):
        found = problems(reader, OPEN)
        assert found.columns == ("run", "record", "outcome", "field", "check", "cause")
        assert found.masks == {"value": BY_OPEN_FIELD}


@pytest.mark.parametrize("openness", [Access.on_request, Access.never])
def test_problem_rows_of_other_data_are_the_stewards_whatever_a_grant_says(openness: Access) -> None:
    owner = shared(to_public=openness)
    for reader in (PUBLIC, HEALTH):
        found = problems(reader, owner, grant(dataset="hrss.cards__problems", reader="*"))
        assert not found.allowed
        assert "只供提供部门" in str(found.reasons)
    for reader in (STEWARD, OPERATOR):
        assert problems(reader, owner).masks == PROBLEM_MASKS


# -- for all

ACCESS = st.sampled_from(list(Access))
GRANTS = st.lists(
    st.builds(
        grant,
        id=st.sampled_from("ABC"),
        door=st.sampled_from(["share", "open", "use"]),
        reader=st.sampled_from(["unit:dept.health", "wang", "*", "unit:dept.x", "public"]),
        columns=st.lists(st.sampled_from(list(LEVELS)), max_size=3).map(tuple),
        unmasked=st.lists(st.sampled_from(list(LEVELS)), max_size=2).map(tuple),
        valid_to=st.sampled_from([None, "2026-11-23", "2026-12-31"]),
    ),
    max_size=3,
)


@given(st.sampled_from([PUBLIC, HEALTH, STEWARD, OPERATOR, service("hrss")]), ACCESS, ACCESS, ACCESS, GRANTS)
def test_nobody_ever_sees_more_than_one_way_in_allows(
    reader: Reader, departments: Access, public: Access, operation: Access, grants: list[Grant]
) -> None:
    dataset = shared(to_departments=departments, to_public=public, to_operation=operation)
    found = seen(reader, dataset, *grants)
    shown = {*found.columns, *found.masks}
    assert shown <= set(LEVELS)
    assert not set(found.columns) & set(found.masks)
    named = {c for g in grants for c in g.columns}
    bared = {c for g in grants for c in g.unmasked}
    assert {c for c in found.columns if c in MASKS} <= bared
    if reader not in (STEWARD, OPERATOR):
        assert {c for c in shown if LEVELS[c] > 4} <= named
    if not found.allowed:
        assert not shown


def test_problem_rows_are_plain_only_to_those_who_put_them_right() -> None:
    for reader, purpose, plain in [
        (OPERATOR, CORRECTION, True),
        (STEWARD, CORRECTION, True),
        (OPERATOR, BROWSING, False),
        (STEWARD, BROWSING, False),
    ]:
        found = decide(reader, purpose, problems_of(shared(), 5), PROBLEM_LEVELS, PROBLEM_MASKS, (), TODAY)
        assert found.masks == ({} if plain else PROBLEM_MASKS)
    for reader in (PUBLIC, HEALTH, service("hrss")):
        assert not decide(reader, CORRECTION, problems_of(shared(), 5), PROBLEM_LEVELS, PROBLEM_MASKS, (), TODAY).allowed
    assert decide(OPERATOR, CORRECTION, DATASET, LEVELS, MASKS, (), TODAY).masks == MASKS
