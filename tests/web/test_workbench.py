"""The officer's desk: what to do today, the department's datasets with their runs, quality tasks, entries. At the machine only."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from tianfu.catalogue.entries import Actor, Entries
from tianfu.store import Store

from .conftest import ENTRY, browsing, settings_of

UNIT = "dept.culture_tourism"


def desk(portal: TestClient, unit: str = UNIT) -> dict[str, Any]:
    found: dict[str, Any] = portal.get("/workbench.json", params={"unit": unit}).json()
    return found


def test_the_desk_is_open_at_the_machine_only(furnished: Path, portal: TestClient, public: TestClient) -> None:
    for twin in ("", ".json", ".csv"):
        assert portal.get(f"/workbench{twin}").status_code == 200
        assert portal.get(f"/workbench{twin}").headers["cache-control"] == "no-store"
        assert public.get(f"/workbench{twin}").status_code == 404
    with browsing(settings_of(furnished), client="10.0.0.7") as elsewhere:
        assert {elsewhere.get(f"/workbench{twin}").status_code for twin in ("", ".json", ".csv")} == {403}


def test_a_department_sees_its_own_datasets_and_nobody_elses(portal: TestClient) -> None:
    found = desk(portal)["datasets"]
    assert {d["steward"] for d in found} == {UNIT}
    assert {d["id"] for d in found if d["id"].startswith("library.")} == {
        f"library.{n}" for n in ("libraries", "hostile", "readers", "waiting", "totals")
    }
    assert desk(portal, "dept.nobody")["datasets"] == []


def test_each_dataset_has_its_runs_and_a_state_in_a_word(portal: TestClient) -> None:
    by_id = {d["id"]: d for d in desk(portal)["datasets"]}
    assert by_id["library.libraries"]["runs"] == "done"
    assert by_id["library.waiting"]["state"] == "尚无数据"
    assert by_id["library.hostile"]["state"] == "正常"


def test_what_a_delivery_failed_is_a_task_with_a_way_to_mend_it(portal: TestClient) -> None:
    tasks = {t["task"]: t for t in desk(portal)["tasks"]}
    assert {"人次超出范围 1 条", "名称缺失 1 条"} <= set(tasks)
    task = tasks["人次超出范围 1 条"]
    assert task["corrected_percent"] == 0
    assert portal.get(task["page"]).status_code == 200
    page = portal.get("/workbench", params={"unit": UNIT}).text
    assert "/dataset/library.libraries/corrections.xlsx" in page


def test_a_run_that_failed_today_says_why_and_turns_the_dataset_red(own: Path) -> None:
    with Store.open(settings_of(own)) as store:
        now = datetime.now(UTC)
        store.runs.finish(store.runs.start("library.hostile", at=now), "failed", message="文件损坏 <b>broken</b>", at=now)
        long_ago = now - timedelta(days=3)
        store.runs.finish(store.runs.start("library.totals", at=long_ago), "failed", message="三天前", at=long_ago)
    with browsing(settings_of(own)) as portal:
        found = desk(portal)
        page = portal.get("/workbench", params={"unit": UNIT}).text
    assert [f["message"] for f in found["failed_today"]] == ["文件损坏 <b>broken</b>"]
    assert {d["id"]: d["state"] for d in found["datasets"]}["library.hostile"] == "上次运行未完成"
    assert "文件损坏 &lt;b&gt;broken&lt;/b&gt;" in page
    assert "三天前" not in page


def test_the_last_fourteen_runs_are_shown_newest_first(own: Path) -> None:
    with Store.open(settings_of(own)) as store:
        for n in range(20):
            at = datetime(2026, 11, 24, 5, n, tzinfo=UTC)
            store.runs.finish(store.runs.start("library.hostile", at=at), "unchanged" if n % 2 else "failed", at=at)
    with browsing(settings_of(own)) as portal:
        runs = {d["id"]: d["runs"].split() for d in desk(portal)["datasets"]}["library.hostile"]
    assert runs == ["unchanged", "failed"] * 7


def test_a_dataset_that_is_late_says_since_when(own: Path) -> None:
    """The cycle of the libraries is a month; its version is moved back by a quarter."""
    with Store.open(settings_of(own)) as store:
        version = store.version("library.libraries")
        assert version is not None
        with store.unit() as tx:
            store.records.amend(version.model_copy(update={"at": datetime.now(UTC) - timedelta(days=100)}), tx)
    with browsing(settings_of(own)) as portal:
        found = {d["id"]: d["state"] for d in desk(portal)["datasets"]}
    assert found["library.libraries"] == "逾期 69 天"


def test_entries_in_review_and_without_data_wait_for_their_department(own: Path) -> None:
    with Store.open(settings_of(own)) as store:
        Entries(store).write(ENTRY, Actor(UNIT, "张三"), at=datetime.now(UTC))
    with browsing(settings_of(own)) as portal:
        assert [(e["title"], e["state"]) for e in desk(portal)["entries"]] == [("公共图书馆名录", "草稿")]
        assert desk(portal, "dept.health")["entries"] == []


def test_the_table_shows_what_needs_a_look_and_on_request_all(portal: TestClient) -> None:
    few = portal.get("/workbench", params={"unit": UNIT}).text
    many = portal.get("/workbench", params={"unit": UNIT, "show": "all"}).text
    assert "尚未上报" not in few
    assert "尚未上报" in many
    assert portal.get("/workbench", params={"unit": UNIT, "show": "<script>"}).status_code == 200


def test_hostile_titles_are_text(portal: TestClient) -> None:
    page = portal.get("/workbench", params={"unit": UNIT, "show": "all"}).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_the_spreadsheet_has_a_row_for_each_dataset(portal: TestClient) -> None:
    rows = list(csv.DictReader(StringIO(portal.get("/workbench.csv", params={"unit": UNIT}).text.lstrip("\ufeff"))))
    assert {r["id"] for r in rows} == {d["id"] for d in desk(portal)["datasets"]}
    assert {r["steward"] for r in rows} == {UNIT}


def test_the_desk_speaks_english(portal: TestClient) -> None:
    page = portal.get("/workbench", params={"unit": UNIT, "lang": "en", "show": "all"}).text
    for words in ("Quality tasks", "Public libraries", "Visits: 1 records out of range", "No run failed today"):
        assert words in page
