"""collect, refresh, datasets rerun."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tianfu.model import Run, Terminal

AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]


def collect(
    ctx: typer.Context,
    dataset_id: Annotated[str, typer.Argument(metavar="ID", help="数据集标识，如 environment.readings  the id of a dataset")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="装载这个文件，而不是声明的来源  load this file, not the source")
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """采集一个数据集：读取、检查、入库。 Load one dataset: read, check, store; derived ones are computed."""
    from datetime import UTC, datetime

    from tianfu.catalogue import declare_all, load_packs
    from tianfu.collect import receive
    from tianfu.flow import derive, load, roots_of
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    settings, now = terminal.settings, datetime.now(UTC)
    registry = load_packs(settings.packs)
    dataset = registry.dataset(dataset_id)
    with Store.open(settings) as store, terminal.progress() as report:
        declare_all(store, registry)
        if dataset.derived is not None:
            run = derive(store, registry, dataset_id, now=now, report=report)
        else:
            upload = None
            if file is not None:
                with file.open("rb") as stream:
                    upload = receive(store, dataset, stream, file.name)
            run = load(store, registry, dataset_id, roots=roots_of(settings), now=now, report=report, upload=upload)
    _told(terminal, [run], as_json=as_json)


def refresh(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """更新所有到期的数据集，按依赖次序。 Bring everything up to date that is stale, in order of dependency."""
    from datetime import UTC, datetime

    from tianfu.catalogue import load_packs
    from tianfu.flow import refresh as refresh_all
    from tianfu.flow import roots_of
    from tianfu.model import ExitCode, Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    with Store.open(terminal.settings) as store, terminal.progress() as report:
        runs = refresh_all(store, registry, roots=roots_of(terminal.settings), now=datetime.now(UTC), report=report)
    _told(terminal, runs, as_json=as_json)
    if not runs and not as_json:
        terminal.say(Text(zh="全部是最新的", en="everything is up to date"))
    if any(r.state == "failed" for r in runs):
        raise typer.Exit(ExitCode.failed)


def rerun(ctx: typer.Context, dataset_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:  # noqa: FBT002
    """按现行规则重新核验未更正的问题数据。 Check open problem rows again by the present rules; what passes is loaded."""
    from datetime import UTC, datetime

    from tianfu.catalogue import declare_all, load_packs
    from tianfu.flow.rerun import rerun as run_again
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    with Store.open(terminal.settings) as store:
        declare_all(store, registry)
        run = run_again(store, registry, dataset_id, now=datetime.now(UTC))
    _told(terminal, [run] if run else [], as_json=as_json)
    if not as_json:
        counts = run.counts if run else None
        zh = f"重新核验 {counts.read} 条，入库 {counts.kept} 条" if counts else "没有未更正的问题数据"
        terminal.say(Text(zh=zh, en=f"{counts.read} checked again, {counts.kept} loaded" if counts else "no problem row is open"))


def _told(terminal: "Terminal", runs: "list[Run]", *, as_json: bool) -> None:
    from tianfu.model import Text

    if as_json:
        terminal.answer([_facts(r) for r in runs])
        return
    for run in runs:
        if run.message:
            terminal.say(Text(zh=f"{run.dataset}：{run.message}", en=f"{run.dataset}: {run.message}"))


def _facts(run: "Run") -> dict[str, Any]:
    counts = run.counts
    return {
        "dataset": run.dataset,
        "state": run.state,
        "version": run.version,
        "read": counts.read,
        "accepted": counts.accepted,
        "flagged": counts.flagged,
        "quarantined": counts.quarantined,
        "seconds": round(run.seconds, 3),
        "message": run.message,
    }
