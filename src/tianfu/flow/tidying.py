"""After a load: small files are put together once they are many, so that frequent deliveries stay quick to read."""

from contextlib import suppress
from typing import TYPE_CHECKING

from tianfu.model.problems import SUFFIX
from tianfu.store import Busy, StorageFull

if TYPE_CHECKING:
    from tianfu.store import Store


def tidied(store: "Store", dataset_id: str) -> None:
    """Whatever stands in the way of this stands in the way of nothing else: the load is done."""
    for each in (dataset_id, f"{dataset_id}{SUFFIX}"):
        with suppress(Busy, StorageFull):
            store.compact(each, whole=False)
