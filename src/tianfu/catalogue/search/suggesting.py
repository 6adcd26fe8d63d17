"""Words that go on from what was typed: those that begin with it, then those that contain it, then those that are spelled so in pinyin."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from .spelling_keys import sound
from .synonyms import folded

WORD_LEAST = 2
TYPED_MOST = 40
PINYIN_LEAST = 2
PARTS_LEAST = 4
"""So many letters are looked for inside words."""


class Suggesting:
    """The words that occur, with how often. Made once of an index, asked by many threads."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        ranked = sorted(vocabulary.items(), key=lambda wn: (-wn[1], len(wn[0])))
        self._words = [w for w, _ in ranked if len(w) >= WORD_LEAST and "\n" not in w]
        self._plain = _Lines([folded(w) for w in self._words])
        self._spelled = _Lines([sound(w).replace("'", "") for w in self._plain.lines])

    def begun(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """The words, the most frequent first."""
        begin = folded(typed).strip()
        if not begin or "\n" in begin or len(begin) > TYPED_MOST:
            return ()
        found = dict.fromkeys(self._plain.find(f"\n{begin}", limit))
        if len(found) < limit and len(begin) >= (PARTS_LEAST if begin.isascii() else WORD_LEAST):
            found |= dict.fromkeys(self._plain.find(begin, limit))
        if len(found) < limit and len(begin) >= PINYIN_LEAST and begin.isascii() and begin.isalpha():
            found |= dict.fromkeys(self._spelled.find(f"\n{begin.replace('v', 'u')}", limit))
        return tuple(self._words[n] for n in list(found)[:limit])


class _Lines:
    """Lines as one text: looking through a million characters takes less than a millisecond."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._text = "\n" + "\n".join(lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def find(self, part: str, most: int) -> Iterator[int]:
        """The numbers of the first lines that have the part."""
        at = self._text.find(part)
        for _ in range(most):
            if at < 0:
                return
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(part, self._starts[line + 1])
