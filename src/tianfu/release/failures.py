"""What stands in the way of a release or of a package, in words."""

from collections.abc import Sequence

from tianfu.model import Text


class ReleaseError(RuntimeError):
    """Something about releasing that people can put right. `text` says it in Chinese and English."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(f"{text.zh} {text.en}".strip())


class NotReleasable(ReleaseError):
    """The checks before a release found reasons against it; nothing was recorded."""

    def __init__(self, dataset_id: str, reasons: Sequence[Text]) -> None:
        self.reasons = tuple(reasons)
        zh, en = "；".join(r.zh for r in reasons), "; ".join(r.en or r.zh for r in reasons)
        super().__init__(Text(zh=f"{dataset_id} 不能开放：{zh}", en=f"{dataset_id} cannot be released: {en}"))


class BadKey(ReleaseError):
    """A key is missing, cannot be read, or may be read by others."""


class BadPackage(ReleaseError):
    """A package is not what its sender sealed, or not for us. Nothing of it was taken over."""


class WrongHome(ReleaseError):
    """The home of one zone was opened as that of the other."""
