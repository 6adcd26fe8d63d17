"""A file that somebody hands in for a dataset: kept as it came, then loaded by the worker as a job."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, BinaryIO

from tianfu.collect import CollectError, receive
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
    if not stream.read(1):
        raise CollectError("没有收到文件，或文件是空的。", "No file arrived, or it is empty.")
    origin = receive(store, dataset, stream, name, asked_by)
    about: dict[str, Any] = {"origin": origin.number, "sha256": origin.sha256, "name": origin.name}
    if note is not None:
        about["note"] = [note.zh, note.en]
    return store.jobs.enqueue(Job("load", dataset.id, about, asked_by))


def takes_uploads(dataset: Dataset) -> bool:
    """What is computed, follows from another dataset or is read from a database is not uploaded."""
    return any(isinstance(s, Files) for s in dataset.sources)
