"""Reading the journal's files: events, torn ends, and whether the chains hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from tianfu.model import Event

HEAD_AT, HEAD_END = b'{"head":"', b'","event":'
HEX = 64
PAYLOAD = len(HEAD_AT) + HEX + len(HEAD_END)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that does not hold: `torn` (a crash cut the last line), `broken` (changed, moved or dropped), `missing`, `seal`."""

    file: str
    line: int
    kind: str
    what: str

    def __str__(self) -> str:
        return f"journal/{self.file}:{self.line}: {self.what}"


def chains(folder: Path) -> list[Path]:
    """The files of all chains."""
    return sorted(p for p in folder.glob("*.jsonl") if not p.name.startswith("_"))


def complete_lines(path: Path) -> list[bytes]:
    """Lines with their end; what a crash or a writer at work left unfinished is no line."""
    with path.open("rb") as file:
        return [line for line in file if line.endswith(b"\n")]


def payload_of(line: bytes) -> bytes:
    """The bytes of the event."""
    return line[PAYLOAD:-2]


def head_of(line: bytes) -> bytes | None:
    """The head that the line claims; None if it is not a line of the journal."""
    if not line.startswith(HEAD_AT) or line[PAYLOAD - len(HEAD_END) : PAYLOAD] != HEAD_END or not line.endswith(b"}\n"):
        return None
    try:
        return bytes.fromhex(line[len(HEAD_AT) : len(HEAD_AT) + HEX].decode("ascii"))
    except ValueError:
        return None


def recorded(folder: Path) -> Iterator[Event]:
    """The events of all chains that can be read."""
    for path in chains(folder):
        for line in complete_lines(path):
            if head_of(line) is not None:
                yield _event(orjson.loads(payload_of(line)))


def _event(plain: dict[str, object]) -> Event:
    return Event(**{**plain, "at": datetime.fromisoformat(str(plain["at"]))})  # type: ignore[arg-type]  # as `write` wrote it


def torn(folder: Path) -> list[Finding]:
    """Chains whose last line a crash has cut and that no later chain has put on record yet. Chains of living processes do not count."""
    cut = [p for p in chains(folder) if not _ends_whole(p) and not _alive(p)]
    known = {e.detail.get("file") for e in recorded(folder) if e.verb == "torn"} if cut else set()
    return [Finding(p.name, len(complete_lines(p)) + 1, "torn", TORN) for p in cut if p.name not in known]


TORN = "the last line was cut by a crash 末行因进程中断而不完整"


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if not size:
            return True
        file.seek(size - 1)
        return file.read(1) == b"\n"


def _alive(path: Path) -> bool:
    """By the name of the file: host-pid-start-number."""
    from .processes import is_alive

    host, pid, start, _ = path.stem.rsplit("-", 3)
    return pid.isdigit() and is_alive(f"{host}:{pid}:{start}")


def last_line(path: Path) -> tuple[int, bytes]:
    """Where the last whole line ends, and the line; no bytes where there is none."""
    with path.open("rb") as file:
        size, step = file.seek(0, 2), 4096
        while True:
            start = max(0, size - step)
            file.seek(start)
            tail = file.read(size - start)
            end = tail.rfind(b"\n") + 1
            begin = tail.rfind(b"\n", 0, max(0, end - 1)) + 1
            if begin or not start:
                return start + end, tail[begin:end]
            step *= 8
