"""JSON Schema of the declarations, for editors that complete and check while one types."""

from typing import Any

from .dataset import Dataset
from .pack import PackDeclaration


def dataset_schema() -> dict[str, Any]:
    """Schema of a file in `datasets/`: the id comes from the path, `source` may stand for one entry of `sources`."""
    schema = Dataset.model_json_schema()
    for implied in ("id", "kind"):
        schema["properties"].pop(implied)
    schema["properties"]["source"] = schema["properties"]["sources"]["items"]
    schema["required"] = [r for r in schema["required"] if r not in ("id", "sources")]
    schema["anyOf"] = [{"required": ["source"]}, {"required": ["sources"]}]
    return schema | {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def pack_schema() -> dict[str, Any]:
    """Schema of a pack.yaml."""
    return PackDeclaration.model_json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
