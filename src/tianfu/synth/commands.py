"""synth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Terminal


def synth(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="默认 <home>/inbox/synth  default: <home>/inbox/synth")] = None,
    rows: Annotated[int, typer.Option(help="全部文件的记录总数，约  records in all files together, about")] = 100_000,
    seed: Annotated[int | None, typer.Option(help="相同的种子得到相同的字节  the same seed gives the same bytes")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")] = False,  # noqa: FBT002
) -> None:
    """生成虚构省份的数据文件和其中埋设问题的真值。 Write the files of an invented province, and the truth about what is planted in them."""
    from tianfu.model import Text
    from tianfu.synth import SEED, write

    terminal: Terminal = ctx.obj
    target = folder or terminal.settings.home / "inbox" / "synth"
    written = write(target, rows=rows, seed=SEED if seed is None else seed)
    if as_json:
        terminal.answer({"folder": str(target), "records": written})
        return
    terminal.table(
        Text(zh=str(target)), [Text(zh="文件", en="file"), Text(zh="记录数", en="records")], [[n, c] for n, c in written.items()]
    )
