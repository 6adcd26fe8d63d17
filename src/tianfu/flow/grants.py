"""What a pack may read: its own datasets, and for packs of the tree those that pack.yaml declares under `reads`.

The declaration is the basis; the grant is recorded once, journalled, and can be revoked like any other.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.model import DERIVATION, Event, Grant, Pack, service

if TYPE_CHECKING:
    from tianfu.store import Store

BASIS = "pack declaration"


def ensure_grants(store: "Store", registry: Registry, pack: Pack, *, now: datetime) -> None:
    """Records the grants that the pack's declaration stands for, unless they were recorded before (and perhaps revoked since)."""
    reader = service(pack.name)
    for dataset_id in _declared(pack):
        grant = Grant(
            id=f"pack:{pack.name}:{dataset_id}",
            door="share",
            dataset=dataset_id,
            reader=reader.id,
            unmasked=_own_columns(registry, pack, dataset_id),
            purposes=(DERIVATION.code,),
            valid_from=now.date(),
            basis=BASIS,
        )
        if all(known.id != grant.id for known in store.grants.on(dataset_id)):
            store.grants.record(grant)
            store.journal.write(Event(now, reader.id, "grant", dataset_id, {"grant": grant.id, "basis": BASIS}))


def _declared(pack: Pack) -> list[str]:
    own = [d.id for d in pack.datasets.values()]
    return [*own, *pack.declaration.reads.values()] if pack.in_tree else own


def _own_columns(registry: Registry, pack: Pack, dataset_id: str) -> tuple[str, ...]:
    """A pack sees its own datasets plainly; personal columns of other packs stay masked unless a department grants more."""
    dataset = registry.dataset(dataset_id)
    return tuple(c.name for c in dataset.columns) if dataset.pack == pack.name else ()
