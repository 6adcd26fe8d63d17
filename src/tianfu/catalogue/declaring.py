"""What packs declare becomes known to the store: terms of sharing too, whether or not rows have to be made again."""

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .entries.mounts import Mounts
from .registry import Registry

if TYPE_CHECKING:
    from tianfu.store import Store


def declare_all(store: "Store", registry: Registry) -> None:
    """Makes every dataset known as it is declared now, and mounts it on the entry it names.

    A changed word or term takes effect at once; the same one again writes nothing.
    """
    for dataset in registry.datasets():
        store.declare(dataset, hashlib.sha256(dataset.model_dump_json().encode()).hexdigest()[:32])
    Mounts(store).follow(registry, datetime.now(UTC))
