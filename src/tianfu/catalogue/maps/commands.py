"""maps: install, check, list."""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.catalogue.maps.boundary import Boundary
    from tianfu.model import Terminal

Folder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", exists=True, file_okay=False, help="有 pack.yaml 和 areas.geojson 的文件夹  a folder with both files"),
]


def check(ctx: typer.Context, folder: Folder) -> None:
    """检查边界数据，列出全部问题。 Check boundaries; everything that is wrong is told."""
    terminal: Terminal = ctx.obj
    _tell(terminal, _sound(terminal, folder))


def install(ctx: typer.Context, folder: Folder) -> None:
    """安装边界数据，地图随即使用。 Install boundaries; maps use them at once."""
    from tianfu.catalogue.maps.boundary_files import ABOUT, AREAS
    from tianfu.model import ExitCode, Text, Zone

    terminal: Terminal = ctx.obj
    boundary = _sound(terminal, folder)
    if terminal.settings.zone is Zone.public and not boundary.approved:
        zh = "没有安装：公开区只用有审图号的边界。请在 pack.yaml 写明 review（审图号）"
        terminal.say(Text(zh=zh, en="Not installed: the public zone needs boundaries with an approval: give 'review' in pack.yaml"))
        raise typer.Exit(ExitCode.refused)
    home = terminal.settings.home / "boundaries"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=home) as aside:
        fresh, place = Path(aside) / "fresh", home / folder.resolve().name
        fresh.mkdir()
        for name in (ABOUT, AREAS):
            shutil.copyfile(folder / name, fresh / name)
        if place.exists():
            place.rename(Path(aside) / "old")
        fresh.rename(place)
    _tell(terminal, boundary)


def listed(ctx: typer.Context) -> None:
    """列出已安装的边界数据。 List the boundaries that are installed."""
    from tianfu.catalogue.maps.boundaries import boundary_for
    from tianfu.catalogue.maps.boundary_files import BoundaryRefused, installed, read_boundary
    from tianfu.model import Text

    terminal: Terminal = ctx.obj
    home, zone = terminal.settings.home, terminal.settings.zone
    used = boundary_for(home, zone)
    rows: list[list[object]] = []
    for folder in installed(home):
        try:
            about = read_boundary(folder).about
            rows.append(
                [folder.name, about.title, about.review or "—", about.date, about.datum, "是" if used and used.name == folder.name else ""]
            )
        except BoundaryRefused as refused:
            rows.append([folder.name, terminal.in_words(refused.text), "", "", "", ""])
    names = ("名称 name", "标题 title", "审图号 approval", "日期 date", "坐标系 datum", "使用 used")
    terminal.table(Text(zh=""), [Text(zh=zh, en=en) for zh, en in (n.split() for n in names)], rows)
    if used is None:
        terminal.say(Text(zh="地图使用位置示意图", en="maps are drawn as the schematic grid"))


def _sound(terminal: "Terminal", folder: Path) -> "Boundary":
    """The boundaries; where something is wrong every problem is said, and nothing else is done."""
    from tianfu.catalogue.maps.boundary_files import BoundaryRefused, read_boundary
    from tianfu.model import ExitCode

    try:
        return read_boundary(folder)
    except BoundaryRefused as refused:
        for problem in refused.problems:
            terminal.say(problem)
        raise typer.Exit(ExitCode.problems) from None


def _tell(terminal: "Terminal", boundary: "Boundary") -> None:
    from tianfu.model import Text

    about, rings = boundary.about, sum(len(r) for r in boundary.areas.values())
    zh = f"{about.title}：{len(boundary.areas)} 个市（州），{rings} 个环，坐标系 {about.datum}。{boundary.said.zh}"
    terminal.say(Text(zh=zh, en=f"{about.title}: {len(boundary.areas)} prefectures, {rings} rings, {about.datum}. {boundary.said.en}"))
