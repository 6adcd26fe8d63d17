"""Data contracts in the Open Data Contract Standard 3.1 (Bitol, LF AI & Data). Policy items 9, 41.

`contract` writes a dataset as one, `imported` makes declarations of one and says what could not be carried over. What the standard has no
word for travels in custom properties named `tianfu`, so that export and import give the same dataset again.
"""

from .exporting import contract, public_face
from .importing import ContractError, Imported, Left, imported
from .writing import declaration_text, written

__all__ = ["ContractError", "Imported", "Left", "contract", "declaration_text", "imported", "public_face", "written"]
