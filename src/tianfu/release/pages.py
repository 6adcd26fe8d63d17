"""Pages of packs on their way to the public zone: they travel with the words of a pack, cut to what the public sees of its datasets."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.catalogue.prose.public_face import public_page

from .checks import outlook
from .manifest import PAGES_BYTES, PAGES_MOST
from .marks import marked
from .publishing import BEIJING

if TYPE_CHECKING:
    from tianfu.model import Dataset
    from tianfu.store import Store


def pages_with(store: "Store", registry: Registry, dataset: "Dataset", released: Collection[str]) -> dict[str, str]:
    """The pages that travel with a dataset: those of its pack with the first of the pack's released datasets, none with the others."""
    first = min((i for i in released if i.startswith(f"{dataset.pack}.")), default="")
    return _bounded(_leaving(store, registry, dataset.pack, released)) if dataset.id == first else {}


def _leaving(store: "Store", registry: Registry, pack: str, released: Collection[str]) -> dict[str, str]:
    today = datetime.now(UTC).astimezone(BEIJING).date()

    def shown(dataset_id: str) -> Collection[str] | None:
        return outlook(store, registry.dataset(dataset_id), today=today).columns if dataset_id in released else None

    faces = {name: public_page(text, shown) for name, text in registry.packs[pack].pages.items()}
    return {name: text for name, text in faces.items() if text is not None and not marked([text])}


def _bounded(pages: dict[str, str]) -> dict[str, str]:
    """As many as a manifest holds."""
    kept: dict[str, str] = {}
    room = PAGES_BYTES
    for name, text in list(pages.items())[:PAGES_MOST]:
        room -= len(text.encode())
        if room >= 0:
            kept[name] = text
    return kept
