"""What words mean: data elements, code lists, levels, quality dimensions and sharing classes, every row dated, and their readers.

Elements are YAML in `elements/`, code lists CSV in `codes/`, small vocabularies YAML in `vocabularies/`. `tianfu.standards.expressions`
turns an element into vectorised checks (it imports ibis; these readers do not). Policy items 9 and 41.
"""

from .code_lists import CodeList, code_list, code_lists
from .element import Element, element, elements
from .search_words import SearchWords, search_words
from .shipped import UnknownCodeList, UnknownElement
from .tile_grid import Tile, tile_grid
from .vocabularies import Term, causes, dimensions, levels, licences, sharing_classes, themes

__all__ = [
    "CodeList",
    "Element",
    "SearchWords",
    "Term",
    "Tile",
    "UnknownCodeList",
    "UnknownElement",
    "causes",
    "code_list",
    "code_lists",
    "dimensions",
    "element",
    "elements",
    "levels",
    "licences",
    "search_words",
    "sharing_classes",
    "themes",
    "tile_grid",
]
