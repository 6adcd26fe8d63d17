"""What the portal of the journeys holds: libraries with hostile titles and cells, published entries, a job that has ended."""

import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.catalogue.entries import Actor
from tianfu.catalogue.entries.shipping import publish_new, shipped
from tianfu.flow import load, roots_of
from tianfu.model import Job, Settings
from tianfu.store import Store

IMAGE = '<img src=x onerror="window.pwned=1">'
SCRIPT = "<script>window.pwned=1</script>"
CLOSED = '"></option></select><svg onload=window.pwned=1>'
OPEN = "sharing: {to_departments: always, to_public: always, to_operation: always}"
PACK = {
    "__init__.py": '"""Libraries."""\n',
    "pack.yaml": f"title: '图书馆{IMAGE}'\nsummary: '{SCRIPT}'\nitems: [37]\nstewards: [dept.culture_tourism]\ntheme: public_service\n",
    "datasets/visits.yaml": f"""\
title: '{IMAGE}图书馆到馆人次'
title_en: '{SCRIPT}Visits'
description: '{CLOSED}每日到馆人次'
steward: dept.culture_tourism
source: {{channel: administrative, files: visits.csv, missing: [""]}}
key: [code]
columns:
  - {{name: code, element: code, title: '编号{SCRIPT}'}}
  - {{name: area, element: area, title: 行政区划}}
  - {{name: kind, element: name_text, title: '{CLOSED}类别'}}
  - {{name: reader, element: person_name, title: 联系人}}
  - {{name: visits, element: count, title: 人次, description: '{IMAGE}'}}
  - {{name: remark, element: text, title: 备注}}
rules:
  - {{rule: between, column: visits, low: 0, high: 5000}}
{OPEN}
refresh: daily
""",
    "datasets/loans.yaml": f"""\
title: 图书借阅量
title_en: Loans of books
description: 各馆每日外借册数
steward: dept.culture_tourism
source: {{channel: administrative, files: loans.csv, missing: [""]}}
key: [day, branch]
time: day
columns:
  - {{name: day, element: date, title: 日期, title_en: Day}}
  - {{name: branch, element: name_text, title: 馆舍, title_en: Branch}}
  - {{name: loans, element: count, title: 外借册数, title_en: Loans}}
charts:
  - {{kind: line, title: '外借册数从{{first}}册到{{last}}册', title_en: 'Loans went from {{first}} to {{last}}',
      x: day, every: day, y: loans, of: sum, split: branch, limits: [{{value: 400, title: 接待能力, title_en: Capacity}}]}}
  - {{kind: bar, title: '各馆外借册数', title_en: Loans by branch, x: branch, y: loans, of: sum}}
{OPEN}
refresh: daily
""",
    "datasets/borrowers.yaml": """\
title: 借书人
steward: dept.culture_tourism
source: {channel: administrative, files: borrowers.csv}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: name, element: person_name, title: 姓名}
sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国公共图书馆法》第四十三条}
""",
}
KINDS = ("少儿", "成人", IMAGE, "</td><script>window.pwned=1</script>")
BRANCHES = ("总馆", "<b>东</b>馆", "西馆")
ROWS = 64
DAYS = 45


def visits() -> str:
    """64 good rows, two that are refused; cells with markup, one formula, one empty."""
    lines = ["code,area,kind,reader,visits,remark"]
    for n in range(ROWS):
        remark = "" if n % 9 == 5 else "javascript:window.pwned=1" if n % 7 == 0 else f"=cmd|{n}"
        lines.append(f'L{n:03},51010{4 + n % 5},"{KINDS[n % 4].replace(chr(34), chr(34) * 2)}",张三丰,{n * 13 % 700},{remark}')
    lines += ["L900,510104,成人,李四,99999,太多", f'L901,510104,成人,李四,"{SCRIPT}",不是数']
    return "\n".join(lines) + "\n"


def loans(days: int = DAYS) -> str:
    """A wave for each branch; five days on which nobody counted."""
    rows = [
        f"{date(2026, 9, 1) + timedelta(days=n)},{branch},{round(180 + 90 * place + 60 * math.sin(n / 6 + place))}"
        for n in range(days)
        if not 20 <= n < 25
        for place, branch in enumerate(BRANCHES)
    ]
    return "\n".join(["day,branch,loans", *rows]) + "\n"


def furnish(base: Path) -> None:
    """The pack, the home and what has happened there until now."""
    for path, text in PACK.items():
        file = base / "packs" / "library" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    inbox = base / "home" / "inbox"
    inbox.mkdir(parents=True)
    files = {"visits.csv": visits(), "borrowers.csv": "code,name\nB1,王五\n", "loans.csv": loans(DAYS - 2)}
    for name, text in files.items():
        (inbox / name).write_text(text, "utf-8")
    settings = Settings(home=base / "home", packs=(base / "packs",))
    with Store.open(settings) as store:
        registry = load_packs(settings.packs)
        declare_all(store, registry)
        loaded(store, registry, settings, "library.visits", "library.borrowers", "library.loans")
        (inbox / "loans.csv").write_text(loans(), "utf-8")
        loaded(store, registry, settings, "library.loans")
        publish_new(store, shipped(registry), Actor("dept.culture_tourism", "审核人李四"), datetime.now(UTC))
        store.jobs.enqueue(Job("load", "library.visits", {}, "local"))
        if job := store.jobs.claim():
            store.jobs.finish(job, run=store.runs.recent("library.visits")[0].id)


def loaded(store: Store, registry: Registry, settings: Settings, *datasets: str) -> None:
    for dataset in datasets:
        run = load(store, registry, dataset, roots=roots_of(settings), now=datetime.now(UTC), report=lambda _: None)
        assert run.state == "done", run.message
