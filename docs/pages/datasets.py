"""docs/reference/datasets.md: what the packs of the tree declare."""

from pathlib import Path

from tianfu.model import Dataset, PackDeclaration, declare, declare_dataset

from .markdown import page as whole
from .markdown import table


def page(root: Path) -> str:
    """Every pack with its datasets, every dataset with its columns."""
    parts = []
    for file in sorted((root / "src" / "tianfu" / "apps").glob("*/pack.yaml")):
        pack = declare(PackDeclaration, file.read_text("utf-8"), file.name)
        parts.append(f"## {pack.title} (`{file.parent.name}`)\n\n{pack.summary}")
        parts += [_dataset(d) for d in _datasets(file.parent)]
    return whole("Datasets", "Each is declared in a file `apps/<pack>/datasets/<name>.yaml`.", *parts)


def _datasets(folder: Path) -> list[Dataset]:
    files = sorted((folder / "datasets").glob("*.yaml"))
    return [declare_dataset(f.read_text("utf-8"), f.name, f"{folder.name}.{f.stem}") for f in files]


def _dataset(dataset: Dataset) -> str:
    facts = [dataset.steward, str(dataset.channel), str(dataset.refresh), f"key {', '.join(dataset.key)}" if dataset.key else "no key"]
    columns = table(
        ("column", "数据项", "element", "level"),
        [(f"`{c.name}`", c.title + (f" ({c.unit})" if c.unit else ""), f"`{c.element}`", c.level) for c in dataset.columns],
    )
    return f"### {dataset.title} (`{dataset.id}`)\n\n{dataset.description}\n\n{' · '.join(facts)}\n\n{columns}"
