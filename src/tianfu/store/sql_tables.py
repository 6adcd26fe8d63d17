"""The tables of a query: each is a dataset, opened through the gate, or a WITH of the query itself. There are no others.

Both get names of our own, which nobody can write (identifiers of a query do not begin with an underscore). So a WITH never stands in
the way of a dataset, and what we failed to understand would be a table that does not exist, never one of the engine's own.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from tianfu.model import Text

from .sql_failures import QueryRefused, no_column, refused

if TYPE_CHECKING:
    from sqlglot import exp

Columns = Mapping[str, Collection[str]]
"""Dataset -> the columns of it that the reader may see."""


class Tables:
    """Datasets of a query in the order in which they appear: id -> the name under which it is opened."""

    def __init__(self, near: Callable[[str], QueryRefused]) -> None:
        self.named: dict[str, str] = {}
        self._near = near
        self._with = 0

    def resolve(self, node: "exp.Expr", visible: Mapping[str, str]) -> None:
        """Renames every table below the node; `visible` are the WITHs that can be seen there."""
        from sqlglot import exp

        with_ = node.args.get("with_")
        if with_ is not None:
            visible = self._with_names(with_, visible)
        for child in list(node.iter_expressions()):
            if isinstance(child, exp.Table):
                self._rename(child, visible)
            elif child is not with_:
                self.resolve(child, visible)

    def _with_names(self, with_: "exp.Expr", visible: Mapping[str, str]) -> Mapping[str, str]:
        """Each WITH sees those before it."""
        from sqlglot import exp

        for cte in with_.expressions:
            self.resolve(cte.this, visible)
            alias = cte.args["alias"]
            name, unique = alias.name.lower(), f"_with_{self._with}"
            self._with += 1
            alias.set("this", exp.to_identifier(unique, quoted=True))
            visible = {**visible, name: unique}
        return visible

    def _rename(self, table: "exp.Table", visible: Mapping[str, str]) -> None:
        from sqlglot import exp

        if not isinstance(table.this, exp.Identifier) or table.args.get("catalog"):
            raise refused("FROM 中只能写数据集或 WITH 的名称。", "FROM takes datasets and names of WITH only.")
        name, pack = table.name, table.db
        table.set("db", None)
        if not pack:
            if name.lower() not in visible:
                raise self._near(name)
            new = visible[name.lower()]
        else:
            new = self.named.setdefault(f"{pack}.{name}".lower(), f"_gate_{len(self.named)}")
        table.set("this", exp.to_identifier(new, quoted=True))
        alias = table.args.get("alias") or exp.TableAlias()
        if not alias.this:
            alias.set("this", exp.to_identifier(name, quoted=True))
        table.set("alias", alias)


def unknown_table(name: str, ids: Collection[str]) -> QueryRefused:
    """A table without its pack, or none at all."""
    from difflib import get_close_matches

    by_name = {i.partition(".")[2]: i for i in ids}
    found = get_close_matches(name.lower(), by_name, 1)
    zh = f"没有表“{name[:60]}”" + (f"，是否要找“{by_name[found[0]]}”？" if found else "。") + "表名写作“主题.数据集”。"
    en = f"no table '{name[:60]}'" + (f"; did you mean '{by_name[found[0]]}'?" if found else ".") + " Tables are written pack.dataset."
    return QueryRefused(Text(zh=zh, en=en))


def check_columns(tree: "exp.Expr", seen: Columns, declared: Columns) -> dict[str, tuple[str, ...]]:
    """Dataset -> those of its columns that the query names. QueryRefused for names that are neither columns nor given by the query."""
    from sqlglot import exp

    given = {a.alias.lower() for a in tree.find_all(exp.Alias)}
    given |= {c.name.lower() for a in tree.find_all(exp.TableAlias) for c in a.args.get("columns") or ()}
    known = {n: None for names in seen.values() for n in names}
    asked: set[str] = set()
    for column in tree.find_all(exp.Column):
        _unqualify(column, seen)
        name = column.name.lower()
        if isinstance(column.this, exp.Star):
            continue
        if name not in known and name not in given:
            raise _no_column(column.name, [*known, *given], declared)
        asked.add(name)
    asked |= {i.name.lower() for j in tree.find_all(exp.Join) for i in j.args.get("using") or ()}
    whole = any(not isinstance(s.parent, exp.Count) for s in tree.find_all(exp.Star))
    return {i: tuple(n for n in names if whole or n in asked) for i, names in seen.items()}


def _no_column(name: str, known: Collection[str], declared: Columns) -> QueryRefused:
    if any(name.lower() in names for names in declared.values()):
        return QueryRefused(Text(zh=f"数据项 {name} 不在您可以查看的范围内。", en=f"Column '{name}' is not among those you may see."))
    return no_column(name, known)


def _unqualify(column: "exp.Column", seen: Columns) -> None:
    """`pack.dataset.column` is `dataset.column`: tables go by the name of their dataset."""
    if not column.db:
        return
    if column.catalog or f"{column.db}.{column.table}".lower() not in seen:
        name = ".".join(p.name for p in column.parts)[:80]
        raise refused(f"看不懂名称“{name}”。", f"The name '{name}' is not understood.")
    column.set("db", None)
