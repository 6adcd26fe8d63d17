"""From source to use: what a dataset comes from, what is made of it, and the pages that show it, several steps in each direction.

What this zone does not know is not named: that something lies behind is said, not what.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.terms import CHANNELS, title_of
from tianfu.catalogue.views import Node
from tianfu.model import Collected, Dataset, Derived, Text
from tianfu.standards import licences

from .page_uses import page_uses

Following = Callable[[Dataset], tuple[Sequence[str], Sequence[Node]]]
"""The datasets one step farther from a dataset, and what ends there."""
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
    made = _made_of(registry)

    def back(one: Dataset) -> tuple[Sequence[str], Sequence[Node]]:
        if one.derived is None:
            return (), tuple(dict.fromkeys(_channel(s) for s in one.sources if isinstance(s, Collected)))
        found = [i for i in dict.fromkeys(registry.inputs(one.id)) if i in known]
        return found, () if found else (UNNAMED,)

    def onward(one: Dataset) -> tuple[Sequence[str], Sequence[Node]]:
        return made.get(one.id, ()), ()

    return Lineage(_beyond(registry, dataset, back), _beyond(registry, dataset, onward), page_uses(registry, dataset.id))


def _made_of(registry: Registry) -> Mapping[str, Sequence[str]]:
    """Dataset -> those computed from it, in one look at all declarations."""
    found: dict[str, list[str]] = {}
    for derived in (d for d in registry.datasets() if d.derived):
        for source in dict.fromkeys(registry.inputs(derived.id)):
            found.setdefault(source, []).append(derived.id)
    return found


def _beyond(registry: Registry, dataset: Dataset, following: Following) -> tuple[Branch, ...]:
    return _opened(registry, dataset, following, {dataset.id}, STEPS_MOST).beyond


def _opened(registry: Registry, dataset: Dataset, following: Following, opened: set[str], steps: int) -> Branch:
    """With what lies behind it. Each dataset opens once: where it comes again it is named and leads to its page."""
    further, ends = following(dataset)
    if steps == 0:
        return Branch(_dataset(dataset), more=bool(further or ends))
    branches = [Branch(node) for node in ends]
    for each in map(registry.dataset, further):
        fresh = each.id not in opened
        opened.add(each.id)
        branches.append(_opened(registry, each, following, opened, steps - 1 if fresh else 0))
    return Branch(_dataset(dataset), tuple(branches))


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
