"""The declarations that a store knows, and the datasets of problem rows that follow from them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches

from sqlalchemy import select

from tianfu.model import Dataset, Text, problems_of
from tianfu.model.change import Change
from tianfu.model.problems import SUFFIX
from tianfu.standards import element

from .database import Database
from .evolution import Verdict, verdict
from .failures import UnknownDataset
from .tables import datasets, declarations


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a dataset was declared as, from `at` on."""

    at: datetime
    dataset: Dataset


class Declared:
    """Declarations as they were last made known, so that a store can be read without the packs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[str, Dataset]] = {}

    def declare(self, dataset: Dataset, declaration_hash: str) -> Verdict | None:
        """Makes a declaration known; how it differs from the one before. None for the first one; the same one again changes nothing."""
        if self._hash(dataset.id) == declaration_hash:
            return None
        values = {"declaration": dataset.model_dump_json(), "hash": declaration_hash, "declared_at": datetime.now(UTC)}
        before = self.history(dataset.id)[-1:]
        with self._database.unit() as tx:
            if not tx.execute(datasets.update().where(datasets.c.id == dataset.id).values(**values)).rowcount:
                tx.execute(datasets.insert().values(id=dataset.id, **values))
            tx.execute(declarations.insert().values(dataset=dataset.id, **values))
        return verdict(before[0].dataset, dataset) if before else None

    def history(self, dataset_id: str) -> "list[Declaration]":
        """Every declaration that the dataset had, oldest first; those that this release cannot read any more are left out."""
        query = select(declarations).where(declarations.c.dataset == dataset_id).order_by(declarations.c.id)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [Declaration(r.declared_at, d) for r in rows if (d := _readable(r.declaration)) is not None]

    def changes_since(self, moment: datetime, dataset: Dataset) -> tuple[Change, ...]:
        """How the declaration differs from the one that held at that moment."""
        held = [d for d in self.history(dataset.id) if d.at <= moment]
        return verdict(held[-1].dataset, dataset).changes if held else ()

    def dataset(self, dataset_id: str) -> Dataset:
        """The dataset of that id, or the problem rows of one (`<id>__problems`); UnknownDataset names the near one."""
        owner_id = dataset_id.removesuffix(SUFFIX)
        if owner_id != dataset_id and not owner_id.endswith(SUFFIX):
            owner = self.dataset(owner_id)
            return problems_of(owner, highest_level(owner))
        with self._database.read() as connection:
            digest = connection.execute(select(datasets.c.hash).where(datasets.c.id == dataset_id)).scalar()
            if digest is None:
                raise self._unknown(dataset_id)
            known = self._known.get(dataset_id)
            if known is None or known[0] != digest:
                row = connection.execute(select(datasets).where(datasets.c.id == dataset_id)).one()
                known = self._known[dataset_id] = (row.hash, Dataset.model_validate_json(row.declaration))
        return known[1]

    def ids(self) -> list[str]:
        """Every declared dataset, without those of problem rows."""
        with self._database.read() as connection:
            return list(connection.execute(select(datasets.c.id).order_by(datasets.c.id)).scalars())

    def _hash(self, dataset_id: str) -> str | None:
        with self._database.read() as connection:
            return connection.execute(select(datasets.c.hash).where(datasets.c.id == dataset_id)).scalar()

    def _unknown(self, dataset_id: str) -> UnknownDataset:
        near = get_close_matches(dataset_id, self.ids(), 1)
        zh = f"没有数据集“{dataset_id}”" + (f"，是否要找“{near[0]}”？" if near else "。")
        en = f"no dataset '{dataset_id}'" + (f"; did you mean '{near[0]}'?" if near else ".")
        return UnknownDataset(Text(zh=zh, en=en))


def _readable(declaration: str) -> Dataset | None:
    try:
        return Dataset.model_validate_json(declaration)
    except ValueError:
        return None


def highest_level(dataset: Dataset) -> int:
    """The level of the most sensitive column."""
    return max(c.level or element(c.element).level for c in dataset.columns)
