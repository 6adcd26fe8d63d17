"""Where packs are found: folders of the tree, installed packages (entry points `tianfu.packs`), and folders an operator names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from tianfu.model import DeclarationError, Problem

TREE = "tianfu"
TREE_FOLDER = "apps"
GROUP = "tianfu.packs"
DECLARATION = "pack.yaml"


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A folder with a pack.yaml. Packs of the tree are trusted code; others receive materialised rows only."""

    path: Path
    in_tree: bool

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def module(self) -> str:
        """The name under which the pack's Python is imported. Outside the tree it stands for itself: two folders may share a name."""
        return f"{TREE}.{TREE_FOLDER}.{self.name}" if self.in_tree else f"tianfu_pack_{self.name}"


def pack_folders(extra: Sequence[Path] = ()) -> list[PackFolder]:
    """Every pack there is: of the tree, installed, and below the extra folders (or such a folder itself)."""
    tree = [PackFolder(p, in_tree=True) for p in _below(_tree())]
    installed = [PackFolder(_installed(e), in_tree=False) for e in sorted(entry_points(group=GROUP), key=lambda e: e.name)]
    named = [PackFolder(p.resolve(), in_tree=False) for folder in extra for p in _named(folder)]
    return [*tree, *installed, *named]


def folder_at(path: Path) -> PackFolder:
    """The pack at a path, known to be of the tree when it lies there."""
    path = path.resolve()
    return PackFolder(path, in_tree=path.parent == _tree().resolve())


def _tree() -> Path:
    return Path(str(files(TREE).joinpath(TREE_FOLDER)))


def _below(folder: Path) -> Iterator[Path]:
    return (p.parent for p in sorted(folder.glob(f"*/{DECLARATION}")))


def _named(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise DeclarationError([Problem(str(folder), 1, "there is no such folder of packs; name an existing one in TIANFU_PACKS")])
    return iter((folder,)) if (folder / DECLARATION).is_file() else _below(folder)


def _installed(entry: EntryPoint) -> Path:
    """The folder of the package that an entry point names; nothing of it runs yet."""
    spec = find_spec(entry.value)
    if spec is None or not spec.submodule_search_locations:
        raise DeclarationError([Problem(f"entry point {entry.name}", 1, f"'{entry.value}' is no package; it names the folder of a pack")])
    return Path(next(iter(spec.submodule_search_locations)))
