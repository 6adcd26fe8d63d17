"""Where the records lie in a JSON document: a list, a list inside an object, features of a map, lists beside each other."""

from collections.abc import Iterator, Sequence
from typing import Any

from tianfu.collect.failures import UnusableDialect
from tianfu.model import Text

from .features import fields_of
from .scanning import Broken, Scanner
from .values import Unsound, marking


def records(scanner: Scanner, at: str, file: str) -> Iterator[Any]:
    """The records, whatever kind of value they are, each while the scanner stands behind it. Broken where the document is."""
    yield from _within(scanner, at.split(".") if at else [], file)
    if scanner.sign():
        raise scanner.broken(Text(zh="文件结尾", en="the end of the file"))


def _within(scanner: Scanner, path: Sequence[str], file: str) -> Iterator[Any]:
    if not path:
        yield from scanner.elements() if scanner.sign() != "{" else _of_object(scanner, file)
        return
    names = []
    for name in scanner.names():
        if name == ".".join(path):
            yield from _within(scanner, (), file)
        elif name == path[0]:
            yield from _within(scanner, path[1:], file)
        else:
            scanner.skip()
        names.append(str(name))
    if path[0] not in names and ".".join(path) not in names:
        raise _nothing_there(path[0], names, file)


def _of_object(scanner: Scanner, file: str) -> Iterator[Any]:
    """Features of a map one by one; else lists as columns, else the object is the only record."""
    members: dict[str, Any] = {}
    is_map = False
    for name in scanner.names():
        if name == "features" and scanner.sign() == "[":
            is_map = True
            scanner.decoder = marking
            yield from map(fields_of, scanner.elements())
        else:
            members[name] = scanner.value()
    if not is_map:
        yield from _of_members(members, scanner, file)


def _of_members(members: dict[str, Any], scanner: Scanner, file: str) -> Iterator[Any]:
    if unsound := next((v for v in members.values() if isinstance(v, Unsound)), None):
        yield unsound
        return
    lists = {n: v for n, v in members.items() if isinstance(v, list)}
    if tables := [n for n, v in lists.items() if v and isinstance(v[0], dict)]:
        raise _declare_at(tables[0], file)
    if not members or len(lists) < len(members):
        yield members
        return
    if len(lengths := {len(v) for v in lists.values()}) > 1:
        raise _unequal(scanner, min(lengths), max(lengths))
    yield from (dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True))


def _unequal(scanner: Scanner, short: int, long: int) -> Broken:
    return scanner.broken(
        Text(zh=f"一样长的列表（最短 {short:,} 个值，最长 {long:,} 个）", en=f"lists of one length, not {short:,} to {long:,}")
    )


def _declare_at(name: str, file: str) -> UnusableDialect:
    return UnusableDialect(
        f"“{file}”是一个对象，记录看来在“{name}”里。请在声明中写明 records: {{at: {name}}}。",
        f"'{file}' is an object; its records seem to lie in '{name}'. Declare 'records: {{at: {name}}}'.",
    )


def _nothing_there(name: str, names: Sequence[str], file: str) -> UnusableDialect:
    shown = "、".join(names[:30]) or "（空）"
    return UnusableDialect(
        f"“{file}”里没有 records.at 所写的“{name}”。该处的名称：{shown}。请改正声明中的 records。",
        f"'{file}' has no '{name}' where records.at looks for it. It has: {', '.join(names[:30]) or '(none)'}. Mend 'records'.",
    )
