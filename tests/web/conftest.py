"""A small home with a pack of libraries, served in this process: open, hostile, closed and derived datasets, and code lists."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import declare_all, load_packs
from tianfu.catalogue.entries import Actor, MountKind, Mounts
from tianfu.catalogue.entries.shipping import publish_new
from tianfu.flow import derive, load, roots_of
from tianfu.model import Entry, EntryItem, Event, Settings, Zone
from tianfu.release import make_keys, publish, push, receive, signing_key, trust, trusted
from tianfu.store import Store
from tianfu.web.app import create

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&"
FILES = {
    "__init__.py": '"""Libraries."""\n',
    "pack.yaml": "title: 图书馆\ntitle_en: Libraries\nitems: [37]\nstewards: [dept.culture_tourism]\ntheme: public_service\n",
    "datasets/libraries.yaml": """\
title: 图书馆名录
title_en: Public libraries
description: 公共图书馆的名称、地址和到馆人次。
steward: dept.culture_tourism
source: {channel: upload, files: libraries.csv, missing: ["", "-9999"]}
key: [code]
time: opened_on
refresh: monthly
columns:
  - {name: code, element: code, title: 编号, title_en: Code}
  - {name: name, element: name_text, title: 名称, title_en: Name, required: true}
  - {name: area, element: area, title: 行政区划, title_en: Division}
  - {name: kind, element: name_text, title: 类型, title_en: Kind}
  - {name: visits, element: count, title: 人次, title_en: Visits}
  - {name: opened_on, element: date, title: 开馆日期, title_en: Opened on}
  - {name: contact, element: person_name, title: 联系人, title_en: Contact}
rules:
  - {rule: between, column: visits, low: 0, high: 1000000}
sharing: {to_departments: always, to_public: always, to_operation: always}
licence: CC0-1.0
""",
    "datasets/hostile.yaml": """\
title: 危险“<img src=x onerror=alert(1)>”标题
title_en: Hostile <b>title</b>
description: 说明 <script>alert(2)</script>
steward: dept.culture_tourism
source: {channel: upload, files: hostile.csv}
key: [code]
columns:
  - {name: code, element: code, title: "编号<i>"}
  - {name: note, element: text, title: "备注<u>"}
sharing: {to_departments: always, to_public: always, to_operation: always}
""",
    "datasets/readers.yaml": """\
title: 读者
title_en: Readers
steward: dept.culture_tourism
source: {channel: upload, files: readers.csv}
key: [card]
columns:
  - {name: card, element: code, title: 读者证号, title_en: Card}
  - {name: name, element: person_name, title: 姓名, title_en: Name}
sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国个人信息保护法》第二十五条}
""",
    "datasets/waiting.yaml": """\
title: 尚未上报
title_en: Not yet delivered
steward: dept.culture_tourism
source: {channel: upload}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: visits, element: count, title: 人次}
sharing: {to_departments: always, to_public: always, to_operation: always}
""",
    "datasets/totals.yaml": """\
title: 各县人次
title_en: Visits by county
steward: dept.culture_tourism
source: {channel: derived}
key: [area]
columns:
  - {name: area, element: area, title: 行政区划}
  - {name: visits, element: count, title: 人次}
sharing: {to_departments: always, to_public: always, to_operation: always}
""",
    "pages/visits.md": """\
---
title: 谁到图书馆
summary: 到馆人次，按类型。
order: 1
---

```values
most: {dataset: library.libraries, y: visits, highest: visits}
most_name: {dataset: library.libraries, y: name, highest: visits}
cards: {dataset: library.readers}
```

人次最多的是{most_name}，{most} 人次；发出读者证 {cards} 张。见[名录](/dataset/library.libraries)和[读者](/dataset/library.readers)。

## 按类型

```figure
title: 图书馆
dataset: library.libraries
unit: 家
```

```chart
dataset: library.libraries
title: "{high_at}的人次最多"
kind: bar
x: kind
y: visits
of: sum
```

## 读者

```table
dataset: library.readers # 内部备注
title: 读者的证号
columns: [card, name]
```

```table
dataset: library.hostile
columns: [code, note]
```

```table
dataset: library.waiting
title: 还没有上报的
columns: [code, visits]
```

```search
title: 在图书馆的数据里检索
```
""",
    "pages/visits.en.md": """\
---
title: Who visits libraries
---

Words and a number.

```figure
title: Libraries
dataset: library.libraries
```
""",
    "pages/about.md": """\
---
title: 怎样读
inside: true
---

只在内部。

