"""Contracts and declarations as YAML."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from tianfu.model import Dataset

from .left import Left

WIDTH = 120


def written(contract: Mapping[str, Any]) -> str:
    """A contract as YAML."""
    return _yaml(contract)


def declaration_text(dataset: Dataset, left: Iterable[Left] = ()) -> str:
    """The dataset file; what could not be carried over stands in comments before it."""
    told = dataset.model_dump(mode="json", exclude={"id"}, exclude_defaults=True, exclude_none=True)
    return "".join(f"# 未带入 {line}\n" for line in _lines(left)) + _yaml(told)


def _lines(left: Iterable[Left]) -> Iterator[str]:
    """What is left behind for the same reason at many places is told once, by the first of them."""
    places: dict[tuple[str, str], list[str]] = {}
    for note in left:
        places.setdefault((note.path.rpartition(".")[2], note.why), []).append(note.path)
    for (_, why), paths in places.items():
        more = f" 等 {len(paths)} 处" if len(paths) > 1 else ""
        yield f"{paths[0]}{more}：{why}"


def _yaml(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text


class _Plain(yaml.SafeDumper):
    """Without anchors: a part that occurs twice is written twice, as our reader asks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
