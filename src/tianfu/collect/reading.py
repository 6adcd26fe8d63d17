"""A cursor in the text of a file: lines are skipped, records taken, and the rest handed on in blocks."""

from collections.abc import Iterator
from itertools import chain

from .contents import BLOCK
from .grammar import Grammar


class Endless(Exception):
    """A record that does not end: its quote never closes, or it is longer than two blocks. The cursor stands at its beginning."""

    def __init__(self, line: int, text: bytes, *, at_end: bool) -> None:
        self.line = line
        self.text = text
        self.at_end = at_end
        super().__init__(f"line {line}")


class Cursor:
    """`line` is the physical line, from 1, that the next record begins on; CR LF, LF and CR each end one."""

    def __init__(self, blocks: Iterator[bytes], grammar: Grammar) -> None:
        self._blocks = blocks
        self._grammar = grammar
        self._held = b""
        self._place = 0
        self._ended = False
        self.line = 1

    def skip_lines(self, count: int) -> None:
        """Physical lines, whatever stands in them."""
        for _ in range(count):
            self._skip_line()

    def record(self) -> bytes | None:
        """The next record as written, without its line end; None at the end. Blank lines and comments are no records."""
        while self._has_text():
            if self._grammar.comment and self._starts_with(self._grammar.comment):
                self._skip_line()
                continue
            found = self._whole_record()
            self._move(self._place + len(found))
            if text := found.rstrip(b"\r\n"):
                return text
        return None

    def next_line(self) -> int:
        """The line that the next record begins on, behind blank lines and comments."""
        while self._has_text():
            if self._starts_with(self._grammar.comment or b"\n") or self._starts_with(b"\n") or self._starts_with(b"\r"):
                self._skip_line()
            else:
                break
        return self.line

    def skip_records(self, count: int) -> None:
        """As often `record`; text without quotes is counted by the line."""
        while count > 0:
            skipped = self._skip_plain(count)
            count -= skipped
            if not skipped:
                if self.record() is None:
                    return
                count -= 1

    def rest(self) -> Iterator[bytes]:
        """What follows, in blocks."""
        return chain([self._held[self._place :]], self._blocks)

    def _has_text(self) -> bool:
        return self._place < len(self._held) or self._more()

    def _starts_with(self, sign: bytes) -> bool:
        while len(self._held) - self._place < len(sign) and self._more():
            pass
        return self._held.startswith(sign, self._place)

    def _whole_record(self) -> bytes:
        while True:
            pattern = self._grammar.last_record if self._ended else self._grammar.record
            if match := pattern.match(self._held, self._place):
                return match[0]
            text = self._held[self._place :]
            if self._ended or len(text) > 2 * BLOCK:
                raise Endless(self.line, text, at_end=self._ended)
            self._more()

    def _skip_line(self) -> None:
        """Drops what it passes: a line may be longer than memory."""
        while self._has_text():
            ends = [e for e in (self._held.find(b"\n", self._place), self._held.find(b"\r", self._place)) if e >= 0]
            if ends:
                end = min(ends) + 1
                if self._held[end - 1 : end] == b"\r" and (end < len(self._held) or self._more()):
                    end = self._ends_after(end)
                self._move(end)
                return
            self._held, self._place = b"", 0

    def _ends_after(self, end: int) -> int:
        """Behind a CR: behind the LF that belongs to it, too. Loading more has moved the text to the front."""
        begin = self._held.find(b"\r", self._place) + 1
        return begin + 1 if self._held[begin : begin + 1] == b"\n" else begin

    def _skip_plain(self, most: int) -> int:
        """Records skipped at once: those in the whole lines held before the next quote, as many as asked for."""
        if not self._has_text():
            return 0
        quote = self._held.find(self._grammar.quote, self._place) if self._grammar.quote else -1
        before = len(self._held) if quote < 0 else quote
        end = 1 + max(self._held.rfind(b"\n", self._place, before), self._held.rfind(b"\r", self._place, before - 1))
        records, place = 0, self._place
        for line in self._held[self._place : end].splitlines(keepends=True):
            if records == most:
                break
            records += self._is_record(line)
            place += len(line)
        self._move(place)
        return records

    def _is_record(self, line: bytes) -> bool:
        comment = self._grammar.comment
        return line not in (b"\n", b"\r\n", b"\r") and not (comment and line.startswith(comment))

    def _move(self, place: int) -> None:
        passed = self._held[self._place : place]
        self.line += passed.count(b"\n") + passed.count(b"\r") - passed.count(b"\r\n")
        self._place = place

    def _more(self) -> bool:
        block = b"" if self._ended else next(self._blocks, b"")
        if not block:
            self._ended = True
            return False
        self._held, self._place = self._held[self._place :] + block, 0
        return True
