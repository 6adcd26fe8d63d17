"""What the gate answers, with its reasons."""

from dataclasses import dataclass, field

from .grant import RowFilter
from .values import Text


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether and how a reader sees a dataset. `reasons` is never empty; `masks` names the mask of each column that is not shown plainly.

    A column that is in neither `columns` nor `masks` is not shown at all.
    """

    allowed: bool
    reasons: tuple[Text, ...]
    columns: tuple[str, ...] = ()
    masks: dict[str, str] = field(default_factory=dict)
    rows: tuple[RowFilter, ...] = ()
    grant: str | None = None
    quota_rows: int | None = None

    @property
    def grant_class(self) -> str:
        """Readers of one class see the same bytes: part of every cache key."""
        return f"{self.grant or '-'}|{','.join(self.columns)}|{sorted(self.masks.items())}|{self.rows}"


class Refused(PermissionError):
    """The gate does not let the reader read. `decision.reasons` say why and what would help."""

    def __init__(self, dataset: str, decision: Decision) -> None:
        self.dataset, self.decision = dataset, decision
        super().__init__(f"{dataset}: " + "; ".join(map(str, decision.reasons)))
