"""Set rules on what is staged: unique, refers, monotone, jump. Each begins with a probe, so that clean data cost little."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Protocol

import ibis

from tianfu.model import Mode, Plan, Staged
from tianfu.model.rule import Jump, Monotone, Refers, SetRule, Unique

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

NOTHING = "\ue000"
SEPARATOR = "\ue001"
"""Characters of no text: they stand for a missing value, and between the values of a key, where missing values are compared."""


class Session(Protocol):
    """What the store lends to set rules: the staged rows as a table, and a way to fail some of them.

    `rows`: the typed columns of the rows kept so far, `_record`, and `_row`, unique and in the order of the files. `existing`: the rows
    that a load adds to, without those that it takes the place of. `fail` takes `_row:int64, field, value, cause: string`, at most one row
    per `_row`.
    """

    @property
    def rows(self) -> "ir.Table": ...
    @property
    def existing(self) -> "ir.Table | None": ...
    @property
    def staged(self) -> Staged: ...
    def table(self, dataset_id: str) -> "ir.Table": ...
    def execute(self, expr: "ir.Expr") -> "pa.Table": ...
    def fail(self, check_id: str, failing: "ir.Table") -> None: ...


def settle(plan: Plan, staged: Staged, session: Session) -> Staged:
    """The staged load after its set rules: rows that break one are flagged or moved to the problem rows, by the rule's severity."""
    rules = [r for r in plan.dataset.all_rules() if isinstance(r, SetRule)]
    if not rules or not staged.counts.kept:
        return staged
    checks = plan.checks[len(plan.checks) - len(rules) :]
    for rule, check in zip(rules, checks, strict=True):
        failing = _failing(rule, plan, session)
        if failing is not None:
            session.fail(check.id, failing)
    return session.staged


def _failing(rule: SetRule, plan: Plan, session: Session) -> "ir.Table | None":
    match rule:
        case Unique():
            return _repeated(rule, session)
        case Refers():
            return _dangling(rule, plan, session)
        case Monotone():
            return _falling(rule, session)
        case Jump():
            return _jumping(rule, session)


def _repeated(rule: Unique, session: Session) -> "ir.Table | None":
    """Rows whose key an earlier row of the load has, or a row that was there before.

    Rows that lack a part of the key are not tested, unless the rule says that missing values equal each other.
    """
    rows, key = _keyed(session.rows, rule)
    found: list[ir.Table] = []
    if not _all_distinct(rows, key, session):
        found.append(_later_ones(rows, key))
    if not _gives_way(rule, session) and (existing := session.existing) is not None:
        old = _keyed(existing, rule)[0].select(*key).distinct()
        again = rows.semi_join(old, list(key))
        if _holds_any(again, session):
            found.append(again)
    if not found:
        return None
    every = [_report(t, rule.columns) for t in found]
    return reduce(lambda a, b: a.union(b, distinct=True), every)


def _gives_way(rule: Unique, session: Session) -> bool:
    """Whether whatever agrees on these columns has the same key: an upsert takes the place of such rows, none of them stays to compare."""
    staged = session.staged
    return staged.mode is Mode.upsert and set(staged.dataset.key) <= set(rule.columns)


def _keyed(rows: "ir.Table", rule: Unique) -> "tuple[ir.Table, tuple[str, ...]]":
    """The rows that are compared, and by which columns. Joins match no missing values: where they are equal a text is the key."""
    if rule.missing == "differ":
        return _present(rows, rule.columns), rule.columns
    parts = [rows[n].cast("string").fill_null(NOTHING) for n in rule.columns]
    return rows.mutate(_key=ibis.literal(SEPARATOR).join(parts)), ("_key",)


def _all_distinct(rows: "ir.Table", key: Sequence[str], session: Session) -> bool:
    """A lower bound for the number of distinct keys that is as large as the number of rows proves it: 64-bit hashes need little memory."""
    counted = rows.aggregate(rows=rows.count(), distinct=_hash(rows, key).nunique())
    result = session.execute(counted)
    return bool(result["rows"][0].as_py() == result["distinct"][0].as_py())


