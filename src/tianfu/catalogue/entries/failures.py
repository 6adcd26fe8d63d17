"""What stands in the way of an entry, in words."""

from collections.abc import Sequence

from tianfu.model import Text


class EntryError(ValueError):
    """Something about an entry that a person can mend."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en or text.zh)


class UnknownEntry(EntryError):
    """No entry of that name, or none that this reader may know of: the answer is the same."""

    def __init__(self, entry_id: str, near: str = "") -> None:
        hint_zh, hint_en = (f"是否要找“{near}”？", f" Did you mean '{near}'?") if near else ("", "")
        super().__init__(Text(zh=f"没有目录条目“{entry_id[:80]}”。{hint_zh}", en=f"There is no entry '{entry_id[:80]}'.{hint_en}"))


class IllegalStep(EntryError):
    """The step is not possible from where the entry stands. The message says which are."""


class Overtaken(EntryError):
    """Somebody else has changed the entry since it was looked at."""


class UnfitEntry(EntryError):
    """The entry's text cannot go further. `problems` lists everything at once."""

    def __init__(self, entry_id: str, problems: Sequence[Text]) -> None:
        self.problems = tuple(problems)
        zh = f"目录条目“{entry_id}”有 {len(problems)} 处需要补正：" + "；".join(p.zh for p in problems)
        en = f"{len(problems)} things of entry '{entry_id}' must be put right: " + "; ".join(p.en or p.zh for p in problems)
        super().__init__(Text(zh=zh, en=en))


class CodeTaken(EntryError):
    """Another entry has the resource code."""


class MountError(EntryError):
    """The resource cannot be mounted or unmounted like this."""


class OfficeOnly(EntryError):
    """Entries are worked on at the machine itself only, until people can sign in."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="登录功能启用前，只能在平台所在的机器上使用工作台、编制和审核目录。",
                en="Until people can sign in, the desk is open and entries are compiled and reviewed at the machine itself only.",
            )
        )
