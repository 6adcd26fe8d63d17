"""Where rows come from: files that arrive over one of five channels, or an analysis of other datasets."""

from typing import Annotated, Literal

from pydantic import Field

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

    delimiter: str = Field(default=",", min_length=1, max_length=2)
    quote: str = '"'
    header: bool = True
    fields: tuple[str, ...] = Field(default=(), description="the names of the fields when the file has no header")
    skip_lines: int = Field(default=0, ge=0, description="lines before the header, title rows for example")
    comment: str | None = Field(default=None, description="lines that begin with this are no records")
    encodings: tuple[str, ...] = Field(default=("utf-8", "gb18030"), description="tried in this order; each is proven over the whole file")


class Files(Value):
    """Delimited text files, plain or gzip. `files` is a pattern below a data root; without it files only arrive by upload."""

    channel: Literal["administrative", "web", "upload", "purchase", "sensor"]
    files: str | None = None
    dialect: Dialect = Dialect()
    missing: tuple[str, ...] = Field(default=("",), description="texts that mean 'no value', such as NA or -9999")
    shape: tuple[Shape, ...] = ()
    licence: str = ""
    citation: str = ""


class Derived(Value):
    """Rows computed by the pack's analysis of the same name as the dataset, unless `analysis` names another."""

    channel: Literal["derived"]
    analysis: Name | None = None


Source = Annotated[Files | Derived, Field(discriminator="channel")]
