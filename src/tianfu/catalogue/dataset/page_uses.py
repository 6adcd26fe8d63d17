"""Pages of packs that show a dataset: the last step from source to use. Pages that this zone does not have are not known here."""

from collections.abc import Iterator

from tianfu.catalogue.prose.addresses import pack_page
from tianfu.catalogue.prose.asking import asking
from tianfu.catalogue.prose.naming import PackPage, page_of, pages_of
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.views import Node
from tianfu.model import Pack, Text


def page_uses(registry: Registry, dataset_id: str) -> tuple[Node, ...]:
    """In the order of packs and of their pages."""
    return tuple(_node(p, page) for p in registry.packs.values() for page in pages_of(p, "zh") if dataset_id in set(_read(page)))


def _read(page: PackPage) -> Iterator[str]:
    """The datasets of its blocks and of the numbers in its prose."""
    found = page.written
    for block in (*(p.block for p in found.blocks), *found.values.values()):
        asked = asking(block)
        if asked is not None:
            yield asked.dataset


def _node(pack: Pack, page: PackPage) -> Node:
    english = page_of(pack, page.name, "en")
    en = english.written.head.title if english and english.own else ""
    title, declared = Text(zh=page.written.head.title, en=en), pack.declaration
    return Node(title, Text(zh=declared.title, en=declared.title_en), declared.icon or "list", pack_page(pack.name, page.name))
