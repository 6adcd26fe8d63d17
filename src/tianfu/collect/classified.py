"""Files that bear a mark of state secrets are refused before anything of them is kept: this platform is no place for them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tianfu.model import Event, Origin

from .failures import CollectError
from .labels import label
from .marked import is_marked

if TYPE_CHECKING:
    from tianfu.store import Store

WHO = "service:collect"
VERB = "refuse_classified"


class ClassifiedMark(CollectError):
    """The file bears a mark such as 机密★. Nothing of it was kept, and the text repeats nothing of it, not even its name."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"有文件带有国家秘密或工作秘密标志，已拒收：没有保存，也没有装载其中任何内容（文件名摘要 {digest[:12]}）。"
            "涉密文件不得在本平台存储、处理、传输，请立即停止提交，按保密规定处置并报告本单位保密工作机构。"
            "若属误判，请由保密工作机构确认并去除标志后重新提交。",
            "A file bears a mark of state or work secrets and was refused; nothing of it was kept or loaded "
            f"(digest of its name: {digest[:12]}). Such files may not be stored or sent here: "
            "stop, and tell the secrecy office of your unit.",
        )


def is_classified(path: Path) -> bool:
    """Whether the file bears a mark, and must not be kept."""
    with path.open("rb", buffering=0) as file:
        return is_marked(file, label(path.name))


def keep(store: "Store", dataset: str, path: Path) -> Origin:
    """The origin of a file, kept unless it is marked."""
    with path.open("rb", buffering=0) as file:
        refuse_marked(store, dataset, file, path.name)
    return store.raw.keep(path, label(path.name))


def refuse_marked(store: "Store", dataset: str, file: IO[bytes], name: str, who: str = WHO) -> None:
    """ClassifiedMark, and an event in the journal that holds the hash of the name and nothing else of the file."""
    if is_marked(file, label(name)):
        digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()
        store.journal.write(Event(datetime.now(UTC), who, VERB, dataset, {"name_sha256": digest}))
        raise ClassifiedMark(digest)
