"""Brings the metadata database up to date. Alembic is imported only when there is something to do.

A stage's part of the chain is found where it lies: `tianfu/<stage>/migrations/<label>_<number>.py`, the revision named like its file. So
whoever opens a store (the portal, a command, the worker) opens it with the same chain, and no room has to know another's tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from tianfu.model import Text

from .database import Database
from .failures import StoreError


@dataclass(frozen=True, slots=True)
class Branch:
    """A stage's part of the chain: its label, the folder of its revisions and the newest one (known without reading them)."""

    label: str
    head: str
    folder: Path


OWN = Branch("store", "store_0002", Path(__file__).parent / "migrations" / "versions")


class NewerDatabase(StoreError):
    """The database was written by a later release. Install that release, or restore a backup of the metadata taken before the upgrade."""


@cache
def stages() -> tuple[Branch, ...]:
    """The parts of the other stages, by the names of their files.

    >>> "catalogue" in {b.label for b in stages()}
    True
    """
    found = [(f, sorted(p.stem for p in f.glob("*_[0-9]*.py"))) for f in sorted(Path(str(files("tianfu"))).glob("*/migrations"))]
    return tuple(Branch(names[-1].rpartition("_")[0], names[-1], folder) for folder, names in found if names)


def migrate(database: Database, branches: Iterable[Branch] = ()) -> bool:
    """Whether anything had to be done. Either every revision is applied or none. `branches` come beside those of the tree."""
    chain = (OWN, *{b.label: b for b in (*stages(), *branches)}.values())
    heads = {b.head for b in chain}
    with database.read() as connection:
        if _recorded(connection) == heads:
            return False
    with database.unit() as connection:
        _upgrade(connection, chain)
    return True


def _recorded(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def _upgrade(connection: Connection, chain: Sequence[Branch]) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(b.folder) for b in chain))
    config.attributes["connection"] = connection
    known = {r.revision for r in ScriptDirectory.from_config(config).walk_revisions()}
    if unknown := _recorded(connection) - known:
        what = ", ".join(sorted(unknown))
        raise NewerDatabase(
            Text(
                zh=f"元数据库由更新的版本写成（{what}），本版本不能读取。请安装该版本，或恢复升级前的备份。",
                en=f"The metadata database was written by a later release ({what}). Install that release or restore an earlier backup.",
            )
        )
    command.upgrade(config, "heads")
