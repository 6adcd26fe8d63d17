"""datasets template, problems, declare; entries export, import."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Entry, Terminal

DatasetId = Annotated[str, typer.Argument(metavar="ID", help="数据集标识，如 environment.readings  the id of a dataset")]
Unit = Annotated[str, typer.Option(help="经办单位  the unit that takes the step")]
By = Annotated[str, typer.Option("--by", help="经办人  the person")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写入这个文件  the file to write")]


def template(ctx: typer.Context, dataset_id: DatasetId, out: Out = None) -> None:
    """写出填报模板（Excel）。 Write the collection template of a dataset."""
    from tianfu.catalogue import load_packs
    from tianfu.catalogue.sheets.making import template_of

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    made = template_of(registry, registry.dataset(dataset_id), datetime.now(UTC).date())
    _written(terminal, out or Path(made.name), made.content)


def problems(
    ctx: typer.Context,
    dataset_id: DatasetId,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="写成可改正的工作簿  as a workbook to be mended")] = None,
) -> None:
    """列出未更正的问题数据，或写成工作簿。 Count the open problem rows, or write them as a workbook to be mended."""
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.catalogue.corrections.present import present
    from tianfu.catalogue.sheets.making import mending_of
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    dataset = registry.dataset(dataset_id)
    with Store.open(terminal.settings) as store:
        declare_all(store, registry)
        now = present(store, dataset_id)
        counts = now.counts if now else None
        if xlsx is not None:
            _written(terminal, xlsx, mending_of(store, registry, dataset, datetime.now(UTC).date()).content)
    left, done = (counts.quarantined if counts else 0), (now.corrected if now else 0)
    terminal.say(Text(zh=f"问题数据 {left} 条未更正，{done} 条已更正", en=f"{left} problem rows are open, {done} were corrected"))


def declare(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE.xlsx")], out: Out = None) -> None:
    """由声明工作簿写出 YAML，逐格指出问题。 Make YAML of a declaration workbook; problems are told by cell."""
    from tianfu.catalogue.sheets.cell_problems import marked
    from tianfu.catalogue.sheets.declaration_in import read_declaration
    from tianfu.model import ExitCode, Text

    terminal: Terminal = ctx.obj
    content = file.read_bytes()
    text, found = read_declaration(content)
    if found:
        for each in found:
            terminal.say(Text(zh=f"{each.sheet}!{each.cell}：{each.text.zh}", en=f"{each.sheet}!{each.cell}: {each.text.en}"))
        _written(terminal, file.with_name(f"{file.stem}-标注.xlsx"), marked(content, found))
        raise typer.Exit(ExitCode.problems)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _written(terminal, out, text.encode())


def workbook(ctx: typer.Context, dataset_id: DatasetId, out: Out = None) -> None:
    """写出声明工作簿（Excel）。 Write the declaration of a dataset as a workbook."""
    from tianfu.catalogue import load_packs
    from tianfu.catalogue.sheets.declaration_out import declaration_workbook

    terminal: Terminal = ctx.obj
    dataset = load_packs(terminal.settings.packs).dataset(dataset_id)
    _written(terminal, out or Path(f"{dataset.title}-声明.xlsx"), declaration_workbook(dataset))


def _written(terminal: "Terminal", path: Path, content: bytes) -> None:
    from tianfu.model import Text

    path.write_bytes(content)
    terminal.say(Text(zh=f"已写入 {path}", en=f"wrote {path}"))


def exported(
    ctx: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="[ID]", help="条目标识；写成工作簿时可省略  with --xlsx: all entries without it")] = "",
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="写成国家指南的表式  in the form of the guide")] = None,
) -> None:
    """把条目写成 YAML，或写成国家指南的表式。 Write an entry as YAML, or entries as a workbook in the form of the national guide."""
    from tianfu.catalogue.entries import Entries
    from tianfu.catalogue.entries.finding import every, sought
    from tianfu.catalogue.entries.yaml_face import as_yaml
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        if xlsx is None:
            typer.echo(as_yaml(Entries(store).of(entry_id).entry), nl=False)
            return
        from tianfu.catalogue.sheets.entries_out import entries_workbook

        chosen = [Entries(store).of(entry_id).entry] if entry_id else [e.standing.entry for e in every(store, sought((), inside=True))]
        xlsx.write_bytes(entries_workbook(chosen))


def imported(ctx: typer.Context, files: Annotated[list[Path], typer.Argument(metavar="FILE...")], unit: Unit = "", by: By = "") -> None:
    """读入 YAML 或 Excel 条目；一次列出全部问题。 Read entries from YAML or workbooks; every problem is told at once."""
    from tianfu.catalogue.entries import Actor, Entries
    from tianfu.catalogue.entries.yaml_face import read_entries
    from tianfu.model import Text
    from tianfu.store import Store

    books = [f for f in files if f.suffix.lower() == ".xlsx"]
    found = [*read_entries(f for f in files if f not in books), *(e for f in books for e in _of_workbook(ctx, f))]
    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        written = Entries(store).write_all(found, Actor(unit, by), at=datetime.now(UTC))
    zh = f"读入 {len(found)} 个条目，其中 {written} 个有新稿"
    terminal.say(Text(zh=zh, en=f"read {len(found)} entries, {written} of them with a new text"))


def _of_workbook(ctx: typer.Context, file: Path) -> "list[Entry]":
    """The entries of a workbook; if anything is wrong with it, it is written beside it with the cells marked."""
    from tianfu.catalogue.sheets.cell_problems import marked
    from tianfu.catalogue.sheets.entries_in import read_entries
    from tianfu.model import ExitCode, Text

    terminal: Terminal = ctx.obj
    content = file.read_bytes()
    found, problems = read_entries(content)
    if not problems:
        return found
    for each in problems:
        terminal.say(Text(zh=f"{each.sheet}!{each.cell}：{each.text.zh}", en=f"{each.sheet}!{each.cell}: {each.text.en}"))
    back = file.with_name(f"{file.stem}-标注.xlsx")
    back.write_bytes(marked(content, problems))
    terminal.say(Text(zh=f"没有读入；已写入 {back}", en=f"nothing was read; wrote {back}"))
    raise typer.Exit(ExitCode.problems)
