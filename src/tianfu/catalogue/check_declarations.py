"""What declarations of a pack say of things outside themselves: elements, stewards, policy items, themes, code lists, levels, files."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tianfu.identity.units import units
from tianfu.model import Dataset, DeclarationError, Document, Entry, Pack, Problem, read_yaml
from tianfu.model.rule import Custom, InCodes, Matches
from tianfu.standards import code_lists, element, elements, licences, themes

from .check_charts import chart_words
from .entries.fitness import flaws
from .folders import DECLARATION
from .functions import shown
from .registry import Registry

ITEMS = range(1, 53)
"""The items of the policy."""
KNOWN_FILES = ("__init__.py", DECLARATION, "figures.yaml", "analyses.py", "rules.py", "warnings.yaml", "README.md")
KNOWN_FOLDERS = {"datasets": ".yaml", "entries": ".yaml", "examples": ".yaml", "sample": ".csv", "pages": ".md"}
LEFT_BY_TOOLS = ("__pycache__", ".DS_Store")


def unknown_files(folder: Path) -> Iterator[Problem]:
    """Files that no part of the platform reads, which mostly are misspelt."""
    for path in sorted(folder.iterdir()):
        if path.name in LEFT_BY_TOOLS or path.name in KNOWN_FILES:
            continue
        if path.is_dir() and path.name in KNOWN_FOLDERS:
            suffix = KNOWN_FOLDERS[path.name]
            odd = [f for f in sorted(path.iterdir()) if f.suffix != suffix and f.name not in LEFT_BY_TOOLS]
            yield from (Problem(shown(f), 1, f"is not read: {path.name}/ holds {suffix} files") for f in odd)
        else:
            known = [*KNOWN_FOLDERS] if path.is_dir() else [*KNOWN_FILES]
            yield Problem(f"{folder.name}/{path.name}", 1, f"is not read{_near(path.name, known)}")


def pack_words(pack: Pack, text: str) -> Iterator[Problem]:
    """Items of the policy, stewards and theme of pack.yaml."""
    document = read_yaml(text, f"{pack.name}/{DECLARATION}")
    told = pack.declaration
    for n, item in enumerate(told.items):
        if item not in ITEMS:
            yield _at(document, ("items", n), f"items: {item} is no policy item; they run from {ITEMS[0]} to {ITEMS[-1]}")
    for n, steward in enumerate(told.stewards):
        yield from _known(document, ("stewards", n), "stewards", steward, units())
    if told.theme:
        yield from _known(document, ("theme",), "theme", told.theme, themes())
    if not told.items:
        yield _at(document, ("items",), "items: name the policy items that the pack answers")


def dataset_words(pack: Pack, dataset: Dataset, text: str) -> Iterator[Problem]:
    """Steward, theme, licence, elements, code lists, custom functions and charts of a dataset."""
    document = read_yaml(text, f"{pack.name}/datasets/{dataset.name}.yaml")
    yield from _known(document, ("steward",), "steward", dataset.steward, units())
    if dataset.steward in units() and dataset.steward not in pack.declaration.stewards:
        yield _at(document, ("steward",), f"steward: '{dataset.steward}' is not among the stewards of pack.yaml; add it there")
    if dataset.theme:
        yield from _known(document, ("theme",), "theme", dataset.theme, themes())
    if dataset.licence:
        yield from _known(document, ("licence",), "licence", dataset.licence, licences())
    for n, column in enumerate(dataset.columns):
        yield from _known(document, ("columns", n, "element"), f"columns.{n}.element", column.element, elements())
    for n, rule in enumerate(dataset.rules):
        if isinstance(rule, InCodes):
            yield from _known(document, ("rules", n, "codes"), f"rules.{n}.codes", rule.codes, code_lists())
        if isinstance(rule, Matches) and (wrong := _no_pattern(rule.pattern)):
            yield _at(document, ("rules", n, "pattern"), f"rules.{n}.pattern: '{rule.pattern}' is no pattern: {wrong}")
        if isinstance(rule, Custom) and rule.function not in pack.rules:
            said = f"rules.{n}.function: no function '{rule.function}' in {pack.name}/rules.py{_near(rule.function, pack.rules)}"
            yield _at(document, ("rules", n, "function"), said)
    yield from chart_words(dataset, document)


def entry_words(pack: Pack, entry: Entry, text: str) -> Iterator[Problem]:
    """Provider of an entry, and whatever would keep it from being submitted."""
    document = read_yaml(text, f"{pack.name}/entries/{entry.id}.yaml")
    yield from _known(document, ("provider",), "provider", entry.provider, units())
    for flaw in flaws(entry):
        where = tuple(int(part) if part.isdigit() else part for part in flaw.where.split("."))
        yield _at(document, where, f"{flaw.where}: {flaw.text.en}")


def level(dataset: Dataset) -> int:
    """The data level of a dataset is that of its highest column."""
    return max(c.level or element(c.element).level for c in dataset.columns)


def lowered(registry: Registry, dataset: Dataset) -> Iterator[Problem]:
    """A derived dataset stands no lower than what it was computed from, unless it says why."""
    if dataset.derived is None or dataset.lowered_because:
        return
    for source in registry.inputs(dataset.id):
        if level(dataset) < level(registry.dataset(source)):
            said = f"level {level(dataset)} is below level {level(registry.dataset(source))} of {source}; raise it or say lowered_because"
            yield Problem(f"{dataset.pack}/datasets/{dataset.name}.yaml", 1, said)


def docstring_only(folder: Path) -> Iterator[Problem]:
    """`__init__.py` says in words what the pack is about, and holds no code."""
    file = folder / "__init__.py"
    if not file.is_file():
        yield Problem(f"{folder.name}/__init__.py", 1, "is missing; it holds a docstring: the domain, its policy items, who is responsible")
        return
    text = file.read_text("utf-8").strip()
    if not text.startswith('"""') or not text.endswith('"""') or text.count('"""') != 2:
        yield Problem(f"{folder.name}/__init__.py", 1, "holds a docstring and no code")


def tried(read: Iterator[Problem]) -> list[Problem]:
    """The problems, also of a file that cannot be read at all."""
    try:
        return list(read)
    except DeclarationError as error:
        return list(error.problems)


def _no_pattern(pattern: str) -> str:
    """What RE2 says against the pattern; Arrow speaks the same dialect as the engines."""
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        return str(error)
    return ""


def _known(document: Document, where: tuple[str | int, ...], what: str, name: str, known: Iterable[str]) -> Iterator[Problem]:
    if name not in known:
        yield _at(document, where, f"{what}: there is no '{name}'{_near(name, known)}")


def _at(document: Document, where: tuple[str | int, ...], message: str) -> Problem:
    return Problem(document.file, document.line(where), message)


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""
