"""Where tables live: Delta tables, the engine, versions, the one gate for reading. Policy items 3, 6, 9.

Open one with `Store.open(settings)`. Loads are staged, settled and committed; readers see recorded versions only, through the gate.
"""

from .database import metadata
from .export import Export
from .export_copy import Format, NoPlaces
from .failures import ExpiredVersion, StorageFull, StoreError, Unbalanced, UnknownDataset, UnknownVersion
from .gate import Opened
from .journal import JournalFailed
from .locks import Busy
from .migrate import Branch, NewerDatabase
from .page_query import PageQuery, Where, question
from .paging import Page
from .sql import Answer
from .sql_failures import QueryFailed, QueryRefused
from .store import Store
from .summary import Summarised
from .summary_query import Group, Measure, Summary
from .typed import BadQuestion

__all__ = [
    "Answer",
    "BadQuestion",
    "Branch",
    "Busy",
    "ExpiredVersion",
    "Export",
    "Format",
    "Group",
    "JournalFailed",
    "Measure",
    "NewerDatabase",
    "NoPlaces",
    "Opened",
    "Page",
    "PageQuery",
    "QueryFailed",
    "QueryRefused",
    "StorageFull",
    "Store",
    "StoreError",
    "Summarised",
    "Summary",
    "Unbalanced",
    "UnknownDataset",
    "UnknownVersion",
    "Where",
    "metadata",
    "question",
]
