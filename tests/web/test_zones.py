"""Two zones: the public one has no way in, nothing of what is inside, and shows the same rows."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from tianfu.model import Settings, Zone
from tianfu.release import WrongHome
from tianfu.store import UnknownDataset
from tianfu.web.app import create

from .conftest import browsing, links, released, settings_of

READING = {"GET", "HEAD", "OPTIONS"}
MORE = (
    "/entry/new",
    "/entries/new",
    "/entry/x/edit",
    "/entry/x/review",
    "/reviews",
    "/requests",
    "/exchange",
    "/corrections",
    "/dataset/library.libraries/upload",
    "/dataset/library.libraries/correct",
    "/dataset/library.libraries/template.xlsx",
    "/dataset/library.libraries/problems",
    "/dataset/library.libraries/problems.csv",
    "/jobs",
    "/jobs/1",
    "/inbox",
    "/admin",
    "/docs",
    "/redoc",
    "/openapi.json",
)
"""Paths that are, were or might be something inside."""
LEAKED = {
    "TIANFU_DATA": "/srv/data",
    "TIANFU_PACKS": "packs",
    "TIANFU_AUTO_RELEASE": "true",
    "TIANFU_DEMO": "true",
    "TIANFU_CONNECTION_TAX": "postgresql://reader:secret@10.0.0.1/tax",
    "TIANFU_UPLOAD_BYTES": "1000000",
}


def routes(app: Any) -> Iterator[tuple[str, set[str]]]:
    """Every address of the application with its methods, however deep routers lie in each other. What is no route fails the sweep."""

    def walk(found: list[BaseRoute]) -> Iterator[tuple[str, set[str]]]:
        for route in found:
            inner = getattr(route, "original_router", route)
            if hasattr(inner, "routes"):
                yield from walk(inner.routes)
            else:
                yield inner.path, set(inner.methods)  # type: ignore[attr-defined]  # a route has both

    yield from walk(app.routes)


def addresses(browser: TestClient) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, methods in routes(browser.app):
        found.setdefault(path, set()).update(methods)
    return found


def filled(path: str) -> str:
    """An address with something in the place of each parameter."""
    known = {"dataset_id": "library.libraries", "kind": "csv", "column": "kind", "number": "1", "rest:path": "x", "path:path": "x"}
    return re.sub(r"\{([^}]+)\}", lambda m: known.get(m[1], "1"), path)


def test_the_sweep_sees_routes(portal: TestClient, public: TestClient) -> None:
    assert {"/", "/catalogue", "/dataset/{dataset_id}", "/healthz"} <= set(addresses(public)) < set(addresses(portal))
    assert any("POST" in methods for methods in addresses(portal).values())


def test_no_address_of_the_public_zone_takes_anything_but_reading(public: TestClient) -> None:
    assert {path: methods for path, methods in addresses(public).items() if methods - READING} == {}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_whatever_is_sent_is_refused(public: TestClient, portal: TestClient, method: str) -> None:
    for path in {*map(filled, addresses(portal)), *MORE}:
        answer = public.request(method, path, content=b"x", headers={"origin": "http://localhost"})
        assert answer.status_code in (403, 404, 405, 413), path


def test_what_only_the_internal_zone_has_is_not_there(public: TestClient, portal: TestClient) -> None:
    inside = set(addresses(portal)) - set(addresses(public))
    assert {"/dataset/{dataset_id}/upload", "/jobs/{number}", "/dataset/{dataset_id}/problems"} <= inside
    for path in {*map(filled, inside), *MORE}:
        assert public.get(path).status_code == 404, path


def test_internal_settings_that_leak_into_the_environment_open_nothing(furnished: Path, tmp_path: Path, public: TestClient) -> None:
    folder = released(furnished, tmp_path / "portal")
    environ = {**LEAKED, "TIANFU_PACKS": str(folder / "packs"), "TIANFU_HOME": str(folder / "public"), "TIANFU_ZONE": "public"}
    with browsing(Settings.from_environ(environ)) as leaked:
        assert addresses(leaked) == addresses(public)
        assert leaked.get("/dataset/library.readers").status_code == 404
        for path in MORE:
            assert leaked.get(path).status_code == 404, path
        pages = "".join(leaked.get(p).text for p in ("/", "/catalogue", "/query", "/healthz", "/api/v1/openapi.json"))
        assert not [v for v in ("/srv/data", "10.0.0.1", "secret") if v in pages]


def test_what_was_not_released_does_not_even_have_a_name(public: TestClient) -> None:
    known = public.get("/catalogue.json").json()
    assert {d["id"] for d in known["datasets"]} == {"library.libraries", "library.hostile", "library.totals", "codes.areas"}
    for path in ("/dataset/library.readers", "/api/v1/datasets/library.readers", "/api/v1/datasets/library.readers/rows"):
        answer = public.get(path, headers={"accept": "application/json"})
        assert answer.status_code == 404
        assert "读者" not in answer.text
    assert public.get("/api/v1/query", params={"sql": "select * from library.readers"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/datasets/library.libraries/rows?limit=7&sort=-visits",
        "/api/v1/datasets/library.libraries/count?visits.gte=100",
        "/api/v1/datasets/library.libraries/facets/kind",
        "/dataset/library.libraries/download.csv",
        "/api/v1/datasets/library.hostile/rows",
        "/api/v1/datasets/codes.areas/rows?limit=500",
    ],
)
def test_the_same_address_gives_the_same_bytes_in_both_zones(portal: TestClient, public: TestClient, path: str) -> None:
    here, there = portal.get(path), public.get(path)
    assert here.status_code == there.status_code == 200
    assert here.content == there.content


def test_no_page_of_the_public_zone_leads_to_something_that_is_not_there(public: TestClient) -> None:
    seen: set[str] = set()
    waiting = ["/", "/entries"]
    while waiting and len(seen) < 120:
        path = waiting.pop()
        if path in seen or path.startswith("/static/"):
            continue
        seen.add(path)
        answer = public.get(path)
        assert answer.status_code == 200, path
        if "html" in answer.headers["content-type"]:
            assert not [w for w in ("/upload", "/jobs", "/problems", "/entry/new", 'method="post"', "libraries.csv") if w in answer.text], (
                path
            )
            waiting += [link for link in links(answer.text) if link not in seen and "after=" not in link]
    assert len(seen) > 30
    assert {"/entries", "/entry/libraries"} <= seen


def test_each_zone_says_which_it_is(portal: TestClient, public: TestClient) -> None:
    assert "内部区：政务网" in portal.get("/").text
    assert "公开区：只有已开放的数据" in public.get("/").text
    assert (portal.get("/healthz").json()["zone"], public.get("/healthz").json()["zone"]) == ("internal", "public")


def test_a_page_of_the_public_zone_names_its_source_and_not_its_files(public: TestClient) -> None:
    page = public.get("/dataset/library.libraries").text
    assert "自愿提供" in page
    assert "libraries.csv" not in page
    assert "library.libraries" in public.get("/dataset/library.totals").text, "lineage among what is released"


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it holds within a second, which the index may take."""
    until = time.monotonic() + 1
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def test_a_release_shows_at_once_while_the_portal_runs(furnished: Path, tmp_path: Path) -> None:
    from tianfu.catalogue import load_packs
    from tianfu.release import push, receive, signing_key, trusted, withdraw
    from tianfu.store import Store

    folder = released(furnished, tmp_path / "portal")
    settings = settings_of(folder)
    with browsing(Settings(home=folder / "public", zone=Zone.public)) as browser:
        assert browser.get("/dataset/library.hostile").status_code == 200
        with Store.open(settings) as inside:
            withdraw(inside, "library.hostile", by="dept.culture_tourism", reason="")
            push(inside, load_packs(settings.packs), folder / "gap", signing_key(settings.home))
        with Store.open(Settings(home=folder / "public", zone=Zone.public)) as outside:
            receive(outside, folder / "gap", trusted(folder / "public"))
            with pytest.raises(UnknownDataset):
                outside.dataset("library.hostile")
        assert browser.get("/dataset/library.hostile").status_code == 404
        assert browser.get("/api/v1/datasets/library.hostile/rows").status_code == 404
        assert soon(lambda: browser.get("/catalogue.json?kind=dataset").json()["total"] == 3)


def test_the_home_of_the_internal_zone_is_not_served_as_the_public_one(own: Path) -> None:
    with pytest.raises(WrongHome, match="internal zone"):
        create(settings_of(own, zone=Zone.public))


def test_a_public_zone_that_has_received_nothing_says_so_without_asking_for_files(tmp_path: Path) -> None:
    with browsing(Settings(home=tmp_path / "empty", zone=Zone.public)) as browser:
        page = browser.get("/").text
        assert "数据开放后会出现在这里" in page
        assert "收件文件夹" not in page
