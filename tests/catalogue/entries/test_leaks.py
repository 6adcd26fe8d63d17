"""What the public never learns: drafts, changes on their way, who reviewed, addresses of the government network."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import Registry, declare_all
from tianfu.catalogue.entries import MountKind, Mounts, Verb
from tianfu.catalogue.entries.finding import find, sought
from tianfu.model import Settings
from tianfu.store import Store

from .conftest import CLERK, NOW, browsing, entry, published

SECRET = "不可外传"
INNER = "https://10.1.2.3/secret-api"


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, packs: Path, registry: Registry) -> Settings:
    """A published entry that is being changed, a draft, one under review and one withdrawn."""
    settings = Settings(home=tmp_path_factory.mktemp("leaks") / "home", packs=(packs,))
    with Store.open(settings) as store:
        declare_all(store, registry)
        entries = published(store, entry())
        entries.write(entry(title=f"公共图书馆名录{SECRET}", provider="dept.tax"), CLERK, at=NOW)
        entries.write(entry("draft", title=f"草稿{SECRET}", provider="dept.justice"), CLERK, at=NOW)
        entries.write(entry("reviewed", title=f"审核中{SECRET}", provider="dept.justice"), CLERK, at=NOW)
        entries.take("reviewed", Verb.submit, CLERK, at=NOW)
        published(store, entry("gone", title=f"撤回的{SECRET}", provider="dept.justice"))
        entries.take("gone", Verb.withdraw, CLERK, at=NOW, reason=SECRET)
        Mounts(store).mount(registry, "libraries", MountKind.api, INNER, CLERK, at=NOW, title="查询接口")
    return settings


@pytest.fixture(scope="module")
def outside(furnished: Settings) -> Iterator[TestClient]:
    """A reader on another machine."""
    with browsing(furnished, client="10.0.0.9") as browser:
        yield browser


PATHS = (
    "/",
    "/entries",
    "/entries.json",
    "/entries.csv",
    "/entries?state=draft",
    "/entries.json?state=draft",
    f"/entries.json?q={SECRET}",
    "/entries.json?after=draft&sort=title",
    "/entry/libraries",
    "/entry/libraries.json",
    "/dataset/library.libraries",
    "/catalogue",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_page_or_twin_says_what_is_not_published(outside: TestClient, path: str) -> None:
    text = outside.get(path).text
    told = text.replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")
    for word in (SECRET, CLERK.person, INNER, "dept.justice", "省司法厅", "changed", "变更中", "草稿"):
        assert word not in told, word


@pytest.mark.parametrize("entry_id", ["draft", "reviewed", "gone", "nowhere"])
@pytest.mark.parametrize("kind", ["", ".json"])
def test_what_is_not_published_is_not_there(outside: TestClient, entry_id: str, kind: str) -> None:
    answer = outside.get(f"/entry/{entry_id}{kind}")
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_counts_know_of_published_entries_only(outside: TestClient) -> None:
    found = outside.get("/entries.json").json()
    assert found["total"] == 1
    assert found["facets"] == {"provider": {"dept.culture_tourism": 1}, "sharing": {"always": 1}, "mounted": {"yes": 1}}
    assert found["mounting_rate"]["published"] == 1
    assert "state" not in found["entries"][0]
    assert outside.get(f"/entries.json?q={SECRET}").json()["total"] == 0
    assert len(outside.get("/entries.csv").text.splitlines()) == 2


def test_the_machine_itself_sees_everything_and_lets_no_other_site_read_it(furnished: Settings, outside: TestClient) -> None:
    assert outside.get("/entries.json").headers["access-control-allow-origin"] == "*"
    with browsing(furnished) as office:
        inside = office.get("/entries.json")
        assert inside.json()["total"] == 4
        assert inside.json()["facets"]["state"] == {"changed": 1, "draft": 1, "department_review": 1, "withdrawn": 1}
        for path in ("/entries", "/entries.json", "/entries.csv", "/entry/draft", "/entry/draft.json"):
            headers = office.get(path).headers
            assert "access-control-allow-origin" not in headers, path
            assert headers["cache-control"] == "no-store", path


@pytest.mark.parametrize("sort", ["newest", "title"])
def test_pages_of_the_list_follow_each_other_without_gaps(store: Store, sort: str) -> None:
    for n in range(25):
        published(store, entry(f"e{n:02}", title=f"名录{n % 7}"), NOW + timedelta(hours=n // 3))
    asked, seen = [("limit", "10"), ("sort", sort)], []
    found = find(store, sought(asked, inside=False))
    while True:
        seen += [line.standing.entry.id for line in found.lines]
        if found.next is None:
            break
        found = find(store, sought([*asked, ("after", found.next)], inside=False))
    assert len(seen) == len(set(seen)) == 25
    assert found.total == 25