```figure
title: 图书馆
dataset: library.libraries
```
""",
    "analyses.py": '''"""Sums."""


def totals(libraries: "ir.Table") -> "ir.Table":
    """Visits by division."""
    return libraries.group_by("area").aggregate(visits=libraries.visits.sum().cast("int64"))
''',
}
ENTRY = Entry(
    id="libraries",
    title="公共图书馆名录",
    abstract="公共图书馆的名称、地址和到馆人次。",
    provider="dept.culture_tourism",
    provider_code="115113010833722043",
    items=(EntryItem(title="名称"), EntryItem(title="藏书量", type="I")),
    sharing_condition="按需",
    open_condition="按需",
)
KINDS = ("公共馆", "少儿馆", "高校馆")
LOADED = ("library.libraries", "library.hostile", "library.readers", "codes.areas", "codes.sexes")


def libraries(count: int = 60) -> str:
    """Rows of which two are broken: visits beyond the bound, and a missing name."""
    lines = ["code,name,area,kind,visits,opened_on,contact"]
    areas = ("510107", "510700", "511402")
    for n in range(1, count + 1):
        lines.append(f"L{n:03},第{n}图书馆,{areas[n % 3]},{KINDS[n % 3]},{n * 10},2001-01-{n % 28 + 1:02},张三")
    return "\n".join([*lines, "L900,太多人,510107,公共馆,9999999,2001-01-01,李四", "L901,,510107,公共馆,5,2001-01-01,王五"]) + "\n"


INBOX = {
    "libraries.csv": libraries(),
    "hostile.csv": "code,note\n" + f'H1,"{HOSTILE.replace(chr(34), chr(34) * 2)}"\nH2,=1+1\n',
    "readers.csv": "card,name\nR1,赵六\nR2,钱七\n",
}


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a home and its pack, with versions of five datasets and one derived. Tests that write work on a copy."""
    folder = tmp_path_factory.mktemp("portal")
    for name, text in FILES.items():
        path = folder / "packs" / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "home" / "inbox").mkdir(parents=True)
    for name, text in INBOX.items():
        (folder / "home" / "inbox" / name).write_text(text, "utf-8")
    settings = settings_of(folder)
    registry = load_packs(settings.packs)
    with Store.open(settings) as store:
        declare_all(store, registry)
        for dataset in LOADED:
            load(store, registry, dataset, roots=roots_of(settings), now=NOW)
        derive(store, registry, "library.totals", now=NOW)
    return folder


def settings_of(folder: Path, **changes: Any) -> Settings:
    return Settings(home=folder / "home", packs=(folder / "packs",), **changes)


@contextmanager
def browsing(settings: Settings, *, client: str = "127.0.0.1") -> Iterator[TestClient]:
    """A browser at the machine itself, or at another address."""
    app = create(settings)
    with TestClient(
        app, base_url="http://localhost", client=(client, 50_000), raise_server_exceptions=False, follow_redirects=False
    ) as browser:
        browser.headers["accept"] = "text/html"
        yield browser


@pytest.fixture(scope="session")
def portal(furnished: Path) -> Iterator[TestClient]:
    """The portal of the government network; nobody writes."""
    with browsing(settings_of(furnished)) as browser:
        yield browser


@pytest.fixture(scope="session")
def public(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """What was released of it, on the Internet."""
    folder = released(furnished, tmp_path_factory.mktemp("public") / "portal")
    with browsing(Settings(home=folder / "public", zone=Zone.public, hosts=("data.example.org",))) as browser:
        yield browser


def released(furnished: Path, folder: Path) -> Path:
    """A copy from which everything that is open has crossed to the home `public` beside it."""
    shutil.copytree(furnished, folder)
    settings = settings_of(folder)
    registry = load_packs(settings.packs)
    make_keys(settings.home)
    trust(folder / "public", settings.home / "release" / "public.key.json")
    with Store.open(settings) as store:
        for dataset in ("library.libraries", "library.hostile", "library.totals", "codes.areas"):
            publish(store, registry, dataset, licence="CC0-1.0", by="dept.culture_tourism")
        publish_new(store, [ENTRY], Actor("dept.culture_tourism", "审核人李四"), NOW)
        Mounts(store).mount(registry, ENTRY.id, MountKind.table, "library.libraries", Actor("dept.culture_tourism", "张三"), at=NOW)
        push(store, registry, folder / "gap", signing_key(settings.home))
    with Store.open(Settings(home=folder / "public", zone=Zone.public)) as store:
        assert {v.outcome for v in receive(store, folder / "gap", trusted(folder / "public"))} == {"taken"}
    return folder


@pytest.fixture
def own(furnished: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    shutil.copytree(furnished, tmp_path / "portal")
    return tmp_path / "portal"


@pytest.fixture(autouse=True)
def no_cookies(request: pytest.FixtureRequest) -> Iterator[None]:
    """The language one test chose is not the next one's."""
    yield
    for name in ("portal", "public"):
        if name in request.fixturenames:
            request.getfixturevalue(name).cookies.clear()


@pytest.fixture
def events(portal: TestClient) -> Callable[[], list[Event]]:
    """What the journal got since the test began."""
    journal = portal.app.state.store.journal  # type: ignore[attr-defined]  # the application
    before = len(journal.events())
    return lambda: journal.events()[before:]


def links(html: str) -> list[str]:
    """Addresses of this site that a page leads to."""
    found = re.findall(r'(?:href|src|action)="(/[^"#]*)', html)
    return [f.replace("&amp;", "&") for f in dict.fromkeys(found)]
