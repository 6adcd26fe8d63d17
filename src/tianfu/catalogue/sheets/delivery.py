"""Where a delivered workbook has its table, as it was read."""

from typing import TYPE_CHECKING

from tianfu.model import Dataset, Origin

from .annotated import MOST_BYTES, Laid

if TYPE_CHECKING:
    from tianfu.store import Store


def layout(store: "Store", dataset: Dataset, origin: Origin) -> tuple[Laid, ...] | None:
    """The sheets that were read; None of what is no workbook, or too large to be marked."""
    return None if origin.bytes > MOST_BYTES else ()
