"""A file that somebody hands in for a dataset: kept as it came, then loaded by the worker as a job."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, BinaryIO

from tianfu.collect import CollectError, receive
from tianfu.collect.kinds import HEAD, is_gzip, refuse_other_kinds
from tianfu.model import Dataset, Files, Job, Settings, Text, Zone

if TYPE_CHECKING:
    from tianfu.store import Store

LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class UploadRefused(CollectError):
    """Files are taken from this machine only, until people can sign in."""


def may_upload(settings: Settings, client: str, host: str, headers: Collection[str]) -> bool:
    """Whether a client may hand in files: on the government network, at the machine itself, not through a proxy.

    >>> may_upload(Settings(), "127.0.0.1", "localhost", ()), may_upload(Settings(), "127.0.0.1", "localhost", ["via"])
    (True, False)
    """
    at_the_machine = client in LOOPBACK and host in (*LOOPBACK, "localhost")
    return settings.zone is Zone.internal and at_the_machine and not any(h in FORWARDED for h in headers)


def refused() -> UploadRefused:
    return UploadRefused(
        "登录功能启用前，只能在平台所在的机器上上传文件。请由管理员上传，或把文件放入收件目录。",
        "Until people can sign in, files are taken only at the machine itself. Ask the operator, or put the file into the inbox.",
    )


def take(store: "Store", dataset: Dataset, stream: BinaryIO, name: str, asked_by: str, note: Text | None = None) -> Job:
    """The job that loads what was handed in. CollectError says what is wrong with the file; nothing is kept then.

    `note` is what its page says beside the outcome.
    """
    head = stream.read(HEAD)
    if not head:
        raise CollectError("没有收到文件，或文件是空的。", "No file arrived, or it is empty.")
    stream.seek(0)
    source = next((s for s in dataset.sources if isinstance(s, Files)), None)
    if source is not None and not is_gzip(head):
        refuse_other_kinds(head, name[:120], source.dialect.encodings)
    origin = receive(store, dataset, stream, name)
    about: dict[str, Any] = {"origin": origin.number, "sha256": origin.sha256, "name": origin.name}
    if note is not None:
        about["note"] = [note.zh, note.en]
    return store.jobs.enqueue(Job("load", dataset.id, about, asked_by))
