"""Uploads: a stream becomes a raw file under a label, up to a size that the operator sets."""

from typing import TYPE_CHECKING, BinaryIO, cast

from tianfu.model import Dataset, Files, Origin

from .classified import WHO, refuse_marked
from .directory import entries
from .failures import CollectError, TooLarge
from .kinds import HEAD, Kind, is_gzip, kind_of, refuse_documents
from .labels import label

if TYPE_CHECKING:
    from tianfu.store import Store


def receive(store: "Store", dataset: Dataset, stream: BinaryIO, name: str, who: str = WHO) -> Origin:
    """The origin of what was handed in for a dataset; the stream can be read again from its beginning.

    Nothing is kept where this raises: ClassifiedMark, TooLarge beyond `settings.upload_bytes`, OtherKind for what is not read here.
    """
    if dataset.derived is not None:
        raise CollectError(f"“{dataset.title}”由平台计算得出，不接收上传文件。", f"{dataset.id} is computed here and takes no files.")
    if not any(isinstance(s, Files) for s in dataset.sources):
        raise CollectError(
            f"“{dataset.title}”直接从部门数据库读取，不接收上传文件。", f"{dataset.id} is read from a database and takes no files."
        )
    refuse_marked(store, dataset.id, stream, name, who)
    _refuse_other_kinds(dataset, stream, name)
    stream.seek(0)
    bounded = Bounded(stream, store.settings.upload_bytes)
    return store.raw.keep(cast("BinaryIO", bounded), label(name))


def _refuse_other_kinds(dataset: Dataset, stream: BinaryIO, name: str) -> None:
    """By the first bytes, and of archives by their directory."""
    stream.seek(0)
    head = stream.read(HEAD)
    source = next(s for s in dataset.sources if isinstance(s, Files))
    if not is_gzip(head) and kind_of(head, label(name), source.dialect.encodings) is Kind.archive:
        refuse_documents([e.name for e in entries(stream, label(name))], label(name))


class Bounded:
    """A stream that ends in TooLarge instead of going on beyond its bound."""

    def __init__(self, stream: BinaryIO, bound: int) -> None:
        self._stream = stream
        self._bound = bound
        self._left = bound

    def read(self, size: int) -> bytes:
        block = self._stream.read(size)
        self._left -= len(block)
        if self._left < 0:
            limit = f"{self._bound / 2**20:,.0f} MB"
            raise TooLarge(
                f"上传文件超过 {limit}，没有接收。请压缩为 gzip（.csv.gz）或按时间拆分后重新上传，也可请管理员放入收件目录。",
                f"The upload is larger than {limit} and was not taken. Compress it (.csv.gz) or split it by time, "
                "or ask the operator to put it into the inbox folder.",
            )
        return block
