"""From source to use: what a dataset comes from, what is made of it, and the pages that show it, several steps in each direction.

What this zone does not know is not named: that something lies behind is said, not what.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tianfu.model import Collected, Dataset, Derived, Text
from tianfu.standards import licences

from .addresses import dataset_page
from .page_uses import page_uses
from .registry import Registry
from .terms import CHANNELS, title_of
from .views import Node

STEPS_MOST = 6
"""Steps in one direction; farther ones are reached by the page of the last."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node and what lies behind it, away from the dataset whose page this is. `more` says that it goes on beyond what is shown."""

    node: Node
    beyond: tuple["Branch", ...] = ()
    more: bool = False

    @property
    def size(self) -> int:
        """Nodes behind this one."""
        return sum(1 + b.size for b in self.beyond)


@dataclass(frozen=True, slots=True)
class Lineage:
    """`uses` are pages that show the dataset."""

    sources: tuple[Branch, ...]
    consumers: tuple[Branch, ...]
    uses: tuple[Node, ...] = ()

    @property
    def size(self) -> int:
        return sum(1 + b.size for b in (*self.sources, *self.consumers)) + len(self.uses)


def lineage(registry: Registry, dataset: Dataset) -> Lineage:
    """Both directions, and the uses."""
    known = {d.id for d in registry.datasets()}
    return Lineage(
        sources=_sources(registry, dataset, known, STEPS_MOST),
        consumers=tuple(_onward(registry, i, known, STEPS_MOST) for i in _known(registry.consumers(dataset.id), known)),
        uses=page_uses(registry, dataset.id),
    )


def _sources(registry: Registry, dataset: Dataset, known: set[str], steps: int) -> tuple[Branch, ...]:
    """The datasets it is computed from, or the channels over which it arrives."""
    if dataset.derived is None:
        return tuple(dict.fromkeys(Branch(_channel(s)) for s in dataset.sources if isinstance(s, Collected)))
    found = _known(registry.inputs(dataset.id), known)
    return tuple(_back(registry, i, known, steps) for i in found) or (Branch(UNNAMED),)


def _back(registry: Registry, dataset_id: str, known: set[str], steps: int) -> Branch:
    return _branch(registry, dataset_id, lambda d, left: _sources(registry, d, known, left), steps)


def _onward(registry: Registry, dataset_id: str, known: set[str], steps: int) -> Branch:
    def following(dataset: Dataset, left: int) -> tuple[Branch, ...]:
        return tuple(_onward(registry, i, known, left) for i in _known(registry.consumers(dataset.id), known))

    return _branch(registry, dataset_id, following, steps)


def _branch(registry: Registry, dataset_id: str, beyond: Callable[[Dataset, int], tuple[Branch, ...]], steps: int) -> Branch:
    dataset = registry.dataset(dataset_id)
    return Branch(_dataset(dataset), beyond(dataset, steps - 1)) if steps > 1 else Branch(_dataset(dataset), more=True)


def _known(ids: tuple[str, ...], known: set[str]) -> list[str]:
    return [i for i in dict.fromkeys(ids) if i in known]


def _dataset(dataset: Dataset) -> Node:
    icon = "workflow" if isinstance(dataset.sources[0], Derived) else "database"
    return Node(title_of(dataset), Text(zh=dataset.id), icon, dataset_page(dataset.id))


def _channel(source: Collected) -> Node:
    title, icon = next((t, i) for c, (t, i) in CHANNELS.items() if c.value == source.channel)
    licence = licences().get(source.licence)
    said_zh = "；".join(t for t in (source.citation, licence.title.zh if licence else source.licence) if t)
    said_en = "; ".join(t for t in (source.citation, licence.title.en if licence else source.licence) if t)
    return Node(title, Text(zh=said_zh, en=said_en), icon, None)


UNNAMED = Node(
    Text(zh="未在本区公开的数据", en="Data not open in this zone"),
    Text(zh="只说明存在，不列名称", en="It exists; it is not named here"),
    "lock",
    None,
)
