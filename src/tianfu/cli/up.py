"""up."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Settings, Terminal

Home = Annotated[Path | None, typer.Option(help="数据所在文件夹 (TIANFU_HOME)  the folder that holds everything")]
Host = Annotated[str, typer.Option(help="监听地址  address to listen on")]
Port = Annotated[int, typer.Option(help="端口  port", min=1, max=65535)]
Data = Annotated[list[Path] | None, typer.Option(help="数据文件夹，可重复 (TIANFU_DATA)  folders of source files, may be repeated")]
Zone = Annotated[str | None, typer.Option(help="internal | public (TIANFU_ZONE)  内部区或公开区")]
Gap = Annotated[Path | None, typer.Option(help="两区之间的文件夹 (TIANFU_GAP)  the folder between the zones")]


def up(
    ctx: typer.Context,
    home: Home = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help="网页进程数  web processes", min=1)] = 1,
    data: Data = None,
    zone: Zone = None,
    gap: Gap = None,
) -> None:
    """启动门户。 Serve the portal of a home folder."""
    from tianfu.cli.serving import check_port, said_ready, serve
    from tianfu.cli.zones import in_zone
    from tianfu.web.branding import branded

    terminal: Terminal = ctx.obj
    check_port(host, port)
    settings = in_zone(with_folders(terminal.settings, home, data), zone, gap)
    branded(settings)
    said_ready(terminal, host, port)
    serve(settings, host=host, port=port, workers=workers)


def with_folders(settings: "Settings", home: Path | None, data: list[Path] | None) -> "Settings":
    """The settings with what the command line names; a folder of data that is not there is told."""
    named = tuple(data or ())
    for folder in (*named, *settings.data):
        if not folder.is_dir():
            raise FileNotFoundError(2, "no such folder", str(folder))
    changed = {"home": home} if home else {}
    return settings.model_copy(update={**changed, **({"data": named} if named else {})})
