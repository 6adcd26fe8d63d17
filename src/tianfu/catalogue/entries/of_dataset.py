"""The entries that a dataset is mounted on, as its page links to them: published ones only."""

from typing import TYPE_CHECKING

from tianfu.catalogue.views import Link
from tianfu.model import Text

from .addresses import entry_page
from .mounts import Mounts
from .record import Entries

if TYPE_CHECKING:
    from tianfu.store import Store


def entries_of(store: "Store", dataset_id: str) -> tuple[Link, ...]:
    """Links to the entries."""
    entries = Entries(store)
    found = {m.entry: entries.published(m.entry) for m in Mounts(store).of_dataset(dataset_id)}
    return tuple(Link(entry_page(i), Text(zh=e.title, en=e.title_en)) for i, e in found.items() if e is not None)
