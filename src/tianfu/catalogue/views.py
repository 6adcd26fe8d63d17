"""What pages show, as plain values: `api.py` fills them from the store through the gate, templates only draw them.

Texts for people are `Text` (both languages) or already in the words of the data. Addresses are relative to the portal's root.
A number that is not known is None, and a page then says so; it is never zero.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tianfu.model import Text
from tianfu.model.change import Change

from .cards import Card

Tone = Literal["ok", "warn", "bad", "info", "line", "plain"]
NO_TEXT = Text(zh="")


@dataclass(frozen=True, slots=True)
class Link:
    """A way on. `current` is where the reader is; `count` stands beside it."""

    href: str
    text: Text
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A property of a dataset: icon, word and colour, never colour alone."""

    tone: Tone
    icon: str
    text: Text


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the platform with its unit, what it counts, and where that is listed."""

    title: Text
    value: int | float | None
    unit: Text
    note: Text
    href: str


@dataclass(frozen=True, slots=True)
class ThemeTile:
    """A theme and how many datasets are in it."""

    title: Text
    icon: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class ChannelShare:
    """A channel of gathering, its datasets, and their share in percent."""

    title: Text
    icon: str
    count: int
    percent: float
    href: str | None


@dataclass(frozen=True, slots=True)
class AreaTile:
    """A prefecture on the tile grid (位置示意图, no boundaries). `step` 1 to 5 is its class among `AreaGrid.classes`."""

    code: str
    name: Text
    column: int
    row: int
    value: int
    step: int
    href: str


@dataclass(frozen=True, slots=True)
class AreaGrid:
    """What there is by prefecture; `source` is the dataset whose rows are counted, None where the list is."""

    title: Text
    unit: Text
    source: Link | None
    tiles: tuple[AreaTile, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in short: `state` is done, unchanged, failed or running."""

    dataset: Link
    at: datetime
    state: str
    word: Text
    tone: Tone
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PackTile:
    """A pack (主题应用)."""

    title: Text
    summary: Text
    icon: str
    datasets: int
    href: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """Values to narrow a list by; each option is a link that sets it, or takes it away if it is `current`."""

    name: str
    title: Text
    options: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column of the preview. `sort` is the present order; `sort_href` is None where the gate allows no sorting (masked)."""

    name: str
    title: Text
    unit: Text
    numeric: bool
    masked: bool
    sort: Literal["", "asc", "desc"]
    sort_href: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as people read it; `label` is the title of a code; `missing` is no value, which is not an empty text."""

    text: str
    label: Text = NO_TEXT
    missing: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A condition in force, in words, and the address without it."""

    text: Text
    remove_href: str


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The form that adds a condition: it works by GET. `kept` are hidden fields (conditions and order in force)."""

    action: str
    columns: tuple[tuple[str, Text], ...]
    ops: tuple[tuple[str, Text], ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram or a frequent value: `share` is of the highest bar, 0 to 1."""

    label: Text
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A data item (数据项). What the reader may not see has no statistics: `seen` says plain, masked or hidden.

    `ends` are its least and greatest value as people read them, `minimum` and `maximum` as machines do.
    """

    name: str
    title: Text
    description: Text
    element: str
    element_title: Text
    kind: Text
    unit: Text
    standard: str
    level: int
    level_title: Text
    code_list: Link | None
    key: bool
    required: bool
    seen: Literal["plain", "masked", "hidden"]
    nulls: int | None
    null_percent: float | None
    distinct: int | None
    distinct_exact: bool
    minimum: str
    maximum: str
    ends: tuple[str, str]
    ordered: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A dimension of GB/T 36344; `value` is None where nothing was tested."""

    title: Text
    value: float | None
    formula: Text


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check with its failing rows, masked: sentences a clerk can act on. `more` leads to all of them, if the reader may.

    `whole` is a check of the dataset as a whole: no row is at fault, and there is none to show.
    """

    id: str
    headline: Text
    tone: Tone
    outcome: Text
    failed: int
    tested: int
    examples: tuple[Text, ...]
    more: str | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class QualityView:
    """Six dimensions, and what failed."""

    total: float | None
    grade: str
    scores: tuple[ScoreRow, ...]
    checks: int
    failed: tuple[FailedCheck, ...]
    counts: tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version: rows after = rows before + inserted - deleted; read = accepted + flagged + quarantined.

    `made` says what made it (`act` for machines), `marks` what holds of it, `notes` the rest in sentences; `inside` are notes for those who
    answer for the data. `changes` are what its declaration says otherwise, `compare` leads to what differs from the version before.
    """

    number: int
    at: datetime
    rows: int
    inserted: int
    deleted: int
    read: int
    accepted: int
    flagged: int
    quarantined: int
    bytes: int
    total: float | None
    grade: str
    from_: tuple[str, ...]
    current: bool
    act: str
    made: Badge
    marks: tuple[Badge, ...]
    notes: tuple[Text, ...]
    inside: tuple[Text, ...]
    updated: int
    unchanged: int
    restored: int | None
    compacted_at: datetime | None
    expired_at: datetime | None
    kept: bool
    changes: tuple[Change, ...]
    breaking: bool
    compare: str | None


@dataclass(frozen=True, slots=True)
class Broke:
    """The newest rows came with a change that programs and people have to look at; `older` is the version to read instead."""

    version: int
    at: datetime
    changes: tuple[Text, ...]
    older: int | None
    older_at: datetime | None
    compare: str | None


@dataclass(frozen=True, slots=True)
class ApiCall:
    """The call of the present view in one language."""

    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Node:
    """A dataset or a source beside this one."""

    title: Text
    note: Text
    icon: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the present view; `size` in bytes, where it is made already."""

    text: Text
    note: Text
    href: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Askable:
    """A dataset that the reader may ask with SQL, by its title; `id` is what stands behind FROM."""

    id: str
    title: Text
    href: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class QueryView:
    """The page of free SQL: what was asked, and the answer or what is wrong with the question."""

    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]
    seconds: float | None
    truncated: bool
    problem: Text | None
    examples: tuple[tuple[Text, str], ...]
    tables: tuple[Askable, ...]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem row and one check it failed. `record` counts from 1 in its file; `value` is masked where the gate masks it."""

    record: int
    field: Text
    name: str
    value: Cell
    tone: Tone
    outcome: Text
    sentence: Text
    correct: str | None = None
    corrected: Link | None = None


@dataclass(frozen=True, slots=True)
class ProblemsView:
    """The problem rows (问题数据) of a dataset's last load. `groups` narrow by check; `lines` are empty where the gate refuses.

    `workbook` has the open rows to be mended, `upload` takes it back: for those who may hand in files. `corrected` counts records.
    """

    card: Card
    crumbs: tuple[Link, ...]
    allowed: bool
    reasons: tuple[Text, ...]
    counts: tuple[tuple[Text, int], ...]
    total: int | None
    groups: tuple[FacetGroup, ...]
    lines: tuple[ProblemLine, ...]
    next: str | None
    first: str | None
    downloads: tuple[Download, ...]
    corrected: int = 0
    workbook: Download | None = None
    upload: str | None = None


@dataclass(frozen=True, slots=True)
class JobView:
    """Work that somebody asked for. `state` is waiting, running, done, unchanged or failed; the first two reload after `again_seconds`."""

    id: str
    title: Text
    dataset: Link
    state: str
    word: Text
    tone: Tone
    message: Text
    asked_at: datetime
    ended_at: datetime | None
    counts: tuple[tuple[Text, int], ...]
    version: int | None
    links: tuple[Link, ...]
    again_seconds: int | None


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What failed, whether data is safe, and what to do. `number` is the request's, for whoever is asked for help."""

    status: int
    title: Text
    message: Text
    remedy: Text
    reasons: tuple[Text, ...]
    links: tuple[Link, ...]
    number: str
