"""Where a record ends and what its cells are, by the declared dialect: the same grammar that the parser follows, for headers and look-ups.

A quote opens a cell only at its beginning; doubled it stands for itself; what follows a closed quote belongs to the cell.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from tianfu.model import Dialect

from .failures import UnusableDialect

WRITTEN = {"\\t": "\t"}
"""YAML strips a bare tab, so it is declared as `\\t`."""


@dataclass(frozen=True)
class Grammar:
    """A dialect in bytes of UTF-8. Without a quote, or without comments, that is empty."""

    delimiter: bytes
    quote: bytes
    comment: bytes

    @classmethod
    def of(cls, dialect: Dialect) -> "Grammar":
        """UnusableDialect for a delimiter or quote that is not a single ASCII character."""
        delimiter = WRITTEN.get(dialect.delimiter, dialect.delimiter)
        for what, sign, most in (("delimiter", delimiter, 1), ("quote", dialect.quote, 1)):
            if len(sign.encode()) > most or sign in ("\r", "\n"):
                raise UnusableDialect(
                    f"声明的 {what}“{sign}”须为单个半角字符（制表符写作 \\t）。",
                    f"'{what}: {sign}' must be one ASCII character (a tab is written \\t).",
                )
        quote = "" if dialect.repeat else dialect.quote
        return cls(delimiter.encode(), quote.encode(), (dialect.comment or "").encode())

    @cached_property
    def record(self) -> re.Pattern[bytes]:
        """A record and its line end, which both must be there in full."""
        return re.compile(self._cells + rb"(?:\r\n|\n|\r(?=[\s\S]))")

    @cached_property
    def last_record(self) -> re.Pattern[bytes]:
        """The same at the end of the file."""
        return re.compile(self._cells + rb"(?:\r\n|\n|\r|\Z)")

    @cached_property
    def comments(self) -> re.Pattern[bytes]:
        """Whole lines that are comments, in text without quotes."""
        return re.compile(rb"(?:(?<=[\r\n])|\A)" + re.escape(self.comment) + rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")

    def cells(self, record: bytes) -> list[str]:
        """The cells of a record, unquoted.

        >>> Grammar(b",", b'"', b"").cells(b'a,"b ""c"", d",')
        ['a', 'b "c", d', '']
        """
        found: list[str] = []
        place = 0
        while place <= len(record):
            match = self._cell.match(record, place)
            if match is None:  # a quote that does not close
                return [*found, record[place:].decode()]
            quoted, after, plain = match.groups()
            whole = plain if quoted is None else quoted.replace(self.quote * 2, self.quote) + after
            found.append(whole.decode())
            place = match.end() + 1
        return found

    def swallows(self, record: bytes) -> bool:
        """Whether a quoted part of several lines is followed by more text in its cell."""
        place = 0 if self.quote and self.quote in record else len(record) + 1
        while place <= len(record) and (match := self._cell.match(record, place)):
            quoted, after, _ = match.groups()
            if after and re.search(rb"[\r\n]", quoted):
                return True
            place = match.end() + 1
        return False

    @property
    def _plain(self) -> bytes:
        return rb"[^" + re.escape(self.delimiter) + rb"\r\n]*+"

    @cached_property
    def _cells(self) -> bytes:
        """Cells of a record. A quote that never closes matches nothing."""
        cell = self._plain
        if self.quote:
            q = re.escape(self.quote)
            cell = rb"(?:" + q + rb"(?:[^" + q + rb"]++|" + q + q + rb")*+" + q + cell + rb"|(?!" + q + rb")" + cell + rb")"
        return cell + rb"(?:" + re.escape(self.delimiter) + cell + rb")*+"

    @cached_property
    def _cell(self) -> re.Pattern[bytes]:
        q = re.escape(self.quote or b"\0\0")
        quoted = q + rb"((?:[^" + q + rb"]++|" + q + q + rb")*+)" + q + rb"(" + self._plain + rb")"
        return re.compile(rb"(?:" + quoted + rb"|(?!" + q + rb")(" + self._plain + rb"))(?=" + re.escape(self.delimiter) + rb"|[\r\n]|\Z)")
