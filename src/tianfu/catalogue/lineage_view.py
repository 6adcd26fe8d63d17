"""What a dataset comes from and what is made of it: one step in each direction."""

from tianfu.model import Collected, Dataset, Derived, Text
from tianfu.standards import licences

from .addresses import dataset_page
from .registry import Registry
from .terms import CHANNELS, title_of
from .views import Node


def sources(registry: Registry, dataset: Dataset) -> tuple[Node, ...]:
    """The datasets it is computed from, or the channels over which it arrives."""
    if dataset.derived is not None:
        return tuple(_dataset(registry, i) for i in registry.inputs(dataset.id))
    return tuple(_channel(s) for s in dataset.sources if isinstance(s, Collected))


def consumers(registry: Registry, dataset: Dataset) -> tuple[Node, ...]:
    """The datasets computed from it."""
    return tuple(_dataset(registry, i) for i in registry.consumers(dataset.id))


def _dataset(registry: Registry, dataset_id: str) -> Node:
    dataset = registry.dataset(dataset_id)
    icon = "workflow" if isinstance(dataset.sources[0], Derived) else "database"
    return Node(title_of(dataset), Text(zh=dataset.id), icon, dataset_page(dataset_id))


def _channel(source: Collected) -> Node:
    title, icon = next((t, i) for c, (t, i) in CHANNELS.items() if c.value == source.channel)
    licence = licences().get(source.licence)
    said_zh = "；".join(t for t in (source.citation, licence.title.zh if licence else source.licence) if t)
    said_en = "; ".join(t for t in (source.citation, licence.title.en if licence else source.licence) if t)
    return Node(title, Text(zh=said_zh, en=said_en), icon, None)
