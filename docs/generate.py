"""Writes the pages that follow from the code, docs/policy.md and docs/reference/. A test fails when one is stale; `make docs` mends it."""

import json
from collections.abc import Iterator
from pathlib import Path

from pages import commands, datasets, elements, policy, rules, settings

from tianfu.model.schema import dataset_schema, pack_schema

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent


def pages() -> Iterator[tuple[Path, str]]:
    """Each generated page with its text."""
    reference = DOCS / "reference"
    yield DOCS / "policy.md", policy.page(ROOT)
    yield reference / "commands.md", commands.page()
    yield reference / "datasets.md", datasets.page(ROOT)
    yield reference / "elements.md", elements.page()
    yield reference / "rules.md", rules.page()
    yield reference / "settings.md", settings.page()
    yield reference / "schema" / "dataset.schema.json", _json(dataset_schema())
    yield reference / "schema" / "pack.schema.json", _json(pack_schema())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"written: {path.relative_to(ROOT)}")
