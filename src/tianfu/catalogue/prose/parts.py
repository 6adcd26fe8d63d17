"""Tokens of a page cut at its blocks: prose, what is drawn between it, and the values that it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markdown_it.token import Token

from tianfu.model import DeclarationError, Problem
from tianfu.model.page import Block, Measured

from .blocks import CODE, KINDS, VALUES, block, unknown_kind, values

BLOCKS_MOST = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose between two blocks."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, its first line and the one behind it. `block` is None where it cannot be read."""

    line: int
    end: int
    kind: str
    block: Block | None


@dataclass(frozen=True, slots=True)
class Bound:
    """The values of a page, the line of the block that binds each, and where those blocks begin and end."""

    values: Mapping[str, Measured]
    lines: Mapping[str, int]
    spans: tuple[tuple[int, int], ...]


class Cutting:
    """The tokens of one text; `above` is how many lines stand above it. Problems are added to what is given."""

    def __init__(self, tokens: Sequence[Token], file: str, above: int, problems: list[Problem]) -> None:
        self._file, self._above, self._problems = file, above, problems
        self._tokens = self._bounded(tokens)

    def bound(self) -> Bound:
        """What values blocks bind."""
        found: dict[str, Measured] = {}
        lines: dict[str, int] = {}
        spans = []
        for token in self._tokens:
            if kind_of(token) == VALUES and not token.level:
                line = line_of(token, self._above)
                mine = self._tried(lambda t=token, n=line: values(t.content, self._file, n)) or {}  # type: ignore[misc]
                self._problems += [Problem(self._file, line, f"values: '{n}' is bound twice") for n in mine if n in found]
                found |= mine
                lines |= dict.fromkeys(mine, line)
                spans.append((line, self._end(token)))
        return Bound(found, lines, tuple(spans))

    def parts(self) -> Iterator[Passage | Placed]:
        """Passages and blocks in turn."""
        passage: list[Token] = []
        for token in self._tokens:
            if not _is_ours(token):
                self._known(token)
                passage.append(token)
            elif token.level:
                said = f"a {kind_of(token)} block stands by itself, not in a list or a quotation"
                self._problems.append(Problem(self._file, line_of(token, self._above), said))
            elif kind_of(token) != VALUES:
                if passage:
                    yield Passage(tuple(passage))
                    passage = []
                yield self._placed(token)
        if passage:
            yield Passage(tuple(passage))

    def _placed(self, token: Token) -> Placed:
        kind, line = kind_of(token), line_of(token, self._above)
        return Placed(line, self._end(token), kind, self._tried(lambda: block(kind, token.content, self._file, line)))

    def _bounded(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """The tokens up to the last block that may be: the rest of a page with more is not read."""
        places = [n for n, t in enumerate(tokens) if _is_ours(t) and not t.level]
        if len(places) <= BLOCKS_MOST:
            return tokens
        self._problems.append(Problem(self._file, 1, f"the page has {len(places)} blocks; {BLOCKS_MOST} are the most"))
        return tokens[: places[BLOCKS_MOST]]

    def _known(self, token: Token) -> None:
        if token.type == "fence" and kind_of(token) not in CODE:
            self._problems.append(Problem(self._file, line_of(token, self._above), unknown_kind(kind_of(token))))

    def _end(self, token: Token) -> int:
        return self._above + (token.map or [0, 0])[1] + 1

    def _tried(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except DeclarationError as error:
            self._problems += error.problems
            return None


def line_of(token: Token, above: int) -> int:
    """The line of the page on which a token begins."""
    return above + (token.map or [0])[0] + 1


def kind_of(token: Token) -> str:
    """The first word behind a fence."""
    return token.info.strip().split(maxsplit=1)[0] if token.type == "fence" and token.info.strip() else ""


def _is_ours(token: Token) -> bool:
    return kind_of(token) in KINDS or kind_of(token) == VALUES
