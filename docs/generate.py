"""Writes the pages that follow from the code, docs/policy.md and docs/reference/. A test fails when one is stale; `make docs` mends it."""

import json
from collections.abc import Callable
from pathlib import Path

from pages import blocks, commands, datasets, elements, policy, rules, settings

from tianfu.model.schema import dataset_schema, pack_schema

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent


REFERENCE = DOCS / "reference"
PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "policy.md": lambda: policy.page(ROOT),
    REFERENCE / "blocks.md": blocks.page,
    REFERENCE / "commands.md": commands.page,
    REFERENCE / "datasets.md": lambda: datasets.page(ROOT),
    REFERENCE / "elements.md": elements.page,
    REFERENCE / "rules.md": rules.page,
    REFERENCE / "settings.md": settings.page,
    REFERENCE / "schema" / "dataset.schema.json": lambda: _json(dataset_schema()),
    REFERENCE / "schema" / "pack.schema.json": lambda: _json(pack_schema()),
}
"""Each generated page, and what writes it."""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for path, write in PAGES.items():
        text = write()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"written: {path.relative_to(ROOT)}")
