"""words: show, check, replace."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Terminal

File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="词表（UTF-8 文本）  the list, UTF-8 text")]
Unit = Annotated[str, typer.Option(help="经办单位  the unit")]
By = Annotated[str, typer.Option("--by", help="经办人  the person")]
AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]
BYTES_MOST = 2**20


def show(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """写出本平台的检索词表。 Write the operator's list of search words."""
    from tianfu.catalogue.search.words import Words
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        now = Words(store).now()
    if as_json:
        terminal.answer(
            {"number": now.number, "rules": now.rules, "unit": now.unit, "at": now.at if now.number else None, "text": now.text}
        )
    else:
        typer.echo(now.text, nl=not now.text.endswith("\n"))


def check(ctx: typer.Context, file: File) -> None:
    """检查词表，列出全部问题。 Check a list; every problem is told by line."""
    from tianfu.model import Text

    terminal: Terminal = ctx.obj
    rules = _faultless(terminal, _text(file))
    terminal.say(Text(zh=f"没有问题，共 {rules} 条", en=f"nothing wrong: {rules} rules"))


def replace(ctx: typer.Context, file: File, unit: Unit = "", by: By = "") -> None:
    """用文件取代词表，立即生效。 Put a file in the place of the list; it holds at once."""
    from tianfu.catalogue.search.words import Words
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    text = _text(file)
    _faultless(terminal, text)
    with Store.open(terminal.settings) as store:
        kept = Words(store).replace(text, unit=unit, person=by, at=datetime.now(UTC))
    terminal.say(Text(zh=f"第 {kept.number} 份词表已生效，共 {kept.rules} 条", en=f"list {kept.number} holds now: {kept.rules} rules"))


def _text(file: Path) -> str:
    """The text of a file, and no more of it than shows that it is too long."""
    with file.open("rb") as stream:
        return stream.read(BYTES_MOST).decode("utf-8-sig", "replace")


def _faultless(terminal: "Terminal", text: str) -> int:
    """How many rules the text has; where something is wrong every problem is said, and nothing else is done."""
    from tianfu.catalogue.search.words import in_words, read
    from tianfu.model import ExitCode

    rules, problems = read(text)
    for problem in problems:
        terminal.say(in_words(problem))
    if problems:
        raise typer.Exit(ExitCode.problems)
    return len(rules)
