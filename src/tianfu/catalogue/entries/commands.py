"""entries: compile, list, show, submit, approve, return, withdraw, mount, unmount, rate."""

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tianfu.catalogue import Registry
    from tianfu.catalogue.entries import Standing
    from tianfu.model import Terminal
    from tianfu.store import Store

AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]
Id = Annotated[str, typer.Argument(metavar="ID", help="条目标识  the id of an entry")]
Unit = Annotated[str, typer.Option(help="经办单位  the unit that takes the step")]
By = Annotated[str, typer.Option("--by", help="经办人  the person")]
Reason = Annotated[str, typer.Option(help="理由  the reason")]
Department = Annotated[str, typer.Option(help="实施部门  one department only")]
PACKS = "packs"


@contextmanager
def _opened(ctx: typer.Context) -> "Iterator[tuple[Terminal, Store, Registry]]":
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    with Store.open(terminal.settings) as store:
        declare_all(store, registry)
        yield terminal, store, registry


def compiled(
    ctx: typer.Context,
    source: Annotated[str, typer.Option("--from", metavar="ID", help="事项数据集，或 packs  a dataset of service items, or packs")],
    department: Department = "",
    unit: Unit = "",
    by: By = "",
) -> None:
    """由政务服务事项编制目录条目草稿。 Compile drafts of entries from service items, or from what packs ship."""
    from tianfu.catalogue.entries.compiling import compile_all, compile_new, matters_in
    from tianfu.catalogue.entries.shipping import shipped
    from tianfu.catalogue.entries.states import Actor
    from tianfu.model import Text

    now = datetime.now(UTC)
    with _opened(ctx) as (terminal, store, registry):
        if source == PACKS:
            drafts = shipped(registry)
        else:
            registry.dataset(source)
            drafts = list(compile_all(matters_in(store, source, today=now.date(), department=department)))
        made, known = compile_new(store, drafts, Actor(unit, by), now)
    zh = f"编制了 {made} 个条目草稿；{known} 个已有条目未改动"
    terminal.say(Text(zh=zh, en=f"compiled {made} drafts; {known} entries were there already and stay as they are"))


def listed(
    ctx: typer.Context,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="名称中的词  words of the title")] = "",
    provider: Annotated[str, typer.Option(help="提供部门  department")] = "",
    state: Annotated[str, typer.Option(help="状态，如 draft  state")] = "",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """列出目录条目。 List the entries with state and code."""
    from tianfu.catalogue.entries.finding import every, sought
    from tianfu.catalogue.entries.states import WORDS
    from tianfu.model import Text

    with _opened(ctx) as (terminal, store, _):
        found = every(store, sought([("q", words), ("provider", provider), ("state", state), ("sort", "title")], inside=True))
    if as_json:
        terminal.answer([_facts(line.standing) | {"has_data": line.has_data} for line in found])
        return
    names = ("条目 entry", "名称 title", "提供部门 provider", "状态 state", "代码 code", "有数据 data")
    columns = [Text(zh=zh, en=en) for zh, en in (n.split() for n in names)]
    standings = [(line.standing, line.has_data) for line in found]
    rows = [[s.entry.id, s.entry.title, s.entry.provider, terminal.in_words(WORDS[s.state]), s.entry.code, data] for s, data in standings]
    terminal.table(Text(zh=""), columns, rows)


def show(ctx: typer.Context, entry_id: Id, as_json: AsJson = False) -> None:  # noqa: FBT002
    """查看一个条目：要素、步骤、挂接的资源。 Show one entry: facts, steps, resources."""
    from tianfu.catalogue.entries import Entries, Mounts
    from tianfu.catalogue.entries.states import ACTS, WORDS
    from tianfu.catalogue.entries.yaml_face import as_yaml
    from tianfu.model import Text

    with _opened(ctx) as (terminal, store, _):
        entries = Entries(store)
        standing, steps, mounts = entries.of(entry_id), entries.steps(entry_id), Mounts(store).of(entry_id)
    if as_json:
        steps_told = [{"verb": s.verb, "after": s.after, "unit": s.unit, "person": s.person, "reason": s.reason, "at": s.at} for s in steps]
        mounts_told = [{"id": m.id, "kind": m.kind, "target": m.target, "area": m.area, "mounted_at": m.mounted_at} for m in mounts]
        terminal.answer(_facts(standing) | {"steps": steps_told, "mounts": mounts_told})
        return
    terminal.say(Text(zh=f"{standing.entry.title}：{WORDS[standing.state].zh}", en=f"{standing.entry.title}: {WORDS[standing.state].en}"))
    terminal.say(Text(zh=as_yaml(standing.entry)))
    columns = [Text(zh=zh, en=en) for zh, en in (("时间", "at"), ("步骤", "step"), ("单位", "unit"), ("经办人", "by"), ("理由", "reason"))]
    terminal.table(Text(zh=""), columns, [[s.at, terminal.in_words(ACTS[s.verb]), s.unit, s.person, s.reason] for s in steps])
    columns = [Text(zh=zh, en=en) for zh, en in (("编号", "number"), ("资源", "resource"), ("地区", "area"), ("挂接时间", "mounted"))]
    terminal.table(Text(zh=""), columns, [[str(m.id), m.target, m.area, m.mounted_at] for m in mounts])


