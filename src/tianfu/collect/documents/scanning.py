"""A cursor in JSON text of any length: only the value at hand is in memory."""

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

from tianfu.model import Text

from .values import TOO_DEEP, Unsound, expected, lenient, marking, plain

LONGEST = 8 * 2**20
"""Characters of a single record."""
BLANKS = re.compile(r"[ \t\r\n]*")
UNIMPORTANT = re.compile(r'[^\[\]{}"]*')
NEAR_THE_END = 12
"""A number, a word or an escape that the end of the block cuts is shorter."""


class Broken(Exception):
    """What stands here is no JSON."""

    def __init__(self, line: int, column: int, expected: Text) -> None:
        self.line = line
        self.column = column
        self.expected = expected
        super().__init__(f"line {line}")

    @property
    def text(self) -> Text:
        """Where it is and what should stand there."""
        where_zh, where_en = f"第 {self.line:,} 行第 {self.column:,} 列", f"in line {self.line:,}, column {self.column:,}"
        return Text(zh=f"{where_zh}应为{self.expected.zh}", en=f"expected {self.expected.en} {where_en}")


class Scanner:
    """`began` is where the last value begins in `text`, `place` where it ends. Numbers are marked from the first list on."""

    def __init__(self, texts: Iterator[str], decoder: JSONDecoder = plain) -> None:
        self._texts = texts
        self._ended = False
        self._counted = (0, 1, 0)
        self._first = (0, 1, 0)
        self.decoder = decoder
        self.text = ""
        self.place = 0
        self.began = 0

    def sign(self) -> str:
        """The next character that is no blank, which is not passed; empty at the end."""
        while True:
            self.place = BLANKS.match(self.text, self.place).end()  # type: ignore[union-attr]
            if self.place < len(self.text) or not self._more():
                return self.text[self.place : self.place + 1]

    def take(self, sign: str, zh: str = "", en: str = "") -> None:
        """Passes the sign; Broken where another stands."""
        if self.sign() != sign:
            raise self.broken(Text(zh=zh or sign, en=en or f"'{sign}'"))
        self.place += 1

    def value(self) -> Any:
        """The next value; Unsound in its place where it is unsound."""
        self.sign()
        self.began = self.place
        try:
            return self._marked(self._decoded(self.decoder))
        except Unsound as unsound:
            self.place = self.began
            self._decoded(lenient)
            return unsound

    def elements(self) -> Iterator[Any]:
        """The values of a list, each while the cursor stands behind it."""
        self.take("[", "列表 [ ]", "a list [ ]")
        if self.sign() == "]":
            self.place += 1
            return
        while True:
            yield self.value()
            sign = self.sign()
            if sign not in ("]", ","):
                raise self.broken(Text(zh="逗号 , 或右括号 ]", en="',' or ']'"))
            self.place += 1
            if sign == "]":
                return

    def names(self) -> Iterator[str]:
        """The names of an object. Whoever asks takes or skips the value before asking for the next."""
        self.take("{", "对象 { }", "an object { }")
        if self.sign() == "}":
            self.place += 1
            return
        while True:
            if self.sign() != '"':
                raise self.broken(Text(zh="双引号括起的名称", en="a name in double quotes"))
            name = self.value()
            self.take(":", "冒号 :", "':'")
            yield name
            sign = self.sign()
            if sign not in ("}", ","):
                raise self.broken(Text(zh="逗号 , 或右括号 }", en="',' or '}'"))
            self.place += 1
            if sign == "}":
                return

    def skip(self) -> None:
        """Passes a value of any length, looking at its brackets only."""
        if self.sign() not in ("[", "{"):
            self.value()
            return
        depth = 0
        while True:
            sign = self._bracket_or_string()
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0:
                return

    def broken(self, expected: Text, place: int | None = None) -> Broken:
        """The error at the cursor."""
        return Broken(*self.at(self.place if place is None else place), expected)

    def at(self, place: int) -> tuple[int, int]:
        """Line and column of a place in the text at hand."""
        before = self._counted if self._counted[0] <= place else self._first
        self._counted = _after(before, self.text[before[0] : place])
        return self._counted[1], self._counted[2] + 1

    def rest_of_line(self) -> str:
        """Passes the line from the beginning of the last value on."""
        self.place = self.began
        while (end := self.text.find("\n", self.place)) < 0 and self._more():
            pass
        self.began, self.place = self.place, len(self.text) if end < 0 else end + 1
        return self.text[self.began : self.place].rstrip()

    def ahead(self, count: int) -> str:
        """So many characters that come next, as far as there are."""
        while len(self.text) - self.place < count and self._more():
            pass
        return self.text[self.place : self.place + count]

    def _marked(self, value: Any) -> Any:
        """The value with marks, if it is the first that may hold a list."""
        if self.decoder is marking or self.text.find("[", self.began, self.place) < 0:
            return value
        self.decoder = marking
        self.place = self.began
        return self._decoded(marking)

    def _bracket_or_string(self) -> str:
        while True:
            self.place = UNIMPORTANT.match(self.text, self.place).end()  # type: ignore[union-attr]
            if self.place < len(self.text):
                break
            if not self._more():
                raise self.broken(Text(zh="右括号", en="a closing bracket"))
        sign = self.text[self.place]
        if sign == '"':
            self.value()
        else:
            self.place += 1
        return sign

    def _decoded(self, decoder: JSONDecoder) -> Any:
        while True:
            try:
                value, end = decoder.scan_once(self.text, self.place)  # type: ignore[attr-defined]  # not in the stubs
            except (JSONDecodeError, StopIteration) as error:
                self._more_for(error)
            except RecursionError:
                raise self.broken(TOO_DEEP) from None
            else:
                if end < len(self.text) or isinstance(value, dict | list) or not self._more():
                    self.place = end
                    return value

    def _more_for(self, error: JSONDecodeError | StopIteration) -> None:
        """Goes on where the value may only be cut; else Broken."""
        decode = error if isinstance(error, JSONDecodeError) else JSONDecodeError("Expecting value", "", 0)
        place = error.pos if isinstance(error, JSONDecodeError) else int(error.value)
        is_cut = place > len(self.text) - NEAR_THE_END or decode.msg.startswith("Unterminated")
        if not is_cut or not self._more():
            raise self.broken(expected(decode), place) from None

    def _more(self) -> bool:
        """Another block; twice as much each time that the value at hand is still longer, so that none is read over and over."""
        held = self.text[self.place :]
        if len(held) > LONGEST:
            raise self.broken(Text(zh=f"不超过 {LONGEST:,} 个字符的值", en=f"a value of at most {LONGEST:,} characters"))
        got, size = [], 0
        while not self._ended and size <= len(held):
            block = next(self._texts, "")
            self._ended = not block
            got.append(block)
            size += len(block)
        if not size:
            return False
        self.at(self.place)
        self._first = self._counted = (0, *self._counted[1:])
        self.text, self.place, self.began = "".join([held, *got]), 0, 0
        return True


def _after(before: tuple[int, int, int], text: str) -> tuple[int, int, int]:
    """Place, line, and characters passed in it, behind the text."""
    place, line, column = before
    ends = text.count("\n")
    return place + len(text), line + ends, len(text) - text.rfind("\n") - 1 if ends else column + len(text)
