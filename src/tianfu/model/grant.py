"""What a door ends in: the one value that lets somebody read."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .values import DatasetId, Name, Value


class Eq(Value):
    filter: Literal["eq"] = "eq"
    column: Name
    value: str


class In(Value):
    filter: Literal["in"] = "in"
    column: Name
    values: tuple[str, ...]


class Between(Value):
    """low <= column < high; one bound may be missing."""

    filter: Literal["between"] = "between"
    column: Name
    low: str | None = None
    high: str | None = None


class Under(Value):
    """Rows of a region and everything below it (GB/T 2260 prefixes)."""

    filter: Literal["under"] = "under"
    column: Name
    area: str = Field(pattern=r"^[0-9]{2,12}$")


RowFilter = Annotated[Eq | In | Between | Under, Field(discriminator="filter")]


class Grant(Value):
    """Who may read which columns and rows of a dataset, for what and how long. One read uses exactly one grant; grants never combine."""

    id: str
    door: Literal["share", "open", "use"]
    dataset: DatasetId
    reader: str = Field(description="a reader's id, `unit:<id>` for a department, `*` for everybody")
    columns: tuple[Name, ...] = Field(default=(), description="empty: all columns")
    unmasked: tuple[Name, ...] = ()
    rows: tuple[RowFilter, ...] = ()
    purposes: tuple[str, ...] = Field(default=(), description="empty: any purpose")
    valid_from: date
    valid_to: date | None = None
    quota_rows: int | None = Field(default=None, ge=1)
    basis: str = ""
