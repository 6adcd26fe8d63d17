"""What the pages of entries show, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tianfu.catalogue.views import Badge, FacetGroup, Link
from tianfu.model import Text

from .rates import AreaRate, Rate
from .standing import Standing

Texts = tuple[Text, ...]
Options = tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in a list. `areas` is None where the entry is nobody's standard."""

    href: str
    title: Text
    provider: Text
    code: str
    items: int
    badges: tuple[Badge, ...]
    areas: AreaRate | None


@dataclass(frozen=True, slots=True)
class DepartmentRate:
    """A department's mounting rate, and the list of its entries."""

    department: Link
    rate: Rate


@dataclass(frozen=True, slots=True)
class LateEntry:
    """A published entry without data, and since how many days."""

    entry: Link
    provider: Text
    days: int


@dataclass(frozen=True, slots=True)
class EntriesView:
    """The list of entries. `rate` is of all that is published, whatever the list is narrowed to."""

    asked: str
    total: int
    lines: tuple[EntryLine, ...]
    groups: tuple[FacetGroup, ...]
    sorts: tuple[Link, ...]
    kept: tuple[tuple[str, str], ...]
    next: str | None
    first: str | None
    as_json: str
    as_csv: str
    as_atom: str
    as_xlsx: str
    rate: Rate
    departments: tuple[DepartmentRate, ...]
    late: tuple[LateEntry, ...]
    new: str | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item (信息项) as the entry promises it."""

    title: Text
    description: str
    kind: Text
    element: str
    element_title: Text
    level: Text
    sharing: Text


@dataclass(frozen=True, slots=True)
class Stage:
    """A stop on the way of an entry: `look` is done, now, failed or empty."""

    text: Text
    look: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that was taken."""

    at: datetime
    act: Text
    badge: Badge
    unit: Text
    person: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class MountRow:
    """A resource on the entry. `missing` are the items it lacks; None where nobody can tell. `end` takes it off."""

    title: Text
    href: str | None
    address: str
    kind: Badge
    area: Text
    live: bool
    since: datetime
    covered: int
    missing: tuple[Text, ...] | None
    end: str | None


@dataclass(frozen=True, slots=True)
class AreaCell:
    """An area of a standard entry, and whether it has mounted something with data."""

    code: str
    name: Text
    mounted: bool


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """The areas of a prefecture."""

    name: Text
    cells: tuple[AreaCell, ...]
    mounted: int


@dataclass(frozen=True, slots=True)
class MountForm:
    """The form that mounts a resource."""

    action: str
    datasets: Options
    areas: Options
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry's page. What only the office may see is empty for everybody else."""

    standing: Standing
    title: Text
    crumbs: tuple[Link, ...]
    badges: tuple[Badge, ...]
    facts: tuple[tuple[Text, Text], ...]
    provider: Text
    items: tuple[ItemRow, ...]
    mounts: tuple[MountRow, ...]
    area_rate: AreaRate | None
    areas: tuple[AreaGroup, ...]
    days: int | None
    has_data: bool
    as_json: str
    stages: tuple[Stage, ...] = ()
    steps: tuple[StepRow, ...] = ()
    edit: str | None = None
    review: str | None = None
    form: MountForm | None = None
    units: Texts = ()


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of an entry: what was filled in, and what is wrong, by field and as a list. `fixed` keeps an existing entry's id."""

    title: Text
    action: str
    fixed: bool
    number: int | None
    values: Mapping[str, str]
    items: tuple[Mapping[str, str], ...]
    problems: Mapping[str, Texts]
    summary: tuple[tuple[str, Text], ...]
    choices: Mapping[str, Options]
    units: Texts
    back: str
    matter: str = ""
    matters: tuple[Link, ...] = ()
    stopped: bool = False
    trouble: Text | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A fact as it is published, and as it would be."""

    name: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page on which a step is taken. `verbs` are those possible, with whether they need a reason."""

    standing: Standing
    title: Text
    crumbs: tuple[Link, ...]
    stages: tuple[Stage, ...]
    verbs: tuple[tuple[str, Text, bool], ...]
    flaws: tuple[tuple[str, Text], ...]
    changes: tuple[Change, ...]
    steps: tuple[StepRow, ...]
    action: str
    edit: str | None
    units: Texts
    given: Mapping[str, str] = field(default_factory=dict)
    problem: Text | None = None
