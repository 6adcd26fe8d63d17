"""query, verify."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Terminal

SHOWN = 200
AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]


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
