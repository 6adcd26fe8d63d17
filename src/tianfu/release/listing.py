"""What a zone knows of releases and packages, on a terminal and for machines. Of the other zone it knows nothing."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tianfu.catalogue.entries import rates
from tianfu.model import Text, Zone

from .entries import kept_back
from .manifest import Manifest
from .publishing import current
from .received import ReceivedPackages
from .sent import SentPackages

if TYPE_CHECKING:
    from tianfu.model import Terminal
    from tianfu.store import Store


def answered(store: "Store") -> Mapping[str, object]:
    """For machines."""
    if _is_outside(store):
        on_record = ReceivedPackages(store)
        taken = [{"sequence": t.manifest.sequence, "at": t.received_at, **_about(t.manifest)} for t in on_record.latest()]
        return {
            "received": taken,
            "refused": [{"name": r.name, "at": r.refused_at, "why": r.reason.en} for r in on_record.refusals()],
            "entries": rates(store).whole.published,
        }
    sent = SentPackages(store).latest()
    return {
        "released": [r.model_dump(mode="json") for r in current(store).values()],
        "sent": [{"sequence": p.manifest.sequence, "at": p.sent_at, **_about(p.manifest)} for p in sent.values()],
        "entries": {"sent": len(SentPackages(store).entries()), "kept_back": {i: why.en for i, why in kept_back(store).items()}},
    }


def shown(terminal: "Terminal", store: "Store") -> None:
    """For people."""
    if _is_outside(store):
        _outside(terminal, store)
    else:
        _inside(terminal, store)


def _is_outside(store: "Store") -> bool:
    """By the setting, or by what lies here."""
    on_record = ReceivedPackages(store)
    return store.settings.zone is Zone.public or on_record.last() is not None or bool(on_record.refusals())


def _inside(terminal: "Terminal", store: "Store") -> None:
    sent = SentPackages(store).latest()
    rows = [
        [r.dataset, r.version, r.licence, len(r.columns), len(r.masks), r.released_at, sent[r.dataset].name if r.dataset in sent else ""]
        for r in current(store).values()
    ]
    names = ("数据集 dataset", "版本 version", "许可 licence", "数据项 columns", "脱敏 masked", "开放时间 at", "最近的包 package")
    terminal.table(Text(zh="已开放", en="released"), _columns(names), rows)
    count = len(SentPackages(store).entries())
    terminal.say(Text(zh=f"已发送目录条目 {count} 个", en=f"{count} entries of the catalogue were sent"))
    if kept := [[i, terminal.in_words(why)] for i, why in kept_back(store).items()]:
        terminal.table(Text(zh="未发送的条目", en="entries kept back"), _columns(("条目 entry", "原因 why")), kept)


def _outside(terminal: "Terminal", store: "Store") -> None:
    on_record = ReceivedPackages(store)
    rows = [
        [t.manifest.dataset, t.manifest.released.version.number if t.manifest.released else None, t.manifest.kind, t.received_at]
        for t in on_record.latest()
    ]
    terminal.table(Text(zh="已接收", en="received"), _columns(("数据集 dataset", "版本 version", "内容 kind", "时间 at")), rows)
    count = rates(store).whole.published
    terminal.say(Text(zh=f"已接收目录条目 {count} 个", en=f"{count} entries of the catalogue"))
    if refusals := [[r.name, r.refused_at, terminal.in_words(r.reason)] for r in on_record.refusals()]:
        terminal.table(Text(zh="拒收", en="refused"), _columns(("包 package", "时间 at", "原因 why")), refusals)


def _about(manifest: Manifest) -> dict[str, object]:
    number = manifest.released.version.number if manifest.released else None
    return {"dataset": manifest.dataset, "kind": manifest.kind, "version": number}


def _columns(names: Sequence[str]) -> list[Text]:
    return [Text(zh=zh, en=en) for zh, en in (n.split() for n in names)]