def _hash(rows: "ir.Table", key: Sequence[str]) -> "ir.IntegerValue":
    if len(key) == 1:
        return rows[key[0]].hash()
    return ibis.literal("|").join([rows[name].cast("string") for name in key]).hash()


def _later_ones(rows: "ir.Table", key: Sequence[str]) -> "ir.Table":
    """Only keys that occur twice are put in order."""
    twice = rows.group_by(list(key)).having(rows.count() > 1).aggregate(_n=rows.count()).select(*key)
    among = rows.semi_join(twice, list(key))
    place = ibis.row_number().over(group_by=list(key), order_by="_row")
    ranked = among.mutate(_place=place)
    return ranked.filter(ranked._place > 0).drop("_place")


def _dangling(rule: Refers, plan: Plan, session: Session) -> "ir.Table | None":
    """Rows whose value does not occur in the other dataset. A dataset may refer to itself: then new rows count as well as old ones."""
    rows = _present(session.rows, (rule.column,))
    known = _referred(rule, plan, session).distinct()
    column = rows[rule.column]
    if column.type() != known[rule.to_column].type():
        known = known.mutate(**{rule.to_column: known[rule.to_column].cast(column.type())})
    missing = rows.anti_join(known, rows[rule.column] == known[rule.to_column])
    return _report(missing, (rule.column,)) if _holds_any(missing, session) else None


def _referred(rule: Refers, plan: Plan, session: Session) -> "ir.Table":
    if rule.to != plan.dataset.id:
        return session.table(rule.to).select(rule.to_column)
    own = session.rows.select(rule.to_column)
    return own if session.existing is None else own.union(session.existing.select(rule.to_column))


def _falling(rule: Monotone, session: Session) -> "ir.Table | None":
    """Rows whose value lies below the one before them in file order. Missing values are passed over."""
    rows = _present(session.rows, (rule.column, *rule.by))
    before = rows[rule.column].lag().over(group_by=list(rule.by), order_by="_row")
    return _against_the_last(rows, rule.column, before, session, lambda t: t[rule.column] < t._before)


def _jumping(rule: Jump, session: Session) -> "ir.Table | None":
    rows = _present(session.rows, (rule.column, rule.order, *rule.by))
    before = rows[rule.column].lag().over(group_by=list(rule.by), order_by=[rule.order, "_row"])
    limit = float(rule.limit)
    return _against_the_last(rows, rule.column, before, session, lambda t: (t[rule.column] - t._before).abs() > limit)


def _against_the_last(
    rows: "ir.Table", column: str, before: "ir.Value", session: Session, breaks: "Callable[[ir.Table], ir.BooleanValue]"
) -> "ir.Table | None":
    """The value shown is `before → now`."""
    paired = rows.select("_row", column, _before=before)
    failing = paired.filter(breaks(paired))
    if not _holds_any(failing, session):
        return None
    shown = failing._before.cast("string") + " → " + failing[column].cast("string")
    return failing.select(_row=failing._row, field=ibis.literal(column), value=shown, cause=ibis.null("string"))


def _present(rows: "ir.Table", columns: Sequence[str]) -> "ir.Table":
    return rows.filter([rows[name].notnull() for name in columns])


def _holds_any(rows: "ir.Table", session: Session) -> bool:
    return bool(session.execute(rows.limit(1).select("_row")).num_rows)


def _report(rows: "ir.Table", columns: Sequence[str]) -> "ir.Table":
    texts = [rows[name].cast("string") for name in columns]
    named = [ibis.literal(f"{n}=") + t.fill_null("") for n, t in zip(columns, texts, strict=True)]
    value = texts[0] if len(texts) == 1 else ibis.literal("; ").join(named)
    return rows.select(_row=rows._row, field=ibis.literal(columns[0]), value=value, cause=ibis.null("string"))
