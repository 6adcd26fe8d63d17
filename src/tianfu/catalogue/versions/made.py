"""What made a version, what holds of it, and the sentences beside it."""

from datetime import datetime

from tianfu.catalogue.views import Badge
from tianfu.catalogue.visit import BEIJING
from tianfu.model import Mode, Text, Version
from tianfu.model.values import Act

RELEASED = "release"
"""Under this name a release relies on its version."""
LOADS = {
    Mode.replace: ("load", Badge("plain", "database", Text(zh="全量装载", en="Full load"))),
    Mode.append: ("append", Badge("plain", "database", Text(zh="追加", en="Append"))),
    Mode.upsert: ("upsert", Badge("plain", "refresh-cw", Text(zh="增量更新", en="Upsert"))),
}
CORRECTION = "correction", Badge("ok", "badge-check", Text(zh="更正", en="Correction"))
ACTS = {
    Act.delete: ("delete", Badge("warn", "circle-minus", Text(zh="删除记录", en="Deletion"))),
    Act.restore: ("restore", Badge("info", "refresh-cw", Text(zh="恢复旧版", en="Restoration"))),
}


def made_by(version: Version, *, corrected: bool) -> tuple[str, Badge]:
    """In a word for machines and one for people."""
    if version.act is not Act.load:
        return ACTS[version.act]
    return CORRECTION if corrected else LOADS[version.mode]


def marks(version: Version, *, current: bool) -> tuple[Badge, ...]:
    """Current, released, kept, or gone."""
    found = [Badge("info", "check", Text(zh="当前", en="Current"))] if current else []
    if RELEASED in version.pinned_by:
        found.append(Badge("ok", "lock-open", Text(zh="已发布", en="Released")))
    elif version.pinned_by:
        found.append(Badge("line", "lock", Text(zh="保留", en="Kept")))
    if version.expired_at is not None:
        found.append(Badge("plain", "circle-x", Text(zh="已清除", en="Expired")))
    return tuple(found)


def notes(version: Version) -> tuple[Text, ...]:
    """What anybody may know: counts, the version that came back, when files were put together or rows went."""
    return tuple(n for n in (_merged(version), _restored(version), _compacted(version), _expired(version)) if n is not None)


def notes_inside(version: Version) -> tuple[Text, ...]:
    """Why, by whom, and who relies on it: words that people typed, for those who answer for the data."""
    pinned = "、".join(version.pinned_by), ", ".join(version.pinned_by)
    pairs = [
        (version.reason, Text(zh=f"理由：{version.reason}", en=f"Reason: {version.reason}")),
        (version.by, Text(zh=f"经办：{version.by}", en=f"By: {version.by}")),
        (version.pinned_by, Text(zh=f"引用方：{pinned[0]}", en=f"Relied on by: {pinned[1]}")),
    ]
    return tuple(text for said, text in pairs if said)


def _merged(version: Version) -> Text | None:
    if version.act is not Act.load or version.mode is not Mode.upsert:
        return None
    new, gone = version.inserted - version.updated, version.deleted - version.updated
    parts = [
        (new, "新增", "added"),
        (version.updated, "更新", "updated"),
        (gone, "删除", "deleted"),
        (version.unchanged, "未变", "unchanged"),
    ]
    zh = "，".join(f"{word} {count:,}" for count, word, _ in parts)
    return Text(zh=zh, en=", ".join(f"{count:,} {word}" for count, _, word in parts))


def _restored(version: Version) -> Text | None:
    number = version.restored
    return None if number is None else Text(zh=f"恢复为第 {number} 版的内容", en=f"Content of version {number}")


def _compacted(version: Version) -> Text | None:
    at = version.compacted_at
    return None if at is None else Text(zh=f"{_day(at)} 整理了文件，记录未变", en=f"Files put together on {_day(at)}; same rows")


def _expired(version: Version) -> Text | None:
    at = version.expired_at
    return None if at is None else Text(zh=f"{_day(at)} 到期清除，只留记录", en=f"Rows expired on {_day(at)}; the record stays")


def _day(at: datetime) -> str:
    return at.astimezone(BEIJING).date().isoformat()
