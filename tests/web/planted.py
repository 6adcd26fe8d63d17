"""A pack full of secrets: whatever the gate hides has words and numbers that occur nowhere else, so that a sweep can look for them."""

import shutil
from datetime import date
from pathlib import Path

from tianfu.catalogue import declare_all, load_packs
from tianfu.catalogue.entries import Actor, Entries
from tianfu.catalogue.entries.shipping import publish_new
from tianfu.catalogue.search.words import Words
from tianfu.flow import load, roots_of
from tianfu.model import Entry, EntryItem, Grant, Settings, Zone
from tianfu.model.grant import Eq
from tianfu.release import make_keys, publish, push, receive, signing_key, trust, trusted, withdraw
from tianfu.store import Store

from .conftest import NOW, settings_of

OPEN = "sharing: {to_departments: always, to_public: always, to_operation: always}\nlicence: CC0-1.0\n"
CLOSED = "sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国数据安全法》第二十一条}\n"
HEAD = "steward: dept.culture_tourism\nkey: [code]\n"
CODE = "  - {name: code, element: code, title: 编号}\n"
FILES = {
    "__init__.py": '"""Vaults."""\n',
    "pack.yaml": "title: 库房\ntitle_en: Vaults\nitems: [37]\nstewards: [dept.culture_tourism]\ntheme: public_service\n",
    "datasets/closed.yaml": f"""\
title: 未开放的库房
source: {{channel: upload, files: closed.csv}}
time: day
{HEAD}columns:
{CODE}  - {{name: area, element: area, title: 行政区划}}
  - {{name: keeper, element: name_text, title: 保管点}}
  - {{name: worth, element: number, title: 估值}}
  - {{name: day, element: date, title: 日期}}
rules:
  - {{rule: between, column: worth, low: 0, high: 600000}}
charts:
  - {{kind: bar, title: "{{high_at}}最多，{{high}}", x: keeper, y: worth, of: sum}}
  - {{kind: map, x: area}}
{CLOSED}""",
    "datasets/shelves.yaml": f"""\
title: 书架
source: {{channel: upload, files: shelves.csv}}
time: day
{HEAD}columns:
{CODE}  - {{name: area, element: area, title: 行政区划}}
  - {{name: kind, element: name_text, title: 类型}}
  - {{name: visits, element: count, title: 人次}}
  - {{name: day, element: date, title: 日期}}
  - {{name: contact, element: person_name, title: 联系人}}
  - {{name: note, element: text, title: 批注, level: 3}}
  - {{name: alarm, element: name_text, title: 报警分区, level: 4}}
  - {{name: depth, element: number, title: 深度, level: 4}}
  - {{name: site, element: area, title: 库址, level: 4}}
rules:
  - {{rule: between, column: visits, low: 0, high: 1000}}
charts:
  - {{kind: bar, title: "{{high_at}}最深，{{high}}", x: alarm, y: depth, of: max}}
  - {{kind: map, x: site}}
  - {{kind: bar, title: "红区戊九的人次", x: kind, y: visits, of: sum, where: {{alarm: 红区戊九}}}}
  - {{kind: bar, title: "{{high_at}}的人次最多", x: kind, y: visits, of: sum}}
{OPEN}""",
    "datasets/partly.yaml": f"""\
title: 部分开放的库房
source: {{channel: upload, files: partly.csv}}
{HEAD}columns:
{CODE}  - {{name: area, element: area, title: 行政区划}}
  - {{name: wing, element: name_text, title: 侧翼}}
  - {{name: tons, element: count, title: 吨位}}
sharing: {{to_departments: always, to_public: on_request, to_operation: on_request}}
""",
    "datasets/withdrawn.yaml": f"""\
title: 已撤回的库房
source: {{channel: upload, files: withdrawn.csv}}
{HEAD}columns:
{CODE}  - {{name: hall, element: name_text, title: 展厅}}
{OPEN}""",
    "pages/vaults.md": """\
---
title: 库房一览
summary: 有哪些库房。
---

```values
top: {dataset: vaults.closed, y: worth, highest: worth}
who: {dataset: vaults.closed, y: keeper, highest: worth}
deep: {dataset: vaults.shelves, y: alarm, highest: visits}
whose: {dataset: vaults.shelves, y: contact, highest: visits}
```

最高{top}，在{who}；{deep}；{whose}。

```chart
dataset: vaults.closed
title: "{high_at}最多"
kind: bar
x: keeper
y: worth
of: sum
```

```table
dataset: vaults.closed
title: 库房
columns: [code, keeper]
```

```map
dataset: vaults.shelves
title: 库址
x: site
```

```table
dataset: vaults.partly
title: 侧翼
columns: [code, wing]
```
""",
}
INBOX = {
    "closed.csv": "code,area,keeper,worth,day\n"
    + "".join(f"zqk{n:02},511724,密室甲井,{431000 + n}.5,1987-06-{n % 9 + 1:02}\n" for n in range(1, 13))
    + "zqk90,511724,密室乙巷,7654321,1987-06-01\n",
    "shelves.csv": "code,area,kind,visits,day,contact,note,alarm,depth,site\n"
    + "".join(
        f"S{n:02},510107,{('开架', '闭架')[n % 2]},{n},2026-01-{n:02},欧阳鹤鸣,批语丁香,红区戊九,{318000 + n}.25,513426\n"
        for n in range(1, 13)
    )
    + "S90,510107,开架,5000,2026-01-01,司马雁回,批语丁香,红区戊九,318999.25,513426\n",
    "partly.csv": "code,area,wing,tons\n" + "P01,510107,东翼,5\nP02,510107,东翼,6\n" + "zqp77,513330,暗翼庚申,886617\n" * 1,
    "withdrawn.csv": "code,hall\nzqw01,影厅辛酉\nzqw02,影厅辛酉\n",
}
SECRETS = (
    *("zqk", "密室甲井", "密室乙巷", "密室", "431001.5", "431012.5", "7654321", "1987-06"),
    *("欧阳鹤鸣", "鹤鸣", "司马雁回", "雁回", "批语丁香", "丁香", "红区戊九", "戊九", "318001.25", "318012.25", "318999.25"),
    *("zqp77", "暗翼庚申", "886617"),
    *("zqw01", "影厅辛酉"),
    *("草稿壬戌", "草目癸亥", "审核人丑寅", "修订卯辰"),
)
"""What nobody who is not at the machine may read."""
PLACES = ("511724", "大竹", "513426", "会东", "513330", "德格")
"""Areas that only hidden rows and columns have: code and name."""
WORDS = ("秘语巳午", "密语未申")
"""The operator's: another word for nothing that the public may find."""
ENTRY = Entry(id="vaults", title="库房目录", abstract="库房的名称。", provider="dept.culture_tourism", provider_code="115113010833722043",
              items=(EntryItem(title="名称"),), sharing_condition="按需", open_condition="按需")  # fmt: skip
