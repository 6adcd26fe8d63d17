"""All packs together: datasets by id, what a derived dataset is computed from, and what a table was made with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from tianfu.model import Dataset, DeclarationError, Pack, Problem
from tianfu.model.rule import Custom, Refers

from .folders import pack_folders
from .functions import Functions, Signature
from .hashing import declaration_hash
from .reading import read_what_can_be


class UnknownDataset(KeyError):
    """No pack declares this dataset. The message names the near one."""

    def __init__(self, wanted: str, near: str = "") -> None:
        self.wanted, self.near = wanted, near
        super().__init__(f"there is no dataset '{wanted}'" + (f"; did you mean '{near}'?" if near else ""))

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Parameter:
    """What an analysis is called with: `of` is a dataset's id or a figure's name; `arrow` asks for materialised rows."""

    name: str
    kind: Literal["dataset", "figure", "today", "unknown"]
    of: str = ""
    arrow: bool = False


@dataclass(frozen=True, eq=False)
class Registry:
    """Every pack there is, by name."""

    packs: Mapping[str, Pack]
    _hashes: dict[str, str] = field(default_factory=dict)

    def datasets(self) -> list[Dataset]:
        """All datasets, pack by pack, in order of their names."""
        return [d for pack in self.packs.values() for d in pack.datasets.values()]

    def dataset(self, dataset_id: str) -> Dataset:
        """The dataset of that id; UnknownDataset names the near one."""
        pack, _, name = dataset_id.partition(".")
        found = self.packs[pack].datasets.get(name) if pack in self.packs else None
        if found is None:
            known = [d.id for d in self.datasets()]
            near = get_close_matches(dataset_id, known, 1) or [i for i in known if i.endswith(f".{dataset_id}")]
            raise UnknownDataset(dataset_id, near[0] if near else "")
        return found

    def pack_of(self, dataset_id: str) -> Pack:
        """The pack that declares the dataset."""
        return self.packs[self.dataset(dataset_id).pack]

    def analysis(self, dataset_id: str) -> Callable[..., Any]:
        """The function that computes a derived dataset."""
        return self.pack_of(dataset_id).analyses[analysis_name(self.dataset(dataset_id))]

    def parameters(self, dataset_id: str) -> tuple[Parameter, ...]:
        """What the analysis of a derived dataset is called with; none for a collected one."""
        dataset = self.dataset(dataset_id)
        if dataset.derived is None:
            return ()
        pack = self.pack_of(dataset_id)
        found = signature(pack, dataset)
        return parameters_of(found, pack) if found else ()

    def inputs(self, dataset_id: str) -> tuple[str, ...]:
        """The datasets that a derived dataset is computed from."""
        return tuple(p.of for p in self.parameters(dataset_id) if p.kind == "dataset")

    def needs(self, dataset_id: str) -> tuple[str, ...]:
        """The datasets that must be up to date before this one: its inputs, and those its rules refer to."""
        referred = [r.to for r in self.dataset(dataset_id).rules if isinstance(r, Refers)]
        return tuple(dict.fromkeys(i for i in [*self.inputs(dataset_id), *referred] if i != dataset_id))

    def consumers(self, dataset_id: str) -> tuple[str, ...]:
        """The datasets that are computed from this one."""
        return tuple(d.id for d in self.datasets() if d.derived and dataset_id in self.inputs(d.id))

    def custom_rules(self, dataset_id: str) -> Mapping[str, Callable[..., Any]]:
        """The functions of the pack's rules.py that the dataset names."""
        rules = self.pack_of(dataset_id).rules
        return {r.function: rules[r.function] for r in self.dataset(dataset_id).rules if isinstance(r, Custom)}

    def hash(self, dataset_id: str) -> str:
        """Changes when a table made with the declaration as it was would come out differently now."""
        if dataset_id not in self._hashes:
            figures = tuple(p.of for p in self.parameters(dataset_id) if p.kind == "figure")
            self._hashes[dataset_id] = declaration_hash(self.dataset(dataset_id), self.pack_of(dataset_id), figures)
        return self._hashes[dataset_id]


