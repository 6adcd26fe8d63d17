"""Whether the journal holds: every chain from its first line, and the seals against the chains."""

from pathlib import Path

from tianfu.protect import GENESIS, chain

from .journal_files import Finding, chains, head_of, payload_of, torn
from .seals import broken_seals, sealed, seals_in

CHANGED = "this entry or one before it was changed, moved or dropped 此条或此前记录被改动"
GONE = "sealed, but gone 已封存的日志文件缺失"
SHORT = "does not reach its seal: entries are missing 与封存时不符，记录缺失"


def verify(folder: Path) -> list[Finding]:
    """Everything that does not hold; nothing, if nobody has touched the files."""
    seals = seals_in(folder)
    found = [*torn(folder), *broken_seals(seals)]
    marks = sealed(seals)
    files = {p.name: p for p in chains(folder)}
    for name, path in files.items():
        found += _check(path, marks.get(name, {}))
    found += [Finding(name, 1, "missing", GONE) for name in marks if name not in files]
    return sorted(found)


def _check(path: Path, marks: dict[int, str]) -> list[Finding]:
    """The chain line by line; at each place where it was sealed it must have the head that was sealed."""
    head, size, number = GENESIS, 0, 0
    left = dict(marks)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                break
            head, size = chain(head, payload_of(line)), size + len(line)
            if head_of(line) != head:
                return [Finding(path.name, number, "broken", CHANGED)]
            if size in left and left.pop(size) != head.hex():
                return [Finding(path.name, number, "seal", CHANGED)]
    return [Finding(path.name, number, "missing", SHORT)] if left else []
