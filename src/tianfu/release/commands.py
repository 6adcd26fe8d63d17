"""release keys, trust, publish, withdraw, list, push, resend, receive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Settings, Terminal

    from .keys import Trusted
    from .sent import Package

DatasetId = Annotated[str, typer.Argument(metavar="ID", help="数据集标识  the id of a dataset")]
Gap = Annotated[Path | None, typer.Option(help="两区之间的文件夹 (TIANFU_GAP)  the folder between the zones")]
By = Annotated[str, typer.Option(help="谁决定的  who decided")]
Reason = Annotated[str, typer.Option(help="依据或理由  basis or reason")]
Opening = Annotated[bool, typer.Option("--open", help="有条件开放的数据：同时向所有人开放  data open on request: to everybody from now on")]
AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]


def keys(ctx: typer.Context) -> None:
    """生成签名密钥；私钥只留在内部区。 Make the signing keys; the private one stays in the internal zone."""
    from tianfu.model import Text

    from .keys import FOLDER, PUBLIC, make_keys

    terminal: Terminal = ctx.obj
    made, path = make_keys(terminal.settings.home), terminal.settings.home / FOLDER / PUBLIC
    zh = f"公钥在 {path}（{_mark(made)}）。把它带到公开区，运行 tianfu release trust"
    terminal.say(Text(zh=zh, en=f"the public key is {path} ({_mark(made)}): carry it over and run 'tianfu release trust'"))


def trust(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="公钥文件  the public key")]) -> None:
    """公开区：信任内部区的公钥。 Public zone: trust the key of the internal zone."""
    from tianfu.model import Text

    from .keys import trust as trusting

    terminal: Terminal = ctx.obj
    taken = trusting(terminal.settings.home, file)
    terminal.say(Text(zh=f"已信任 {_mark(taken)}", en=f"trusted: {_mark(taken)}"))


def publish(
    ctx: typer.Context,
    dataset_id: DatasetId,
    version: Annotated[int | None, typer.Option(help="版本，默认最新  version, by default the newest", min=1)] = None,
    licence: Annotated[str, typer.Option(help="许可协议，默认所声明的  licence, by default the declared one")] = "",
    by: By = "operator",
    reason: Reason = "",
    opening: Opening = False,  # noqa: FBT002
) -> None:
    """开放一个数据集的版本：先审查，再记录。 Release a version of a dataset: reviewed, then recorded."""
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.model import Text
    from tianfu.store import Store

    from .publishing import publish as publishing

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    with Store.open(terminal.settings) as store:
        declare_all(store, registry)
        made = publishing(store, registry, dataset_id, version=version, licence=licence, by=by, reason=reason, opening=opening)
    zh = f"已开放 {dataset_id} 第 {made.version} 版，{len(made.columns)} 个数据项，其中 {len(made.masks)} 个脱敏"
    en = f"released {dataset_id} version {made.version}: {len(made.columns)} columns, {len(made.masks)} of them masked"
    terminal.say(Text(zh=zh, en=en))


def withdraw(ctx: typer.Context, dataset_id: DatasetId, by: By = "operator", reason: Reason = "") -> None:
    """撤回开放；下次推送时从公开区删除。 Take a release back; the next push removes it from the public zone."""
    from tianfu.model import Text
    from tianfu.store import Store

    from .publishing import withdraw as withdrawing

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        withdrawing(store, dataset_id, by=by, reason=reason)
    terminal.say(Text(zh=f"已撤回 {dataset_id}", en=f"{dataset_id} is withdrawn"))


def listed(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """列出已开放、已推送、已接收和拒收的。 List what is released, sent, received and refused."""
    from tianfu.store import Store

    from .listing import answered, shown

    terminal: Terminal = ctx.obj
    with Store.open(terminal.settings) as store:
        if as_json:
            terminal.answer(answered(store))
        else:
            shown(terminal, store)


def push(
    ctx: typer.Context,
    gap: Gap = None,
    automatic: Annotated[bool, typer.Option("--auto", help="先开放所有人可读的新版本  first release what everybody may read")] = False,  # noqa: FBT002
) -> None:
    """内部区：把已开放的数据签名打包，放进摆渡文件夹。 Internal zone: sign and pack what is released, lay it into the gap."""
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.store import Store

    from .keys import signing_key
    from .push import push as pushing

    terminal: Terminal = ctx.obj
    settings = terminal.settings
    registry, folder, key = load_packs(settings.packs), _gap(settings, gap), signing_key(settings.home)
    with Store.open(settings) as store:
        declare_all(store, registry)
        _told(terminal, pushing(store, registry, folder, key, automatic=automatic or settings.auto_release))


def resend(ctx: typer.Context, since: Annotated[int, typer.Argument(help="从哪一包起  the first package", min=1)], gap: Gap = None) -> None:
    """内部区：重发丢失的包。 Internal zone: send packages again that got lost."""
    from tianfu.store import Store

    from .push import resend as resending

    terminal: Terminal = ctx.obj
    folder = _gap(terminal.settings, gap)
    with Store.open(terminal.settings) as store:
        _told(terminal, resending(store, folder, since))


def receive(ctx: typer.Context, gap: Gap = None) -> None:
    """公开区：核验并接收摆渡文件夹里的包。 Public zone: verify and take over what lies in the gap."""
    from tianfu.model import ExitCode, Text
    from tianfu.store import Store

    from .keys import trusted
    from .received import received_registry
    from .receiving import receive as receiving

    terminal: Terminal = ctx.obj
    folder, key = _gap(terminal.settings, gap), trusted(terminal.settings.home)
    with Store.open(terminal.settings) as store:
        received_registry(store)
        found = receiving(store, folder, key)
    for verdict in found:
        word = {"taken": Text(zh="接收", en="taken"), "refused": Text(zh="拒收", en="refused"), "waiting": Text(zh="等待", en="waiting")}
        label = word[verdict.outcome]
        text = Text(zh=f"{label.zh} {verdict.name}：{verdict.text.zh}", en=f"{label.en} {verdict.name}: {verdict.text.en}")
        terminal.say(text)
    if not found:
        terminal.say(Text(zh="没有新的包", en="nothing new"))
    if any(v.outcome == "refused" for v in found):
        raise typer.Exit(ExitCode.refused)


def _told(terminal: "Terminal", packages: "list[Package]") -> None:
    from tianfu.model import Text

    for package in packages:
        manifest = package.manifest
        number = f"v{manifest.released.version.number}" if manifest.released else ""
        terminal.say(Text(zh=f"{package.name} {manifest.kind} {manifest.dataset} {number}".rstrip()))
    if not packages:
        terminal.say(Text(zh="公开区已是最新", en="the public zone is owed nothing"))


def _gap(settings: "Settings", named: Path | None) -> Path:
    from tianfu.model import Text

    from .failures import ReleaseError

    folder = named or settings.gap
    if folder is None:
        raise ReleaseError(Text(zh="请用 --gap 指明两区之间的文件夹", en="name the folder between the zones with --gap"))
    return folder


def _mark(key: "Trusted") -> str:
    return f"{key.algorithm} {key.public.hex()[:16]}"