def load_packs(extra: Sequence[Path] = ()) -> Registry:
    """Every pack of the tree, installed, and below the extra folders. DeclarationError lists every problem of every file."""
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for folder in pack_folders(extra):
        pack, found = read_what_can_be(folder)
        problems += found
        if folder.name in packs:
            problems.append(
                Problem(f"{folder.name}/pack.yaml", 1, f"there is a pack '{folder.name}' already; rename the folder {folder.path}")
            )
        if pack is not None:
            problems += [_again(folder.name, e, packs) for e in pack.entries if any(e in p.entries for p in packs.values())]
            packs[folder.name] = pack
    problems += [] if problems else [p for pack in packs.values() for p in unresolved(pack, _ids(packs))]
    if problems:
        raise DeclarationError(problems)
    return Registry(packs)


def _again(pack: str, entry: str, packs: Mapping[str, Pack]) -> Problem:
    other = next(p.name for p in packs.values() if entry in p.entries)
    return Problem(f"{pack}/entries/{entry}.yaml", 1, f"the pack '{other}' ships an entry '{entry}' already; give it another name")


def unresolved(pack: Pack, known: frozenset[str]) -> list[Problem]:
    """Derived datasets without an analysis, parameters that name nothing, and datasets that are read and do not exist."""
    problems = [
        Problem(f"{pack.name}/pack.yaml", 1, f"reads: {name} is '{i}', which no pack declares{_near(i, known)}")
        for name, i in pack.declaration.reads.items()
        if i not in known
    ]
    for dataset in pack.datasets.values():
        file = f"{pack.name}/datasets/{dataset.name}.yaml"
        referred = [r.to for r in dataset.rules if isinstance(r, Refers) and r.to not in known]
        problems += [Problem(file, 1, f"rules: refers to '{i}', which no pack declares{_near(i, known)}") for i in referred]
        if dataset.derived is not None:
            problems += _unresolved_analysis(pack, dataset, file)
    return problems


def signature(pack: Pack, dataset: Dataset) -> Signature | None:
    """The analysis of a derived dataset as its source says."""
    analyses = pack.analyses
    return analyses.signatures.get(analysis_name(dataset)) if isinstance(analyses, Functions) else None


def analysis_name(dataset: Dataset) -> str:
    """The analysis is named like the dataset unless the source names another."""
    return (dataset.derived.analysis if dataset.derived else None) or dataset.name


def parameters_of(found: Signature, pack: Pack) -> tuple[Parameter, ...]:
    """Own datasets by name, others by the names of `reads`, figures, and `today`."""
    return tuple(_parameter(name, annotation, pack) for name, annotation in found.parameters.items())


def _parameter(name: str, annotation: str, pack: Pack) -> Parameter:
    arrow = annotation.startswith(("pa.", "pyarrow."))
    if name == "today":
        return Parameter(name, "today")
    if name in pack.declaration.reads:
        return Parameter(name, "dataset", pack.declaration.reads[name], arrow)
    if name in pack.datasets:
        return Parameter(name, "dataset", f"{pack.name}.{name}", arrow)
    return Parameter(name, "figure" if name in pack.figures else "unknown", name, arrow)


def _unresolved_analysis(pack: Pack, dataset: Dataset, file: str) -> list[Problem]:
    found = signature(pack, dataset)
    if found is None:
        wanted = analysis_name(dataset)
        return [Problem(file, 1, f"no function '{wanted}' in {pack.name}/analyses.py{_near(wanted, pack.analyses)}")]
    known = [*pack.datasets, *pack.declaration.reads, *pack.figures, "today"]
    where = f"{pack.name}/analyses.py"
    problems = [
        Problem(where, found.line, f"{found.name}: parameter '{p.name}' names no dataset, figure or entry of reads{_near(p.name, known)}")
        for p in parameters_of(found, pack)
        if p.kind == "unknown"
    ]
    problems += [
        Problem(where, found.line, f"{found.name}: parameter '{n}' has no annotation; write ir.Table or pa.Table")
        for n, a in found.parameters.items()
        if not a
    ]
    return problems


def _ids(packs: Mapping[str, Pack]) -> frozenset[str]:
    return frozenset(d.id for p in packs.values() for d in p.datasets.values())


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""