def submit(ctx: typer.Context, entry_id: Id, unit: Unit = "", by: By = "") -> None:
    """提交审核。 Hand an entry to the reviews."""
    _step(ctx, entry_id, "submit", unit, by)


def approve(ctx: typer.Context, entry_id: Id, unit: Unit = "", by: By = "", reason: Reason = "") -> None:
    """同意，进入下一步审核或发布。 Approve: on to the next review, or published."""
    _step(ctx, entry_id, "approve", unit, by, reason)


def send_back(ctx: typer.Context, entry_id: Id, unit: Unit = "", by: By = "", reason: Reason = "") -> None:
    """补正告知，载明理由。 Ask to complete, with the reason."""
    _step(ctx, entry_id, "return", unit, by, reason)


def withdraw(ctx: typer.Context, entry_id: Id, unit: Unit = "", by: By = "", reason: Reason = "") -> None:
    """撤回条目，载明理由。 Withdraw an entry, with the reason."""
    _step(ctx, entry_id, "withdraw", unit, by, reason)


def _step(ctx: typer.Context, entry_id: str, verb: str, unit: str, by: str, reason: str = "") -> None:
    from tianfu.catalogue.entries import Actor, Entries, Verb
    from tianfu.catalogue.entries.states import WORDS
    from tianfu.model import Text

    with _opened(ctx) as (terminal, store, _):
        found = Entries(store).take(entry_id, Verb(verb), Actor(unit, by), at=datetime.now(UTC), reason=reason)
    code = found.entry.code
    zh = f"{entry_id}：{WORDS[found.state].zh}" + (f"，资源代码 {code}" if code else "")
    terminal.say(Text(zh=zh, en=f"{entry_id}: {WORDS[found.state].en}" + (f", resource code {code}" if code else "")))


def mount(
    ctx: typer.Context,
    entry_id: Id,
    target: Annotated[
        str, typer.Argument(metavar="RESOURCE", help="数据集标识、接口地址或原始文件编号  a dataset's id, an address, a raw file's number")
    ],
    kind: Annotated[Literal["table", "api", "file"], typer.Option(help="库表、接口或文件  a table, an API or a file")] = "table",
    area: Annotated[str, typer.Option(help="承担地区代码  the area that owes it")] = "",
    title: Annotated[str, typer.Option(help="名称  title")] = "",
    unit: Unit = "",
    by: By = "",
) -> None:
    """挂接资源，并核对信息项。 Mount a resource, and say which items it lacks."""
    from tianfu.catalogue.entries import Actor, Entries, MountKind, Mounts
    from tianfu.catalogue.entries.coverage import missing
    from tianfu.model import Text

    with _opened(ctx) as (terminal, store, registry):
        kinds, at = MountKind(kind), datetime.now(UTC)
        made = Mounts(store).mount(registry, entry_id, kinds, target, Actor(unit, by), at=at, title=title, area=area)
        lacking = missing(Entries(store).of(entry_id).entry, registry.dataset(target)) if kinds is MountKind.table else ()
    terminal.say(Text(zh=f"已挂接“{made.title}”，编号 {made.id}", en=f"mounted '{made.title}', number {made.id}"))
    if lacking:
        terminal.say(
            Text(zh="缺少信息项：" + "、".join(i.title for i in lacking), en="items it lacks: " + ", ".join(i.title for i in lacking))
        )


def unmount(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="挂接编号  number of the mount")],
    unit: Unit = "",
    by: By = "",
    reason: Reason = "",
) -> None:
    """解除挂接，载明理由。 Take a resource off, with the reason."""
    from tianfu.catalogue.entries import Actor, Mounts
    from tianfu.model import Text

    with _opened(ctx) as (terminal, store, _):
        ended = Mounts(store).unmount(number, Actor(unit, by), reason, at=datetime.now(UTC))
    terminal.say(Text(zh=f"已解除挂接“{ended.title}”", en=f"'{ended.title}' was taken off"))


def rate(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """挂接率：总体、各部门，以及等待数据最久的条目。 The mounting rate: overall, by department, and what waits longest."""
    from tianfu.catalogue.entries import rates, waiting
    from tianfu.model import Text

    with _opened(ctx) as (terminal, store, _):
        found, late = rates(store), waiting(store, datetime.now(UTC))
    if as_json:
        departments = {p: {"published": r.published, "with_data": r.live, "percent": r.percent} for p, r in found.providers.items()}
        whole = {"published": found.whole.published, "with_data": found.whole.live, "percent": found.whole.percent}
        terminal.answer(whole | {"departments": departments, "waiting": [{"entry": w.entry, "days": w.days} for w in late]})
        return
    columns = [
        Text(zh=zh, en=en)
        for zh, en in (("提供部门", "department"), ("已发布", "published"), ("有数据", "with data"), ("挂接率 %", "rate %"))
    ]
    every = [*sorted(found.providers.items()), (terminal.in_words(Text(zh="合计", en="all")), found.whole)]
    terminal.table(Text(zh=""), columns, [[p, r.published, r.live, None if r.percent is None else round(r.percent, 1)] for p, r in every])
    for w in late:
        terminal.say(
            Text(zh=f"{w.title}（{w.provider}）：等待数据 {w.days} 天", en=f"{w.title} ({w.provider}): waiting for data, {w.days} days")
        )


def _facts(standing: "Standing") -> dict[str, Any]:
    return standing.entry.model_dump(mode="json") | {"state": standing.state.value, "number": standing.number, "public": standing.public}
