"""Set rules as checks: what they expect and which dimension of GB/T 36344 they measure. `settle` finds the rows."""

from tianfu.model import Check, Dataset, Dimension, Text
from tianfu.model.rule import Jump, Monotone, Refers, SetRule, Unique
from tianfu.standards import element

from . import wording


def set_check(dataset: Dataset, rule: SetRule) -> Check:
    """The check of a set rule, such as `station-at.unique`."""
    match rule:
        case Unique():
            return _check(rule, rule.columns, Dimension.accuracy, wording.unique(rule, dataset))
        case Refers():
            return _check(rule, (rule.column,), Dimension.consistency, wording.refers(rule))
        case Monotone():
            return _check(rule, (rule.column, *rule.by), _order(dataset, rule), wording.monotone(rule, dataset))
        case Jump():
            return _check(rule, (rule.column, *rule.by, rule.order), Dimension.consistency, wording.jump(rule, dataset))


def _order(dataset: Dataset, rule: Monotone) -> Dimension:
    """Records that come out of their order in time fail timeliness; a counter that falls contradicts its own past."""
    of_time = element(dataset.column(rule.column).element).type in ("date", "instant")
    return Dimension.timeliness if of_time else Dimension.consistency


def _check(rule: SetRule, columns: tuple[str, ...], dimension: Dimension, expected: Text) -> Check:
    subject = "-".join(columns) if isinstance(rule, Unique) else columns[0]
    return Check(f"{subject}.{rule.rule}", columns, rule.rule, rule.severity, dimension, expected, rule.because)