DRAFT = ENTRY.model_copy(
    update={"id": "hidden_draft", "title": "草稿壬戌名录", "abstract": "草稿壬戌。", "items": (EntryItem(title="草目癸亥"),)}
)
CHANGED = ENTRY.model_copy(update={"title": "库房目录修订卯辰"})
PARTLY = Grant(
    id="partly",
    door="open",
    dataset="vaults.partly",
    reader="*",
    rows=(Eq(column="wing", value="东翼"),),
    valid_from=date(2020, 1, 1),
)
"""Some rows for everybody."""
RELEASED = ("vaults.shelves", "vaults.partly", "vaults.withdrawn")


def planted(folder: Path) -> Settings:
    """The government network: everything is loaded, one grant opens some rows to everybody."""
    for name, text in FILES.items():
        path = folder / "packs" / "vaults" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "home" / "inbox").mkdir(parents=True)
    for name, text in INBOX.items():
        (folder / "home" / "inbox" / name).write_text(text, "utf-8")
    settings = settings_of(folder)
    registry = load_packs(settings.packs)
    actor = Actor("dept.culture_tourism", "审核人丑寅")
    with Store.open(settings) as store:
        declare_all(store, registry)
        store.grants.record(PARTLY)
        for dataset in ("vaults.closed", "vaults.shelves", "vaults.partly", "vaults.withdrawn"):
            load(store, registry, dataset, roots=roots_of(settings), now=NOW)
            store.profile(dataset)
        publish_new(store, [ENTRY], actor, NOW)
        Entries(store).write(DRAFT, actor, at=NOW)
        Entries(store).write(CHANGED, actor, at=NOW)
        Words(store).replace(f"{WORDS[0]}, {WORDS[1]}\n", unit="dept.culture_tourism", person="审核人丑寅", at=NOW)
    return settings


def crossed(inside: Path, folder: Path) -> Settings:
    """The public zone beside a copy: what is open has crossed, and one dataset was taken back."""
    shutil.copytree(inside, folder)
    settings, public = settings_of(folder), Settings(home=folder / "public", zone=Zone.public)
    registry = load_packs(settings.packs)
    make_keys(settings.home)
    trust(public.home, settings.home / "release" / "public.key.json")
    with Store.open(settings) as store:
        for dataset in RELEASED:
            publish(store, registry, dataset, licence="CC0-1.0", by="dept.culture_tourism")
        push(store, registry, folder / "gap", signing_key(settings.home))
        _received(public, folder)
        withdraw(store, "vaults.withdrawn", by="dept.culture_tourism", reason="")
        push(store, registry, folder / "gap", signing_key(settings.home))
    _received(public, folder)
    return public


def _received(public: Settings, folder: Path) -> None:
    with Store.open(public) as store:
        assert {v.outcome for v in receive(store, folder / "gap", trusted(public.home))} <= {"taken"}
