"""What can be said: datasets, columns, sources, rules, levels, grants, decisions, versions, events. Frozen values, no I/O, no clock.

Declared values (what a steward writes) are pydantic models that refuse unknown keys; values that only travel between rooms are frozen
dataclasses.
"""

from .chart import Chart, Every, Limit, Of
from .dataset import TECHNICAL, Column, Dataset, Sharing, rule_columns
from .decision import Decision, Refused
from .declaration import DeclarationError, Document, NestedTooDeeply, Problem, declare, declare_dataset, declare_each, read_yaml
from .entry import Entry, EntryItem, EntryState
from .event import Event
from .grant import Grant, RowFilter
from .loading import (
    CHECK_BITS,
    RECORD_BITS,
    Batch,
    Check,
    Counts,
    Origin,
    Part,
    Plan,
    Progress,
    Rejected,
    Report,
    Staged,
)
from .pack import Dated, Pack, PackDeclaration
from .problems import problems_of
from .reader import BROWSING, DERIVATION, MAINTENANCE, OPERATOR, PUBLIC, Purpose, Reader, ReaderKind, service
from .release import Release
from .render import Render
from .rule import RowRule, Rule, SetRule
from .settings import Settings
from .source import Collected, Constant, Database, Derived, Dialect, Files, Instant, Records, Sheet, Source, Split, Unpivot
from .terminal import ExitCode, Terminal
from .values import Access, Channel, Dimension, Mode, Name, Refresh, Severity, Text, Value, Zone
from .version import Bin, CheckResult, ColumnProfile, Job, Quality, Run, Score, Version

__all__ = [
    "BROWSING",
    "CHECK_BITS",
    "DERIVATION",
    "MAINTENANCE",
    "OPERATOR",
    "PUBLIC",
    "RECORD_BITS",
    "TECHNICAL",
    "Access",
    "Batch",
    "Bin",
    "Channel",
    "Chart",
    "Check",
    "CheckResult",
    "Collected",
    "Column",
    "ColumnProfile",
    "Constant",
    "Counts",
    "Database",
    "Dataset",
    "Dated",
    "Decision",
    "DeclarationError",
    "Derived",
    "Dialect",
    "Dimension",
    "Document",
    "Entry",
    "EntryItem",
    "EntryState",
    "Event",
    "Every",
    "ExitCode",
    "Files",
    "Grant",
    "Instant",
    "Job",
    "Limit",
    "Mode",
    "Name",
    "NestedTooDeeply",
    "Of",
    "Origin",
    "Pack",
    "PackDeclaration",
    "Part",
    "Plan",
    "Problem",
    "Progress",
    "Purpose",
    "Quality",
    "Reader",
    "ReaderKind",
    "Records",
    "Refresh",
    "Refused",
    "Rejected",
    "Release",
    "Render",
    "Report",
    "RowFilter",
    "RowRule",
    "Rule",
    "Run",
    "Score",
    "SetRule",
    "Settings",
    "Severity",
    "Sharing",
    "Sheet",
    "Source",
    "Split",
    "Staged",
    "Terminal",
    "Text",
    "Unpivot",
    "Value",
    "Version",
    "Zone",
    "declare",
    "declare_dataset",
    "declare_each",
    "problems_of",
    "read_yaml",
    "rule_columns",
    "service",
]
