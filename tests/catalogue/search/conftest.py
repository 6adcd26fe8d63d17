"""A store with a pack of libraries: open, partly hidden, closed and partly granted columns, each with values of its own; and entries."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.catalogue.entries import Actor, Entries, Verb
from tianfu.catalogue.search import Found, Search, Wanted
from tianfu.flow import load, roots_of
from tianfu.model import Access, Entry, EntryItem, Settings, Sharing
from tianfu.store import Store

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
CLERK = Actor("省文化和旅游厅", "经办人张三")
COLUMNS = """\
columns:
  - {name: code, element: code, title: 编号, title_en: Code}
  - {name: name, element: name_text, title: 馆名, title_en: Name}
  - {name: area, element: area, title: 所在区县, title_en: District}
  - {name: note, element: name_text, title: 内部备注, level: 3}
  - {name: plan, element: name_text, title: 建设方案, level: 4}
  - {name: contact, element: person_name, title: 联系人}
"""
OPEN = "sharing: {to_departments: always, to_public: always, to_operation: always}\n"
ASKED = "sharing: {to_departments: always, to_public: on_request, to_operation: always}\n"
HEAD = "steward: dept.culture_tourism\nkey: [code]\n"
FILES = {
    "__init__.py": '"""Libraries."""\n',
    "pack.yaml": "title: 图书馆\ntitle_en: Libraries\nitems: [37]\nstewards: [dept.culture_tourism]\ntheme: public_service\n",
    "datasets/libraries.yaml": "title: 公共图书馆名录\ntitle_en: Public libraries\ndescription: 全省公共图书馆的名称和PM2.5监测。\n"
    + HEAD
    + "source: {channel: upload, files: libraries.csv}\n"
    + COLUMNS
    + OPEN,
    "datasets/closed.yaml": "title: 闭架书库清单\n" + HEAD + "source: {channel: upload, files: closed.csv}\n" + COLUMNS + ASKED,
    "datasets/waiting.yaml": "title: 图书馆到馆人次\n" + HEAD + "source: {channel: upload}\n" + COLUMNS + OPEN,
}
ROWS = "code,name,area,note,plan,contact\n"
OPEN_ROWS = ROWS + "".join(f"L{n},霁岚书院,510107,岷屿密注,锦穹密案,欧阳澜翊\n" for n in range(4))
CLOSED_ROWS = ROWS + "".join(f"C{n},峨晞库房,511702,邛霓密注,涪旻密案,欧阳沱澍\n" for n in range(4))


def entry(entry_id: str = "libraries", **changes: object) -> Entry:
    """A complete entry of the department of culture."""
    facts = {
        "id": entry_id,
        "title": "公共图书馆馆藏目录",
        "abstract": "公共图书馆的馆藏。",
        "provider": "dept.culture_tourism",
        "provider_code": "115113010833722043",
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


def loaded(store: Store, registry: Registry, name: str, rows: str) -> None:
    """A version, and the second look at it that counts values."""
    inbox = store.settings.home / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / f"{name}.csv").write_text(rows, "utf-8")
    load(store, registry, f"library.{name}", roots=roots_of(store.settings), now=NOW)
    store.profile(f"library.{name}")


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pack of libraries."""
    folder = tmp_path_factory.mktemp("search") / "packs"
    for name, text in FILES.items():
        path = folder / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def registry(packs: Path) -> Registry:
    """The packs as they are declared; nobody changes them."""
    return load_packs((packs,))


@pytest.fixture
def settings(home: Path, packs: Path) -> Settings:
    return Settings(home=home, packs=(packs,))


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory, packs: Path, registry: Registry) -> Path:
    """A home where two of the datasets are loaded; to be copied."""
    home = tmp_path_factory.mktemp("planted") / "home"
    with Store.open(Settings(home=home, packs=(packs,))) as store:
        declare_all(store, registry)
        loaded(store, registry, "libraries", OPEN_ROWS)
        loaded(store, registry, "closed", CLOSED_ROWS)
    return home


@pytest.fixture
def with_data(planted: Path, home: Path) -> None:
    """The store of this test begins with these data."""
    shutil.copytree(planted, home)


@pytest.fixture
def store(settings: Settings, registry: Registry) -> Iterator[Store]:
    with Store.open(settings) as opened:
        declare_all(opened, registry)
        yield opened


@pytest.fixture
def search(store: Store, registry: Registry) -> Iterator[Search]:
    found = Search(store, registry)
    yield found
    found.close()


@pytest.fixture
def find(search: Search) -> Callable[..., Found]:
    """Words and, by name, properties or other parts of the question."""

    def finding(words: str = "", *, inside: bool = False, sort: str = "best", after: str = "", limit: int = 20, **chosen: str) -> Found:
        several = {n: tuple(v.split("|")) for n, v in chosen.items()}
        return search.find(Wanted(words, several, sort, after, limit, inside))

    return finding


def ids(found: Found) -> list[str]:
    return [h.id for h in found.hits]
