"""A row rule made ready to run: the check people read, and the expression that finds the rows which break it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tianfu.model import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Fails = Callable[[ir.Table], ir.BooleanValue]
    Cause = Callable[[ir.Table], ir.StringValue]


T = TypeVar("T")


class PlanError(ValueError):
    """Rules of a dataset cannot be compiled. The message lists every one, with what would put it right."""

    def __init__(self, dataset: str, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{dataset}: {p}" for p in problems))


@dataclass(frozen=True)
class RowTest:
    """`fails` reads the prepared table (see `prepare`): true where the row breaks the check, else false or null.

    `cause` gives the id of the likely cause and is evaluated on failing rows only.
    """

    check: Check
    fails: "Fails"
    cause: "Cause | None" = None


def balanced(join: "Callable[[T, T], T]", terms: "Sequence[T]") -> "T":
    """All terms joined pairwise: SQL writers recurse, and a chain of a hundred is deeper than they go."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return join(balanced(join, terms[:half]), balanced(join, terms[half:]))


def text_name(column: str) -> str:
    """The normalised text of a column in the prepared table. Declared names begin with a letter, so the two never meet."""
    return f"_t_{column}"
