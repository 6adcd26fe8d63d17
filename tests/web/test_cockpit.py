"""The cockpit: one screen over real records, at the machine only; every number leads to what it counts."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from tianfu.store import Store

from .conftest import browsing, links, settings_of


def screen(portal: TestClient, lang: str = "zh") -> str:
    answer = portal.get("/cockpit", params={"lang": lang})
    assert answer.status_code == 200
    return answer.text


def test_the_screen_is_shown_at_the_machine_only(furnished: Path, portal: TestClient, public: TestClient) -> None:
    assert portal.get("/cockpit").headers["cache-control"] == "no-store"
    assert public.get("/cockpit").status_code == 404
    with browsing(settings_of(furnished), client="10.0.0.7") as elsewhere:
        assert elsewhere.get("/cockpit").status_code == 403


def test_its_totals_are_those_of_the_version_records(portal: TestClient) -> None:
    store, registry = portal.app.state.store, portal.app.state.registry  # type: ignore[attr-defined]
    rows = sum(v.rows for i, v in store.records.newest().items() if not i.endswith("__problems") and registry.dataset(i).kind == "dataset")
    assert re.search(rf'href="/catalogue\?sort=rows">{rows:,}</a>', screen(portal))


def test_what_failed_and_what_is_late_stands_first(own: Path) -> None:
    with Store.open(settings_of(own)) as store:
        now = datetime.now(UTC)
        store.runs.finish(store.runs.start("library.hostile", at=now), "failed", message="x", at=now)
        version = store.version("library.libraries")
        assert version is not None
        with store.unit() as tx:
            store.records.amend(version.model_copy(update={"at": now - timedelta(days=100)}), tx)
    with browsing(settings_of(own)) as portal:
        page = screen(portal)
    concerns = page[page.index('id="h-concerns"') : page.index('class="cmore"')]
    assert concerns.index("上次运行未完成") < concerns.index("逾期 69 天")
    assert "2 个数据集需关注" in page


def test_nothing_of_a_closed_dataset_but_its_title_is_on_the_screen(portal: TestClient) -> None:
    page = screen(portal)
    assert not {w for w in ("R1", "赵六", "钱七") if w in page}


def test_every_way_on_leads_somewhere(portal: TestClient) -> None:
    gone = {h: s for h in links(screen(portal)) if (s := portal.get(h).status_code) not in (200, 303)}
    assert not gone


def test_hostile_titles_are_text_and_english_is_spoken(portal: TestClient) -> None:
    page = screen(portal, "en")
    assert "<img src=x" not in page
    for words in ("Runs today", "By prefecture", "Channels", "Leave the screen"):
        assert words in page


def test_it_asks_for_itself_again_by_script_and_without_a_reload(portal: TestClient) -> None:
    page = screen(portal)
    assert 'data-seconds="60"' in page
    assert "http-equiv" not in page
