"""Files below the data roots that match what a source declares. No pattern and no link leads out of a root."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from tianfu.model import Files

from .failures import MissingFiles


def find(source: Files, roots: Sequence[Path]) -> list[Path]:
    """The files that match, by name, dated ones oldest first. Of the same name below several roots the first root's counts."""
    pattern = source.files or ""
    found: dict[str, Path] = {}
    for root in roots if _stays_below(pattern) else ():
        for name, path in _matching(root, pattern):
            found.setdefault(name, path)
    if not found:
        raise _missing(pattern, roots)
    return [found[name] for name in sorted(found)]


def _stays_below(pattern: str) -> bool:
    path = PurePosixPath(pattern)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in pattern


def _matching(root: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    """Name below the root and path; hidden files belong to programs."""
    inside = root.resolve()
    for path in root.glob(pattern):
        name = path.relative_to(root)
        if any(part.startswith(".") for part in name.parts):
            continue
        real = path.resolve()
        if real.is_relative_to(inside) and real.is_file():
            yield name.as_posix(), path


def _missing(pattern: str, roots: Sequence[Path]) -> MissingFiles:
    if not pattern:
        return MissingFiles("该来源没有声明文件，只接收上传。", "this source declares no files: they arrive by upload only.")
    if not _stays_below(pattern):
        return MissingFiles(
            f"来源中的 files“{pattern}”须为数据目录之下的相对路径，不能以 / 开头，也不能含 ..",
            f"'files: {pattern}' must stay below the data folders: no leading / and no '..'.",
        )
    looked = [str(root / pattern) for root in roots] or ["—"]
    return MissingFiles(
        f"没有找到文件“{pattern}”。查找过：{'；'.join(looked)}。请把文件放入其中一个目录，或改正声明中的 files。",
        f"no file matches '{pattern}'; looked at {', '.join(looked)}. Put the file into one of these folders, or mend 'files'.",
    )
