"""query, verify, store compact, store delete, store restore, store diff, store expire, store changes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import pyarrow as pa

    from tianfu.model import Terminal, Version

SHOWN = 200
AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]
DatasetId = Annotated[str, typer.Argument(metavar="ID", help="数据集标识  the id of a dataset")]
OneOrAll = Annotated[str, typer.Argument(metavar="[ID]", help="数据集标识，缺省为全部  the id of a dataset; by default all of them")]
Reason = Annotated[str, typer.Option(help="原因，记入审计日志和版本记录  why: kept in the journal and with the version")]


def query(
    ctx: typer.Context,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="SELECT 语句，表名是数据集标识  a SELECT; tables are ids of datasets")],
    as_json: AsJson = False,  # noqa: FBT002
    limit: Annotated[int, typer.Option(help="最多返回的行数  rows at most")] = 10_000,
    seconds: Annotated[float, typer.Option(help="最多运行的秒数  seconds at most")] = 30,
) -> None:
    """用 SQL 查询，经过同一道关口，个人信息遮盖。 Ask with SQL, through the gate; personal columns stay masked."""
    from datetime import UTC, datetime

    from tianfu.model import MAINTENANCE, OPERATOR, Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        found = store.query(sql, OPERATOR, MAINTENANCE, today=datetime.now(UTC).date(), limit_rows=limit, seconds=seconds)
    names, columns = found.table.column_names, [c.to_pylist() for c in found.table.columns]
    rows = [list(r) for r in zip(*columns, strict=True)]
    if as_json:
        as_objects = [dict(zip(names, r, strict=True)) for r in rows]
        terminal.answer({"columns": names, "rows": as_objects, "truncated": found.truncated})
        return
    terminal.table(Text(zh=""), [Text(zh=n) for n in names], rows[:SHOWN])
    more = f"{len(rows):,} 行，显示前 {SHOWN} 行；全部：--json" if len(rows) > SHOWN else f"{len(rows):,} 行"
    more_en = f"{len(rows):,} rows, the first {SHOWN} shown; all: --json" if len(rows) > SHOWN else f"{len(rows):,} rows"
    if found.truncated:
        more, more_en = f"{more}；结果已截断，--limit 可以放宽", f"{more_en}; there are more, --limit raises the bound"
    terminal.say(Text(zh=more, en=more_en))


def verify(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """核验审计日志和数据表。 Verify the journal's chain and that every recorded version is there, row for row."""
    from tianfu.model import ExitCode, Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        problems = store.verify()
    if as_json:
        terminal.answer({"problems": [str(p) for p in problems]})
    else:
        for problem in problems:
            terminal.say(Text(zh=str(problem)))
        if not problems:
            terminal.say(Text(zh="审计日志和数据表完好", en="journal and tables are sound"))
    if problems:
        raise typer.Exit(ExitCode.problems)


