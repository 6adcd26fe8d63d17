"""The closed list of rules a steward may declare. More than these is Python in the pack (`custom`)."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .values import DatasetId, Name, Severity, Value


class _Rule(Value):
    severity: Severity = Severity.quarantine
    because: str = Field(default="", description="standard with edition, or the document that asks for this")


class Required(_Rule):
    """The columns have a value."""

    rule: Literal["required"]
    columns: tuple[Name, ...] = Field(min_length=1)


class Between(_Rule):
    """low <= value <= high; one bound may be missing."""

    rule: Literal["between"]
    column: Name
    low: Decimal | None = None
    high: Decimal | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> "Between":
        if self.low is None and self.high is None:
            raise ValueError("give low, high or both")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} lies above high {self.high}")
        return self


class Matches(_Rule):
    """The whole text matches the pattern (RE2 syntax)."""

    rule: Literal["matches"]
    column: Name
    pattern: str


class InCodes(_Rule):
    """The code is in a code list of `standards`, in force on the record's date (the dataset's `time` column)."""

    rule: Literal["in_codes"]
    column: Name
    codes: Name


class Expression(_Rule):
    """Two columns, or a column and a constant, stand in a relation; rows where either is missing are not tested."""

    rule: Literal["expression"]
    left: Name
    op: Literal["<", "<=", "=", "!=", ">=", ">"]
    right: Name | None = None
    value: str | None = None

    @model_validator(mode="after")
    def _one_right_side(self) -> "Expression":
        if (self.right is None) == (self.value is None):
            raise ValueError("give either right (a column) or value (a constant)")
        return self


class Unique(_Rule):
    """No two rows agree on these columns: the first keeps its place, later ones fail.

    Rows that lack a value of a key are not compared (`missing: differ`); for rows repeated as a whole, `missing: equal` compares them.
    """

    rule: Literal["unique"]
    columns: tuple[Name, ...] = Field(min_length=1)
    missing: Literal["differ", "equal"] = "differ"


class Refers(_Rule):
    """The value occurs in a column of another dataset."""

    rule: Literal["refers"]
    column: Name
    to: DatasetId
    to_column: Name


class Monotone(_Rule):
    """Within each group of `by`, the column does not fall from one record to the next in file order."""

    rule: Literal["monotone"]
    column: Name
    by: tuple[Name, ...] = ()
    severity: Severity = Severity.flag


class Jump(_Rule):
    """Within each group of `by`, ordered by `order`, the value changes by at most `limit` from one record to the next."""

    rule: Literal["jump"]
    column: Name
    by: tuple[Name, ...] = ()
    order: Name
    limit: Decimal = Field(gt=0)
    severity: Severity = Severity.flag


class Custom(_Rule):
    """A function of the pack's rules.py: (typed table) -> boolean column, true where the row passes."""

    rule: Literal["custom"]
    function: Name
    columns: tuple[Name, ...] = Field(min_length=1)
    says: str = Field(min_length=1, description="what a passing row looks like, for people")


RowRule = Required | Between | Matches | InCodes | Expression | Custom
SetRule = Unique | Refers | Monotone | Jump
Rule = Annotated[RowRule | SetRule, Field(discriminator="rule")]
