"""Did you mean: questions that would find something, made of words that occur.

Most errors of Chinese are characters that sound alike (环镜), then Latin pinyin that was never converted (kongqi), then a character that is
wrong, missing, doubled or swapped. Nothing is suggested that is not in the vocabulary: what is hidden cannot leak.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import OSA

from .spelling_keys import Keys, alike, all_sounds, sound, without_one
from .spelling_latin import Latin
from .synonyms import folded

MEANT_MOST = 3
TRIED_MOST = 6
"""So many questions are tried, each with a search."""
TYPED_MOST = 40
"""Longer questions are no typing errors."""
WORD_LEAST, WORD_MOST = 2, 30
WINDOW_MOST = 8
WAYS_MOST = 24
AGAIN_MOST, AGAIN_LONGEST = 3, 12
FAR = 1.0
"""What is so much less likely than the best is not worth a search."""
RUNS_MOST = 4
UNDER_KEY = 30
HAN = "㐀-䶿一-鿿〇"
RUN = re.compile(f"[{HAN}]+|[a-z0-9][a-z0-9.\\-_+']*|[^{HAN}a-z0-9]+")
IS_HAN = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """A run written otherwise. `cost` is how unlikely it is: the change, and what still makes no word."""

    cost: float
    text: str


class Spelling:
    """The words that occur, with how often. Made once of an index, asked by many threads."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        ranked = sorted(((folded(w), n) for w, n in vocabulary.items()), key=lambda wn: -wn[1])
        self._words = list(dict.fromkeys(w for w, _ in ranked if WORD_LEAST <= len(w) <= WORD_MOST))
        self._known = frozenset(self._words)
        self._longest = max((len(w) for w in self._words), default=0)
        han = [(n, w) for n, w in enumerate(self._words) if IS_HAN.fullmatch(w)]
        self._by_sound = Keys((alike(s), n) for n, w in han if len(w) <= WINDOW_MOST for s in all_sounds(w))
        self._by_part = Keys((part, n) for n, w in han if 3 <= len(w) <= WINDOW_MOST for part in without_one(w))
        self._latin = Latin(self._words, han)

    def meant(self, question: str, found: Callable[[str], int]) -> tuple[str, ...]:
        """Up to three questions that find something, the likeliest first. `found` says how much a question finds."""
        typed = " ".join(folded(question).split())
        if not 1 < len(typed) <= TYPED_MOST or not self._words:
            return ()
        likely = sorted(self._questions(typed))[:TRIED_MOST]
        meant: list[str] = []
        for way in likely:
            if len(meant) < MEANT_MOST and found(way.text) > 0:
                meant.append(way.text)
        return tuple(meant)

    def _questions(self, typed: str) -> set[Way]:
        """Whole questions with one or more runs written otherwise."""
        runs = RUN.findall(typed)
        ways = [self._ways(run) if n < RUNS_MOST * 2 else [Way(0.0, run)] for n, run in enumerate(runs)]
        best: dict[str, float] = {}
        for chosen in product(*(w[:4] for w in ways[: RUNS_MOST * 2])):
            text = "".join((*(w.text for w in chosen), *runs[RUNS_MOST * 2 :]))
            best[text] = min(sum(w.cost for w in chosen), best.get(text, 1e9))
        if " " in typed and (joined := typed.replace(" ", "")).isascii():
            best |= {w.text: w.cost for w in self._ways(joined) if w.text != joined and w.text not in best}
        best.pop(typed, None)
        return {Way(cost, text) for text, cost in best.items()}

    def _ways(self, run: str) -> list[Way]:
        """The run as it stands and written otherwise, the likeliest first."""
        if IS_HAN.fullmatch(run):
            return self._written(run)
        if not run[0].isalnum():
            return [Way(0.0, run)]
        return sorted({Way(0.0 if run in self._known else float(len(run)), run), *(Way(c, t) for t, c in self._latin.near(run))})

    def _written(self, run: str) -> list[Way]:
        """A Chinese run with one part changed, or with two where one leaves characters that make no word."""
        first = self._judged(run, 0.0)
        again = [
            w for way in first[:AGAIN_MOST] if way.text != run and self._strange(way.text) >= 1 for w in self._judged(way.text, way.cost)
        ]
        least = min((w.cost for w in (*first, *again)), default=0.0)
        return sorted({Way(self._strange(run), run), *(w for w in (*first, *again) if w.cost <= least + FAR)})

    def _judged(self, run: str, spent: float) -> list[Way]:
        """The likeliest changes of one part, with what they leave unexplained: not more than it was."""
        strange = self._strange(run)
        changed = [(way, self._strange(way.text)) for way in sorted(self._changed(run))[:WAYS_MOST]]
        before = max(0.0, spent - strange)
        return sorted(Way(before + way.cost + left, way.text) for way, left in changed if left < strange + 0.5)

    def _changed(self, run: str) -> Iterator[Way]:
        """One part of the run changed into a word."""
        windows = [(a, b) for a in range(len(run)) for b in range(a + WORD_LEAST, min(len(run), a + WINDOW_MOST) + 1)]
        parts = [run[a:b] for a, b in windows]
        for place, word, cost in (*self._sounding(parts), *self._off_by_one(parts)):
            (a, b), part = windows[place], parts[place]
            if word != part:
                yield Way(cost + (0.5 if part in self._known else 0.0), run[:a] + word + run[b:])

    def _sounding(self, parts: list[str]) -> Iterator[tuple[int, str, float]]:
        heard = [sound(p) for p in parts]
        for place, number in self._by_sound.find([alike(h) for h in heard], UNDER_KEY):
            word, part = self._words[number], parts[place]
            if len(word) == len(part):
                exact = heard[place] in set(all_sounds(word))
                yield place, word, (0.2 if exact else 0.5) + 0.1 * sum(a != b for a, b in zip(word, part, strict=True))

    def _off_by_one(self, parts: list[str]) -> Iterator[tuple[int, str, float]]:
        keyed = [(key, place) for place, part in enumerate(parts) if len(part) >= WORD_LEAST for key in without_one(part)]
        for at, number in self._by_part.find([k for k, _ in keyed], UNDER_KEY):
            place = keyed[at][1]
            word, part = self._words[number], parts[place]
            if OSA.distance(word, part, score_cutoff=1) == 1 and min(len(word), len(part)) >= WORD_LEAST:
                yield place, word, 0.8 if sorted(word) == sorted(part) else 1.0 + 1.0 / len(word)
        yield from ((place, p[::-1], 0.8) for place, p in enumerate(parts) if len(p) == 2 and p[::-1] in self._known)

    def _strange(self, run: str) -> float:
        """How many characters belong to no word, however the run is cut; and a little for each word, so that longer ones win."""
        least = [0.0] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            least[end] = least[end - 1] + 1.0
            for begin in range(max(0, end - self._longest), end - 1):
                if least[begin] + 0.05 < least[end] and run[begin:end] in self._known:
                    least[end] = least[begin] + 0.05
        return least[-1]
