"""What exists or is owed: packs, datasets, entries, lineage, search. Policy items 9, 41.

`load_packs` reads every domain pack into a `Registry`; `check_pack` lists everything that is wrong with one; `cards` is what lists show.
"""

from .cards import Card, cards
from .registry import Parameter, Registry, load_packs

__all__ = ["Card", "Parameter", "Registry", "cards", "load_packs"]