def compact(ctx: typer.Context, dataset_id: OneOrAll = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """合并小文件，按主键排序；版本和内容不变。 Put small files together, in the order of the key; versions and rows stay what they are."""
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    done: list[dict[str, Any]] = []
    with Store.open(terminal.settings) as store:
        for each in [dataset_id] if dataset_id else store.datasets():
            before = len(store.files(each)) if store.version(each) else 0
            if store.compact(each) is not None:
                done.append({"dataset": each, "before": before, "files": len(store.files(each))})
    if as_json:
        terminal.answer(done)
        return
    for d in done:
        zh, en = "{dataset}：{before} 个文件合并为 {files} 个", "{dataset}: {before} files became {files}"
        terminal.say(Text(zh=zh.format(**d), en=en.format(**d)))
    if not done:
        terminal.say(Text(zh="没有需要合并的文件", en="nothing to put together"))


def delete(
    ctx: typer.Context,
    dataset_id: DatasetId,
    reason: Reason,
    where: Annotated[
        list[str] | None, typer.Option(help="条件，如 id_no=... 或 day.lt=2020-01-01，可多个  a condition; several must all hold")
    ] = None,
    keys: Annotated[Path | None, typer.Option(help="CSV 文件，列为主键  a CSV file whose columns are the key")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="真的删除；否则只报告行数  delete; otherwise only count")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """按条件或主键删除行，形成新版本。 Delete rows by condition or by key, as a new version; without --yes it only counts."""
    from tianfu.model import OPERATOR, Text
    from tianfu.store import Store, question

    terminal: Terminal = ctx.obj
    filters = question([(name, value) for name, _, value in (w.partition("=") for w in where or ())]).filters
    listed = _keys(keys) if keys else None
    with Store.open(terminal.settings) as store:
        if not yes:
            rows = store.count_matching(dataset_id, filters, keys=listed, by=OPERATOR.id)
            terminal.answer({"dataset": dataset_id, "rows": rows, "deleted": False}) if as_json else terminal.say(
                Text(zh=f"将删除 {rows:,} 行；加 --yes 执行", en=f"{rows:,} rows would be deleted; --yes does it")
            )
            return
        before = store.version(dataset_id)
        version = store.delete(dataset_id, filters, reason=reason, by=OPERATOR.id, keys=listed)
    deleted = version.deleted if before is None or version.number > before.number else 0
    if as_json:
        terminal.answer({"dataset": dataset_id, "rows": deleted, "deleted": True, "version": version.number})
        return
    zh = f"已删除 {deleted:,} 行，现为第 {version.number} 版。旧版本和原文件中仍有这些行：旧版本到期（store expire）后清除；"
    en = f"{deleted:,} rows deleted; this is version {version.number}. Older versions hold them until they expire (store expire), raw files"
    terminal.say(Text(zh=f"{zh}问题数据请另行删除（{dataset_id}__problems）。", en=f"{en} stay; so do rows of {dataset_id}__problems."))


def restore(
    ctx: typer.Context,
    dataset_id: DatasetId,
    number: Annotated[int, typer.Argument(metavar="VERSION", help="要恢复的版本  the version to bring back")],
    reason: Reason,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """恢复旧版本的内容，形成新版本。 Bring the content of an older version back, as a new version; nothing is copied."""
    from tianfu.model import OPERATOR, Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        version = store.restore(dataset_id, number, reason=reason, by=OPERATOR.id)
    if as_json:
        terminal.answer(_facts(version))
        return
    zh, en = f"第 {number} 版的内容现为第 {version.number} 版", f"version {version.number} now holds the content of version {number}"
    terminal.say(Text(zh=f"{zh}，{version.rows:,} 行", en=f"{en}, {version.rows:,} rows"))


def diff(
    ctx: typer.Context,
    dataset_id: DatasetId,
    before: Annotated[int, typer.Argument(metavar="FROM", help="版本  a version")],
    after: Annotated[int, typer.Argument(metavar="TO", help="另一版本  another version")],
    limit: Annotated[int, typer.Option(help="最多显示的行数  rows shown at most")] = 20,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """比较两个版本，经过同一道关口。 Compare two versions, through the gate: what a mask hides is no difference."""
    from dataclasses import asdict
    from datetime import UTC, datetime

    from tianfu.model import MAINTENANCE, OPERATOR, Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    today = datetime.now(UTC).date()
    with Store.open(terminal.settings) as store:
        found = store.diff(dataset_id, before, after, OPERATOR, MAINTENANCE, today=today, limit=limit)
    if as_json:
        terminal.answer(asdict(found))
        return
    zh = f"新增 {found.added:,} 行，减少 {found.removed:,} 行，变更 {found.changed:,} 行"
    terminal.say(Text(zh=zh, en=f"{found.added:,} rows added, {found.removed:,} removed, {found.changed:,} changed"))
    columns = [Text(zh="变化", en="what"), Text(zh="主键", en="key"), Text(zh="原值", en="before"), Text(zh="新值", en="after")]
    terminal.table(Text(zh=""), columns, [[r.what, *map(_listed, (r.key, r.before, r.after))] for r in found.rows])


def expire(
    ctx: typer.Context,
    dataset_id: OneOrAll = "",
    keep_days: Annotated[int | None, typer.Option(help="保留最近多少天用过的版本  keep versions in use so many days ago")] = None,
    keep_versions: Annotated[int | None, typer.Option(help="保留最近多少版  keep so many versions")] = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """清除到期的旧版本，释放空间；记录和原文件保留。 End old versions and free their space; records and raw files stay."""
    from dataclasses import asdict
    from datetime import UTC, datetime, timedelta

    from tianfu.model import OPERATOR, Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    with Store.open(terminal.settings) as store:
        wanted = [dataset_id] if dataset_id else [d for d in store.datasets() if store.version(d)]
        done = [store.expire(d, keep_days=keep_days, keep_versions=keep_versions, today=today, by=OPERATOR.id) for d in wanted]
    if as_json:
        terminal.answer([asdict(d) for d in done])
        return
    for d in (d for d in done if d.versions or d.pinned):
        zh = f"{d.dataset}：清除 {len(d.versions)} 版、{d.files} 个文件（{d.bytes / 1e6:.1f} MB）"
        en = f"{d.dataset}: {len(d.versions)} versions, {d.files} files ({d.bytes / 1e6:.1f} MB) gone"
        pinned = ", ".join(map(str, d.pinned))
        terminal.say(Text(zh=f"{zh}；{pinned} 被引用，保留", en=f"{en}; {pinned} relied upon, kept") if pinned else Text(zh=zh, en=en))
    if not any(d.versions for d in done):
        terminal.say(Text(zh="没有到期的版本", en="no version is over"))


def changes(ctx: typer.Context, dataset_id: DatasetId, as_json: AsJson = False) -> None:  # noqa: FBT002
    """声明的历次变更，及其对使用者的影响。 How the declaration has changed, and what that means for those who use the data."""
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        store.dataset(dataset_id)  # explains an unknown one
        found = [(at, c) for at, verdict in store.changes(dataset_id) for c in verdict.changes]
    if as_json:
        terminal.answer([{"at": at, **c.model_dump(mode="json")} for at, c in found])
        return
    columns = [Text(zh="时间", en="when"), Text(zh="影响", en="effect"), Text(zh="变更", en="change")]
    words = {"none": Text(zh="无", en="none"), "backward": Text(zh="兼容", en="backward"), "breaking": Text(zh="不兼容", en="breaking")}
    terminal.table(Text(zh=""), columns, [[at, terminal.in_words(words[c.effect]), terminal.in_words(c.text)] for at, c in found])


def _keys(path: Path) -> "pa.Table":
    import csv

    import pyarrow as pa

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return pa.table({name: [r[name] for r in rows] for name in (rows[0] if rows else ())})


def _facts(version: "Version") -> dict[str, Any]:
    return version.model_dump(mode="json", include={"dataset", "number", "act", "rows", "inserted", "deleted", "restored", "reason"})


def _listed(values: dict[str, Any]) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())
