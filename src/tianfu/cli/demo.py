"""demo."""

from typing import TYPE_CHECKING, Annotated

import typer

from .up import Data, Home, Host, Port, with_folders

if TYPE_CHECKING:
    from tianfu.catalogue import Registry
    from tianfu.model import Run, Settings, Terminal
    from tianfu.store import Store


def demo(
    ctx: typer.Context,
    home: Home = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
    rows: Annotated[int, typer.Option(help="演示省的记录总数，约  records of the province, about", min=1000)] = 100_000,
    public_port: Annotated[
        int | None, typer.Option(help="公开区端口，默认为端口加一  port of the public zone, by default the next", min=1, max=65535)
    ] = None,
    load_only: Annotated[bool, typer.Option("--load-only", help="只装载，不启动门户  load and do not serve")] = False,  # noqa: FBT002
) -> None:
    """生成演示省，装载全部数据集，启动门户。 Make an invented province, load every dataset, serve the portal."""
    from datetime import UTC, datetime

    from tianfu.catalogue import load_packs
    from tianfu.cli.serving import check_port, said_ready, serve
    from tianfu.cli.zones import both_zones, serving_beside
    from tianfu.flow import refresh, roots_of
    from tianfu.model import ExitCode
    from tianfu.store import Store
    from tianfu.web.branding import branded

    terminal: Terminal = ctx.obj
    settings = with_folders(terminal.settings, home, data).model_copy(update={"demo": True})
    branded(settings)
    there = public_port or port + 1
    if not load_only:
        check_port(host, port)
        check_port(host, there)
    registry = load_packs(settings.packs)
    settings, public = both_zones(settings)
    _province(terminal, settings, rows)
    with Store.open(settings) as store:
        with terminal.progress() as report:
            runs = refresh(store, registry, roots=roots_of(settings), now=datetime.now(UTC), report=report)
        _told(terminal, settings, store, registry, runs)
        worst = _worth_a_look(store, registry)
        _compiled(terminal, store, registry)
        _released(terminal, store, registry)
    if load_only:
        raise typer.Exit(ExitCode.failed if any(r.state == "failed" for r in runs) else ExitCode.done)
    said_ready(terminal, host, port, there)
    _one_thing_to_try(terminal, host, port, worst)
    with serving_beside(public, host, there):
        serve(settings, host=host, port=port, workers=1)


def _province(terminal: "Terminal", settings: "Settings", rows: int) -> None:
    """The files of the invented province, written once."""
    from tianfu.model import Text
    from tianfu.synth import write

    folder = settings.home / "inbox" / "synth"
    if (folder / "truth").is_dir():
        terminal.say(Text(zh=f"演示省的文件已在 {folder}", en=f"the files of the demo province are in {folder}"))
        return
    written = sum(write(folder, rows=rows).values())
    terminal.say(Text(zh=f"已生成演示省：{written:,} 条记录，在 {folder}", en=f"made the demo province: {written:,} records in {folder}"))


def _told(terminal: "Terminal", settings: "Settings", store: "Store", registry: "Registry", runs: "list[Run]") -> None:
    """What failed, and which datasets still wait for files."""
    from tianfu.model import Text

    if not runs:
        terminal.say(Text(zh="全部数据集都是最新的", en="every dataset is up to date"))
    for run in runs:
        if run.state == "failed":
            terminal.say(Text(zh=f"未能装载 {run.dataset}：{run.message}", en=f"{run.dataset} could not be loaded: {run.message}"))
    waiting = [d.id for d in registry.datasets() if store.version(d.id) is None]
    if waiting:
        places = "、".join(str(p) for p in (settings.home / "inbox", *settings.data))
        zh = f"还没有文件的数据集：{'、'.join(waiting)}。把文件放进 {places}，或用 --data 指明所在文件夹"
        terminal.say(Text(zh=zh, en=f"no files yet for {', '.join(waiting)}: put them below {places}, or name their folder with --data"))


def _compiled(terminal: "Terminal", store: "Store", registry: "Registry") -> None:
    """Entries come before data: what is mounted, and what is still owed."""
    from datetime import UTC, datetime

    from tianfu.cli.demo_entries import compile_catalogue
    from tianfu.model import Text

    published, drafts = compile_catalogue(store, registry, datetime.now(UTC))
    if published or drafts:
        en = f"compiled the catalogue: {published} entries of the packs published, {drafts} from service items"
        terminal.say(Text(zh=f"已编制目录：发布主题应用的条目 {published} 个，由政务服务事项编制 {drafts} 个", en=en))


def _released(terminal: "Terminal", store: "Store", registry: "Registry") -> None:
    """Everything that everybody may read goes to the public zone."""
    from tianfu.model import Text
    from tianfu.release import current, push, signing_key

    if store.settings.gap is not None:
        push(store, registry, store.settings.gap, signing_key(store.settings.home), automatic=True)
    count = len(current(store))
    terminal.say(Text(zh=f"已向公开区开放 {count} 个数据集", en=f"{count} datasets are released to the public zone"))


def _worth_a_look(store: "Store", registry: "Registry") -> str:
    """The open dataset with the most problem rows: whoever follows the link may see them."""
    from tianfu.model import Access

    found = [d for d in registry.datasets() if d.sharing.to_public is Access.always] or registry.datasets()
    return max(found, key=lambda d: v.problems if (v := store.version(d.id)) else -1).id


def _one_thing_to_try(terminal: "Terminal", host: str, port: int, dataset_id: str) -> None:
    from tianfu.cli.serving import address
    from tianfu.model import Text

    here = f"{address(host, port)}dataset/{dataset_id}"
    terminal.say(
        Text(zh=f"试一试：{here} —— 看哪些规则没有通过、是哪些行", en=f"try this: {here} shows which rules failed, and on which rows")
    )
