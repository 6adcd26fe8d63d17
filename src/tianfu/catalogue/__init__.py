"""What exists or is owed: packs, datasets, entries, lineage, search. Policy items 9, 41.

`load_packs` reads every domain pack into a `Registry`; `cards` is what lists show. `check.check_pack` lists everything that is wrong with a
pack; it compiles rules and builds analyses, so it stands apart.
"""

from .cards import Card, card, cards
from .declaring import declare_all
from .registry import Parameter, Registry, UnknownDataset, load_packs

__all__ = ["Card", "Parameter", "Registry", "UnknownDataset", "card", "cards", "declare_all", "load_packs"]
