"""The public functions of a pack's analyses.py and rules.py: read without running them, imported when the first one is called."""

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from tianfu.model import DeclarationError, Problem

FAILS_TO_IMPORT = (ImportError, SyntaxError, NameError, AttributeError, TypeError, ValueError, LookupError)


@dataclass(frozen=True, slots=True)
class Signature:
    """A function as its source says: parameter -> annotation as written, empty where there is none."""

    name: str
    line: int
    parameters: Mapping[str, str]
    docstring: str


@dataclass(frozen=True)
class Functions(Mapping[str, Callable[..., Any]]):
    """Name -> function. Names and signatures come from the source; the first function asked for imports the file."""

    path: Path
    module: str
    in_tree: bool
    signatures: Mapping[str, Signature] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Callable[..., Any]:
        if name not in self.signatures:
            raise KeyError(name)
        function: Callable[..., Any] = getattr(self._imported, name)
        return function

    def __iter__(self) -> Iterator[str]:
        return iter(self.signatures)

    def __len__(self) -> int:
        return len(self.signatures)

    def sources(self) -> list[str]:
        """The text of the file and of the blocks that it uses: when one changes, what was computed with it is stale."""
        if not self.signatures:
            return []
        used = {getattr(v, "__module__", None) or getattr(v, "__name__", "") for v in vars(self._imported).values()}
        blocks = sorted(m for m in used if isinstance(m, str) and m.startswith("tianfu.blocks.") and m in sys.modules)
        files = [sys.modules[m].__file__ for m in blocks]
        return [self.path.read_text("utf-8"), *(Path(f).read_text("utf-8") for f in files if f)]

    @cached_property
    def _imported(self) -> ModuleType:
        try:
            return import_module(self.module) if self.in_tree else _from_file(self.path, self.module)
        except FAILS_TO_IMPORT as error:
            line = error.lineno if isinstance(error, SyntaxError) and error.lineno else 1
            raise DeclarationError([Problem(shown(self.path), line, f"cannot be imported: {error}")]) from error


def functions_of(path: Path, module: str, *, in_tree: bool) -> Functions:
    """The public functions of a file; none if there is no such file. DeclarationError for bad syntax."""
    if not path.is_file():
        return Functions(path, module, in_tree)
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except SyntaxError as error:
        raise DeclarationError([Problem(shown(path), error.lineno or 1, f"not Python: {error.msg}")]) from error
    found = [_signature(n) for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
    return Functions(path, module, in_tree, {s.name: s for s in found})


def shown(path: Path) -> str:
    """A file of a pack as problems name it: from the pack's folder on."""
    depth = 2 if path.parent.name not in ("datasets", "examples", "sample", "pages") else 3
    return "/".join(path.parts[-depth:])


def _signature(node: ast.FunctionDef) -> Signature:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return Signature(node.name, node.lineno, {a.arg: _annotation(a) for a in arguments}, ast.get_docstring(node) or "")


def _annotation(argument: ast.arg) -> str:
    if argument.annotation is None:
        return ""
    return ast.unparse(argument.annotation).strip("'\"")


def _from_file(path: Path, module: str) -> ModuleType:
    spec = spec_from_file_location(module, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} cannot be imported")
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
