"""Where rows come from: files that arrive over one of five channels, or an analysis of other datasets."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from .values import Name, Value


class Instant(Value):
    """Fields joined into one point in time; `into` is written as ISO 8601 text with the offset of `zone`.

    One field is read by `format` (strptime; default ISO 8601). Several fields are year, month, day, hour, minute, second, in this order.
    """

    shape: Literal["instant"]
    fields: tuple[str, ...] = Field(min_length=1, max_length=6)
    into: str
    format: str | None = None
    zone: str = "Asia/Shanghai"


class Unpivot(Value):
    """Columns turned into rows: the label of the column goes into `name`, its value into `value`; other fields repeat."""

    shape: Literal["unpivot"]
    columns: dict[str, str] = Field(min_length=1, description="field of the file -> the label its rows get")
    name: str
    value: str


class Constant(Value):
    """A field with the same text in every row, such as the area a file is about."""

    shape: Literal["constant"]
    into: str
    value: str


class Split(Value):
    """One field cut at a separator into several."""

    shape: Literal["split"]
    field: str
    separator: str = Field(min_length=1)
    into: tuple[str, ...] = Field(min_length=1)


Shape = Annotated[Instant | Unpivot | Constant | Split, Field(discriminator="shape")]


class Dialect(Value):
    """How a delimited text file is written. What is declared is not detected: detection is wrong too often."""

    delimiter: Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=2)] = ","
    quote: str = '"'
    repeat: bool = Field(default=False, description="columns of blanks: a run of delimiters is one, at the ends of a line none; no quotes")
    header: bool = True
    fields: tuple[str, ...] = Field(default=(), description="the names of the fields when the file has no header")
    skip_lines: int = Field(default=0, ge=0, description="lines before the header, title rows for example")
    comment: str | None = Field(default=None, description="lines that begin with this are no records")
    encodings: tuple[str, ...] = Field(default=("utf-8", "gb18030"), description="tried in this order; each is proven over the whole file")


class Sheet(Value):
    """Where the table lies in a workbook. What is not declared is found: the first rows that hold the declared fields are the header.

    A field below a group is named `group-title`, or by its title alone where no other column has it. Hidden sheets and rows are read too.
    """

    name: str = Field(default="", description="name of the sheet, or a pattern such as 20*; default: every sheet that holds the fields")
    header: tuple[int, ...] = Field(default=(), max_length=4, description="rows of the header as the spreadsheet numbers them")
    totals: tuple[str, ...] = Field(
        default=("合计", "总计", "小计", "共计", "累计", "total"), description="first cells of rows that are sums, no records"
    )


class Records(Value):
    """Where the records lie in a JSON document."""

    at: str = Field(default="", description="names that lead to the list of records, such as data.items; default: the list itself")
    join: str = Field(default=".", description="between the names of nested values: owner.name")


class Files(Value):
    """Files of one kind: delimited text, workbooks, JSON, Parquet; plain, gzip or in a ZIP archive. The kind is found by the content.

    `files` is a pattern below a data root; without it files only arrive by upload.
    """

    channel: Literal["administrative", "web", "upload", "purchase", "sensor"]
    files: str | None = None
    dialect: Dialect = Dialect()
    sheet: Sheet = Sheet()
    records: Records = Records()
    members: str = Field(default="*", description="which files of a ZIP archive are read")
    missing: tuple[str, ...] = Field(default=("",), description="texts that mean 'no value', such as NA or -9999")
    shape: tuple[Shape, ...] = ()
    licence: str = ""
    citation: str = ""


class Database(Value):
    """A table or query of a department's database, read in place. The operator holds its address: `connection` is only its name."""

    channel: Literal["administrative", "purchase"]
    connection: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$", description="name of the connection, set as TIANFU_CONNECTION_<NAME>")
    table: str | None = None
    query: str | None = Field(default=None, description="one SELECT in the database's own words")
    cursor: str | None = Field(default=None, description="field that only grows: later loads read what lies behind its last value")
    missing: tuple[str, ...] = ("",)
    shape: tuple[Shape, ...] = ()
    licence: str = ""
    citation: str = ""

    @model_validator(mode="after")
    def _table_or_query(self) -> "Database":
        if (self.table is None) == (self.query is None):
            raise ValueError("a database source names either 'table' or 'query'")
        return self


class Derived(Value):
    """Rows computed by the pack's analysis of the same name as the dataset, unless `analysis` names another."""

    channel: Literal["derived"]
    analysis: Name | None = None


def _kind(source: Any) -> str:
    """Databases are told by their connection; everything else by its channel."""
    is_database = "connection" in source if isinstance(source, Mapping) else isinstance(source, Database)
    return "database" if is_database else "delivered"


Source = Annotated[
    Annotated[Database, Tag("database")] | Annotated[Annotated[Files | Derived, Field(discriminator="channel")], Tag("delivered")],
    Discriminator(_kind),
]

Collected = Files | Database
"""Sources that bring rows from outside."""
