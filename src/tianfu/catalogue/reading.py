"""One folder -> one pack, with every problem of all its files at once."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tianfu.model import Dataset, DeclarationError, Entry, Pack, PackDeclaration, Problem, declare, declare_dataset

from .figures import Figure, read_figures
from .folders import DECLARATION, PackFolder
from .functions import functions_of, shown

T = TypeVar("T")


def read_pack(folder: PackFolder) -> Pack:
    """The pack; DeclarationError lists the problems of all files that can be read."""
    pack, problems = read_what_can_be(folder)
    if pack is None or problems:
        raise DeclarationError(problems)
    return pack


def read_what_can_be(folder: PackFolder) -> tuple[Pack | None, list[Problem]]:
    """The pack without the files that cannot be read, and what is wrong with those. No pack without a pack.yaml."""
    problems: list[Problem] = []
    path = folder.path
    declaration = _tried(problems, lambda: declare(PackDeclaration, _text(path / DECLARATION), f"{folder.name}/{DECLARATION}"))
    found = {f.stem: _tried(problems, lambda f=f: _dataset(folder, f)) for f in sorted((path / "datasets").glob("*.yaml"))}  # type: ignore[misc]
    entries = {f.stem: _tried(problems, lambda f=f: _entry(f)) for f in sorted((path / "entries").glob("*.yaml"))}  # type: ignore[misc]
    figures = _tried(problems, lambda: _figures(folder)) or {}
    analyses = _tried(problems, lambda: functions_of(path / "analyses.py", f"{folder.module}.analyses", in_tree=folder.in_tree))
    rules = _tried(problems, lambda: functions_of(path / "rules.py", f"{folder.module}.rules", in_tree=folder.in_tree))
    if declaration is None:
        return None, problems
    pack = Pack(
        name=folder.name,
        declaration=declaration,
        datasets={name: dataset for name, dataset in found.items() if dataset},
        figures=figures,
        analyses=analyses or {},
        rules=rules or {},
        pages={f.stem: _text(f) for f in sorted((path / "pages").glob("*.md"))},
        samples={f.stem: f.read_bytes() for f in sorted((path / "sample").glob("*.csv"))},
        examples={f.stem: _text(f) for f in sorted((path / "examples").glob("*.yaml"))},
        entries={name: entry for name, entry in entries.items() if entry},
        in_tree=folder.in_tree,
    )
    return pack, problems


def _dataset(folder: PackFolder, file: Path) -> Dataset:
    return declare_dataset(_text(file), shown(file), f"{folder.name}.{file.stem}")


def _entry(file: Path) -> Entry:
    return declare(Entry, _text(file), shown(file), id=file.stem)


def _figures(folder: PackFolder) -> dict[str, Figure]:
    file = folder.path / "figures.yaml"
    return read_figures(_text(file), shown(file)) if file.is_file() else {}


def _text(file: Path) -> str:
    """DeclarationError when the file is missing or no UTF-8."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DeclarationError([Problem(shown(file), 1, "is not UTF-8 text; save it as UTF-8")]) from error
    except FileNotFoundError as error:
        raise DeclarationError([Problem(shown(file), 1, f"is missing; a pack begins with a {DECLARATION}")]) from error


def _tried(problems: list[Problem], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except DeclarationError as error:
        problems += error.problems
        return None
