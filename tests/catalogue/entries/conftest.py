"""An empty store, a registry with a pack of libraries, and a portal over both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.catalogue.entries import Actor, Entries, Verb
from tianfu.flow import load, roots_of
from tianfu.model import Access, Entry, EntryItem, Settings, Sharing, Zone
from tianfu.store import Store
from tianfu.web.app import create

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
CODE = "115113010833722043"
CLERK = Actor("省文化和旅游厅", "经办人张三")
FILES = {
    "__init__.py": '"""Libraries."""\n',
    "pack.yaml": "title: 图书馆\ntitle_en: Libraries\nitems: [37]\nstewards: [dept.culture_tourism]\ntheme: public_service\n",
    "datasets/libraries.yaml": """\
title: 图书馆名录
steward: dept.culture_tourism
source: {channel: upload, files: libraries.csv}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: name, element: name_text, title: 名称}
  - {name: area, element: area, title: 所在地}
sharing: {to_departments: always, to_public: always, to_operation: always}
entry: libraries
""",
    "datasets/waiting.yaml": """\
title: 尚未上报
steward: dept.culture_tourism
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
sharing: {to_departments: always, to_public: always, to_operation: always}
""",
}


def entry(entry_id: str = "libraries", **changes: object) -> Entry:
    """A complete entry of the department of culture."""
    facts = {
        "id": entry_id,
        "title": "公共图书馆名录",
        "abstract": "公共图书馆的名称和所在地。",
        "provider": "dept.culture_tourism",
        "provider_code": CODE,
        "items": (EntryItem(title="名称"), EntryItem(title="行政区划", element="area"), EntryItem(title="藏书量", type="I")),
        "sharing": Sharing(to_departments=Access.always, to_public=Access.always, to_operation=Access.always),
    }
    return Entry.model_validate(facts | changes)


def published(store: Store, value: Entry, at: datetime = NOW) -> Entries:
    """The entry taken through every review."""
    entries = Entries(store)
    entries.write(value, CLERK, at=at)
    for verb in (Verb.submit, Verb.approve, Verb.approve, Verb.approve):
        entries.take(value.id, verb, CLERK, at=at)
    return entries


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pack of libraries."""
    folder = tmp_path_factory.mktemp("entries") / "packs"
    for name, text in FILES.items():
        path = folder / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def registry(packs: Path) -> Registry:
    """Packs as they are declared; nobody changes them."""
    return load_packs((packs,))


@pytest.fixture
def settings(home: Path, packs: Path) -> Settings:
    return Settings(home=home, packs=(packs,))


@pytest.fixture
def store(settings: Settings, registry: Registry) -> Iterator[Store]:
    with Store.open(settings) as opened:
        declare_all(opened, registry)
        yield opened


def loaded(store: Store, registry: Registry) -> None:
    """The list of libraries gets its first version."""
    inbox = store.settings.home / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "libraries.csv").write_text("code,name,area\nL1,第一图书馆,510104\n", "utf-8")
    load(store, registry, "library.libraries", roots=roots_of(store.settings), now=NOW)


@contextmanager
def browsing(settings: Settings, *, client: str = "127.0.0.1", zone: Zone = Zone.internal) -> Iterator[TestClient]:
    """A browser at the machine itself, or at another address."""
    app = create(settings.model_copy(update={"zone": zone}))
    with TestClient(app, base_url="http://localhost", client=(client, 50_000), follow_redirects=False) as browser:
        browser.headers["accept"] = "text/html"
        yield browser
