"""Where the index lies: `home/cache/search/<generation>/`, and a file that names the generation that is read.

A new generation is built beside the old one and becomes current in one step; whoever reads the old one reads on. Nothing is lost with any
of it: it is derived from the metadata, and made again when it is missing, of another form, or cannot be read.
"""

import json
import os
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import tantivy

from .schema import FORM, schema

POINTER = "current.json"
META = "meta.json"


State = tuple[int, ...]


@dataclass
class Generations:
    """The generations of one home."""

    folder: Path
    _read: tuple[State, Path | None] = ((), None)

    def current(self) -> Path | None:
        """The folder of the index that is read; None where there is none of the present form."""
        return self._looked()[1]

    def state(self) -> State:
        """Changes whenever there is something new to read: two looks at files, each time."""
        state, found = self._looked()
        return (*state, *_state(f"{found}/{META}")) if found else state

    def _looked(self) -> tuple[State, Path | None]:
        """The file that names the generation is read when it has changed."""
        state, read = _state(f"{self.folder}/{POINTER}"), self._read
        if read[0] != state:
            read = self._read = (state, self._said())
        return read

    def begin(self) -> Path:
        """A folder for a new generation."""
        made = self.folder / uuid4().hex[:12]
        made.mkdir(parents=True)
        return made

    def make_current(self, generation: Path) -> None:
        """From now on this one is read. What nobody begins to read any more is removed, but for the one before."""
        before = self.current()
        draft = self.folder / f"{POINTER}.{generation.name}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"generation": generation.name, "form": _form()}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / POINTER)
        self.tidy(keeping=[generation, *([before] if before else [])])

    def tidy(self, keeping: list[Path]) -> None:
        """Removes other generations, whole ones and those that a crash left unfinished."""
        names = {POINTER, *(p.name for p in keeping)}
        for path in self.folder.iterdir():
            if path.name not in names:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _said(self) -> Path | None:
        try:
            said = json.loads((self.folder / POINTER).read_text("utf-8"))
            found = self.folder / said["generation"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if said.get("form") == _form() and (found / META).is_file() else None


def opened(folder: Path) -> tantivy.Index:
    """The index in a folder, made there if it is empty. It is read anew only when asked to."""
    index = tantivy.Index(schema(), str(folder))
    index.config_reader("manual")
    return index


@cache
def _form() -> str:
    return f"{FORM}/{version('tantivy')}"


def _state(path: str) -> State:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
