"""What letters may have been meant for: Chinese typed as pinyin, or a Latin word with a typing error."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .spelling_keys import Keys, all_sounds

UNDER_KEY = 12
PARTS_MOST = 4
PART_LEAST = 3
NEAR_MOST = 5
TWO_ERRORS_FROM = 6
"""Shorter words are believed to have one error at most."""


class Latin:
    """Words by their letters."""

    def __init__(self, words: Sequence[str], han: Sequence[tuple[int, str]]) -> None:
        """`han` are the Chinese ones with their numbers."""
        self._words = words
        self._spelled = Keys((s.replace("'", ""), n) for n, w in han for s in all_sounds(w))
        by_length: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            if word.isascii() and not word.isdigit():
                by_length[word[0], len(word)].append(word)
        self._by_length = dict(by_length)

    def near(self, typed: str) -> Iterator[tuple[str, float]]:
        """(what may have been meant, how unlikely it is)."""
        yield from self._typing_errors(typed)
        letters = typed.replace("'", "").replace("v", "u")
        if letters.isalpha():
            yield from ((text, 0.3 + 0.3 * parts) for text, parts in self._converted(letters))

    def _typing_errors(self, typed: str) -> Iterator[tuple[str, float]]:
        most = 2 if len(typed) >= TWO_ERRORS_FROM else 1
        for first in dict.fromkeys(typed[:2]):
            close = [w for n in range(len(typed) - most, len(typed) + most + 1) for w in self._by_length.get((first, n), ())]
            for word, distance, _ in process.extract(typed, close, scorer=OSA.distance, score_cutoff=most, limit=NEAR_MOST):
                if distance and not typed.isdigit():
                    yield word, distance + (0.0 if sorted(word) == sorted(typed) else 0.5)

    def _converted(self, letters: str) -> Iterator[tuple[str, int]]:
        """Pinyin of one word or of several in a row, with their number."""
        spelled: dict[int, tuple[tuple[str, int], ...]] = {0: (("", 0),)}
        for end in range(PART_LEAST, len(letters) + 1):
            begins = [b for b in spelled if end - b >= PART_LEAST]
            found = self._spelled.find([letters[b:end] for b in begins], 3 if end < len(letters) else UNDER_KEY)
            ways = [(t + self._words[n], c + 1) for place, n in found for t, c in spelled[begins[place]] if c < PARTS_MOST]
            if ways:
                spelled[end] = tuple(sorted(ways, key=lambda w: w[1]))[:NEAR_MOST]
        yield from spelled.get(len(letters), ())
