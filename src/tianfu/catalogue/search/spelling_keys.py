"""Keys under which a word is found though it was typed wrongly: how it sounds, and what is left of it without one character."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from unicodedata import combining, normalize

import numpy as np

AMBIGUOUS = "都重长行乐率会调校数省便弹藏传参单曾解宿车厦卡还得地着了大号发干更好红角教空量少盛石食似宁朝降降间结据看"
"""Common characters with several readings: words with them are found under each."""
ALIKE = (("'zh", "'z"), ("'ch", "'c"), ("'sh", "'s"), ("'n", "'l"), ("ng'", "n'"))
"""What many speakers, in Sichuan most of all, do not tell apart: zh z, ch c, sh s, n l, ing in, eng en, ang an."""
MARKS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuuuuuunnnm")


def sound(text: str) -> str:
    """Syllables, each between apostrophes; other characters stand for themselves.

    >>> sound("空气质量")
    "'kong'qi'zhi'liang'"
    """
    return "'" + text.translate(_readings()[0])


def alike(sounds: str) -> str:
    """The sounds without differences that many do not hear.

    >>> alike(sound("城市")) == alike(sound("成寺"))
    True
    """
    for one, other in ALIKE:
        sounds = sounds.replace(one, other)
    return sounds


def all_sounds(word: str) -> Iterator[str]:
    """How a word may sound: the usual readings, and each other reading of one of its characters."""
    first, others = _readings()
    yield "'" + word.translate(first)
    for at, char in enumerate(word):
        for reading in others.get(char, ()):
            yield f"'{word[:at].translate(first)}{reading}'{word[at + 1 :].translate(first)}"


def without_one(word: str) -> set[str]:
    """The word, and the word without each of its characters: two words that differ in one character share one of these."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


class Keys:
    """Which words stand under a key. Numbers instead of texts, so that a hundred thousand words are a few megabytes."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Keys with the number of their word."""
        found = np.fromiter(chain.from_iterable((hash(k), n) for k, n in pairs), np.int64).reshape(-1, 2)
        order = np.lexsort((found[:, 1], found[:, 0]))
        self._hashes, self._numbers = found[order, 0], found[order, 1].astype(np.int32)

    def find(self, keys: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
        """(place of the key, number of a word): of each key the words with the lowest numbers. Rarely a word that has another key."""
        hashes = np.fromiter((hash(k) for k in keys), np.int64, len(keys))
        begins, ends = np.searchsorted(self._hashes, hashes, "left"), np.searchsorted(self._hashes, hashes, "right")
        for place in np.flatnonzero(ends > begins).tolist():
            begin, end = int(begins[place]), int(ends[place])
            for number in self._numbers[begin : min(end, begin + most)].tolist():
                yield place, number


@cache
def _readings() -> tuple[dict[int, str], dict[str, tuple[str, ...]]]:
    """The usual reading of each character with an apostrophe behind it; the other readings of ambiguous ones."""
    from pypinyin.constants import PINYIN_DICT  # a quarter of a second

    known = {code: tuple(dict.fromkeys(_plain(r) for r in readings.split(","))) for code, readings in PINYIN_DICT.items()}
    return {code: f"{r[0]}'" for code, r in known.items()}, {c: known[ord(c)][1:3] for c in AMBIGUOUS if ord(c) in known}


def _plain(reading: str) -> str:
    """Without tone; ü is written u, as many type it."""
    return "".join(c for c in normalize("NFD", reading.translate(MARKS)) if not combining(c))
