"""Seals: a Merkle root over the heads of all chains, every hour and whenever a process ends well.

A chain cut short no longer fits its seal. A line of `_seals.jsonl`: `{"head":..., "event":{"at", "heads": {file: [bytes, head]}, "root"}}`,
chained like any other; only chains that have grown since the seal before are listed.
"""

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

import orjson

from tianfu.protect import GENESIS, chain, merkle_root

from .journal_files import HEAD_AT, HEAD_END, Finding, chains, complete_lines, head_of, last_line, payload_of

SEAL_SECONDS = 3600.0
NAME = "_seals.jsonl"


def seal(folder: Path, now: datetime, *, every_seconds: float = 0.0) -> bool:
    """Whether a seal was set: not if nothing has grown, or one was set less than `every_seconds` ago by any process."""
    with (folder / NAME).open("a+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = complete_lines(folder / NAME)
        if lines and every_seconds and (now - _at(lines[-1])).total_seconds() < every_seconds:
            return False
        heads = _grown(folder, lines)
        if not heads:
            return False
        root = merkle_root([bytes.fromhex(h) for _, h in heads.values()]).hex()
        payload = orjson.dumps({"at": now.astimezone(UTC).isoformat(), "heads": heads, "root": root})
        before = (head_of(lines[-1]) if lines else None) or GENESIS
        file.truncate(sum(map(len, lines)))  # a line that a crash has cut
        file.write(HEAD_AT + chain(before, payload).hex().encode() + HEAD_END + payload + b"}\n")
        os.fsync(file.fileno())
    return True


def _grown(folder: Path, seals: list[bytes]) -> dict[str, tuple[int, str]]:
    """Chains that have grown since they were last sealed: how far they reach, and their head there."""
    known = {name: size for name, marks in sealed(seals).items() for size in marks}
    found: dict[str, tuple[int, str]] = {}
    for path in chains(folder):
        if known.get(path.name) == path.stat().st_size:
            continue
        size, line = last_line(path)
        head = head_of(line)
        if head is not None:
            found[path.name] = (size, head.hex())
    return found


def sealed(seals: list[bytes]) -> dict[str, dict[int, str]]:
    """File -> how far it reached when it was sealed -> the head there, oldest first."""
    found: dict[str, dict[int, str]] = {}
    for line in seals:
        for name, (size, head) in orjson.loads(payload_of(line))["heads"].items():
            found.setdefault(name, {})[size] = head
    return found


def seals_in(folder: Path) -> list[bytes]:
    """The lines of all seals."""
    path = folder / NAME
    return complete_lines(path) if path.exists() else []


def _at(line: bytes) -> datetime:
    return datetime.fromisoformat(orjson.loads(payload_of(line))["at"])


def broken_seals(seals: list[bytes]) -> list[Finding]:
    """The first seal that was changed, and roots that do not follow from their heads."""
    before, found = GENESIS, list[Finding]()
    for number, line in enumerate(seals, 1):
        before = chain(before, payload_of(line))
        if head_of(line) != before:
            return [*found, Finding(NAME, number, "seal", "this seal or one before it was changed 封存记录被改动")]
        content = orjson.loads(payload_of(line))
        if merkle_root([bytes.fromhex(h) for _, h in content["heads"].values()]).hex() != content["root"]:
            found.append(Finding(NAME, number, "seal", "the root does not follow from the heads 根值与各链首不符"))
    return found
