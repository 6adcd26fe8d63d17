"""The dataset: declared once, everything else follows."""

from difflib import get_close_matches
from typing import Literal

from pydantic import Field, model_validator

from .chart import Chart
from .rule import Required, Rule, Unique
from .source import Database, Derived, Files, Source, Unpivot
from .values import Access, Channel, DatasetId, Mode, Name, Refresh, Value

TECHNICAL = ("_record", "_flag")
"""Columns that lie in the files and are hidden from schema, sharing and exports (`_flag` may continue as `_flag1`, ...)."""


class Column(Value):
    """A data item (数据项): a name, and the data element of `standards` that gives its meaning, type and checks."""

    name: Name
    element: Name
    title: str = Field(min_length=1, max_length=120)
    title_en: str = ""
    description: str = ""
    unit: str | None = Field(default=None, description="overrides the element's unit")
    level: int | None = Field(default=None, ge=1, le=6, description="data level; default: the element's")
    from_field: str | None = Field(default=None, description="the field of the file, if named otherwise")
    required: bool = False

    @property
    def field(self) -> str:
        """The field of the source that this column reads."""
        return self.from_field or self.name


class Sharing(Value):
    """Who may have the data through each door; `never` names its legal basis (State Council order 809)."""

    to_departments: Access = Access.on_request
    to_public: Access = Access.on_request
    to_operation: Access = Access.on_request
    basis: str = Field(default="", description="law, administrative regulation or State Council decision, with the article")

    @model_validator(mode="after")
    def _never_needs_a_basis(self) -> "Sharing":
        if Access.never in (self.to_departments, self.to_public, self.to_operation) and not self.basis:
            raise ValueError("a door that is 'never' needs a basis: name the law, administrative regulation or State Council decision")
        return self


class Dataset(Value):
    """A dataset as its steward declares it. The id is the path of the file and is never written inside."""

    id: DatasetId
    title: str = Field(min_length=1, max_length=200)
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    steward: str = Field(description="the providing department (提供部门), an id of `identity` units")
    theme: str = ""
    columns: tuple[Column, ...] = Field(min_length=1)
    key: tuple[Name, ...] = ()
    time: Name | None = Field(default=None, description="the column that dates a record: chooses the edition of codes and limits")
    sources: tuple[Source, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()
    sharing: Sharing = Sharing()
    refresh: Refresh = Refresh.irregular
    mode: Mode = Mode.replace
    licence: str = ""
    entry: str = Field(default="", description="the catalogue entry (目录) that this resource is mounted on: its id")
    lowered_because: str = Field(default="", description="why a derived dataset may stand at a lower level than its inputs")
    kind: Literal["dataset", "codes", "problems"] = "dataset"
    charts: tuple[Chart, ...] = Field(default=(), description="what its page draws, most telling first")

    @model_validator(mode="after")
    def _names_agree(self) -> "Dataset":
        names = [c.name for c in self.columns]
        problems = [f"column '{n}' is declared twice" for n in sorted({n for n in names if names.count(n) > 1})]
        wanted = {("key", n) for n in self.key} | {("rules", n) for r in self.rules for n in rule_columns(r)}
        wanted |= {("time", self.time)} if self.time else set()
        wanted |= {("charts", n) for c in self.charts for n in c.columns}
        problems += [f"{where}: column '{n}' is not declared{_near(n, names)}" for where, n in sorted(wanted) if n not in names]
        if any(isinstance(s, Derived) for s in self.sources) and len(self.sources) > 1:
            problems.append("a derived dataset has no other source")
        if not self.key and any(isinstance(s, Files | Database) and any(isinstance(p, Unpivot) for p in s.shape) for s in self.sources):
            problems.append("unpivot makes several rows of one record: declare a key")
        if self.mode is Mode.upsert and not self.key:
            problems.append("mode 'upsert' finds rows by their key: declare a key")
        problems += _cursor_problems(self.sources, self.mode)
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def pack(self) -> str:
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        return self.id.partition(".")[2]

    @property
    def channel(self) -> Channel:
        """The channel of the first source, for lists and statistics."""
        return Channel(self.sources[0].channel)

    @property
    def derived(self) -> Derived | None:
        source = self.sources[0]
        return source if isinstance(source, Derived) else None

    def column(self, name: str) -> Column:
        """The column of that name; KeyError with the near name if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.id} has no column '{name}'{_near(name, [c.name for c in self.columns])}")

    def all_rules(self) -> tuple[Rule, ...]:
        """Declared rules, led by those that `key` and `required` stand for."""
        required = tuple(dict.fromkeys([*self.key, *(c.name for c in self.columns if c.required)]))
        implied: list[Rule] = []
        if required:
            implied.append(Required(rule="required", columns=required))
        if self.key:
            implied.append(Unique(rule="unique", columns=self.key))
        return (*implied, *(r for r in self.rules if r not in implied))


def _cursor_problems(sources: tuple[Source, ...], mode: Mode) -> list[str]:
    """What is read behind a cursor is added to what is there; what is read as a whole is not."""
    databases = [s for s in sources if isinstance(s, Database)]
    with_cursor = [s for s in databases if s.cursor]
    problems = []
    if with_cursor and mode is Mode.replace:
        problems.append("a source with a cursor brings only what is new: declare 'mode: upsert' or 'mode: append'")
    if with_cursor and len(sources) > 1:
        problems.append("a source with a cursor is the only source of its dataset")
    if mode is Mode.append and len(with_cursor) < len(databases):
        problems.append("mode 'append' would add the whole table each time: declare a cursor")
    return problems


def rule_columns(rule: Rule) -> tuple[str, ...]:
    """The columns of the dataset that a rule reads."""
    named = [getattr(rule, part, None) for part in ("column", "left", "right", "order")]
    groups = [*getattr(rule, "columns", ()), *getattr(rule, "by", ())]
    return tuple(dict.fromkeys([n for n in named if n] + groups))


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; did you mean '{near[0]}'?" if near else ""
