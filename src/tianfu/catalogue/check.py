"""Everything that is wrong with a pack, of all its files at once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tianfu.model import DeclarationError, Pack, Problem
from tianfu.standards import elements

from .check_analyses import examples_hold, rules_compile, yields_its_columns
from .check_declarations import dataset_words, docstring_only, entry_words, lowered, pack_words, unknown_files
from .folders import DECLARATION, PackFolder, folder_at, pack_folders
from .prose.check import page_problems
from .reading import read_what_can_be
from .registry import Registry, unresolved


def check_pack(path: Path, *, beside: Sequence[Path] = ()) -> list[Problem]:
    """All problems of the pack in a folder, in order of file and line; none when it can be used.

    `beside`: folders of further packs, which it may read.
    """
    folder = folder_at(path)
    if not folder.path.is_dir():
        return [Problem(str(path), 1, "there is no such folder")]
    pack, problems = read_what_can_be(folder)
    problems += [*unknown_files(folder.path), *docstring_only(folder.path)]
    if pack is not None:
        registry = Registry({**_others(folder, beside), pack.name: pack})
        problems += list(_of_words(pack, folder))
        problems += unresolved(pack, frozenset(d.id for d in registry.datasets()))
        problems += page_problems(registry, pack)
        if not problems:
            problems += _of_meaning(registry, pack)
    return sorted(set(problems))


def _others(folder: PackFolder, beside: Sequence[Path]) -> dict[str, Pack]:
    """The packs it may read. What is wrong with those is not this pack's business."""
    found = [read_what_can_be(f)[0] for f in pack_folders(beside) if f.path != folder.path]
    return {p.name: p for p in found if p is not None}


def _of_words(pack: Pack, folder: PackFolder) -> Iterator[Problem]:
    yield from pack_words(pack, (folder.path / DECLARATION).read_text("utf-8"))
    for dataset in pack.datasets.values():
        yield from dataset_words(pack, dataset, (folder.path / "datasets" / f"{dataset.name}.yaml").read_text("utf-8"))
    for entry in pack.entries.values():
        yield from entry_words(pack, entry, (folder.path / "entries" / f"{entry.id}.yaml").read_text("utf-8"))


def _of_meaning(registry: Registry, pack: Pack) -> list[Problem]:
    """What can only be asked once every word is known: rules compile, analyses build, levels, samples and examples hold."""
    problems: list[Problem] = []
    known = elements()
    for dataset in pack.datasets.values():
        if all(c.element in known for c in dataset.columns):
            problems += [*rules_compile(registry, dataset), *yields_its_columns(registry, dataset), *lowered(registry, dataset)]
    try:
        problems += examples_hold(registry, pack)
    except DeclarationError as error:
        problems += error.problems
    return problems
