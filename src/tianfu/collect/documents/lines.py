"""Records one a line (NDJSON): a broken one costs its line and no other."""

import re
from collections.abc import Iterator
from typing import Any

from tianfu.model import Text

from .scanning import Broken, Scanner
from .values import Unsound

REST = re.compile(r"[ \t\r]*(?:\n|\Z)")
ONE_A_LINE = Text(zh="换行，每行一条记录", en="a line end: a record a line")
WHOLE = Text(zh="写在一行内的完整对象", en="a whole object in one line")
LOOKED_AT = 2**20
"""Characters in which the first line must end."""


def are_lines(scanner: Scanner) -> bool:
    """Whether the first line is a whole object, or breaks off before its end, and others follow."""
    if scanner.sign() != "{":
        return False
    first, _, others = scanner.ahead(LOOKED_AT).partition("\n")
    if not others.strip():
        return False
    line = Scanner(iter([first]))
    try:
        line.value()
    except Broken as broken:
        return broken.column <= len(first.rstrip())
    return not line.sign()


def records(scanner: Scanner) -> Iterator[Any]:
    """The value of each line, while the scanner stands behind it; Broken or Unsound in its place where it is."""
    while scanner.sign():
        yield _line(scanner)


def _line(scanner: Scanner) -> Any:
    value: Any
    try:
        value = scanner.value()
        if "\n" not in scanner.text[scanner.began : scanner.place] and _ends(scanner):
            return value
        value = value if isinstance(value, Unsound) else scanner.broken(ONE_A_LINE)
    except Broken as broken:
        value = broken
    if isinstance(value, Broken) and value.line > scanner.at(scanner.began)[0]:  # what follows was taken for its rest
        value = scanner.broken(WHOLE, scanner.began)
    scanner.rest_of_line()
    return value


def _ends(scanner: Scanner) -> bool:
    return bool(REST.match(scanner.text, scanner.place))
