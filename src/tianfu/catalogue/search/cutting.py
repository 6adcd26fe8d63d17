"""Cutting text into what the index holds, and questions into what is looked for. Chinese needs no spaces here.

A run of Chinese characters becomes its pairs of neighbours, in order: 空气质量 is 空气 气质 质量. Neighbouring pairs in a row are exactly
the text itself, so that any piece of two characters or more is found wherever it stands, and nowhere else. Letters and digits stay whole
(pm2.5, gb/t, air_hourly); what they are made of lies in a bag beside them, together with the single characters.
"""

import re
from functools import lru_cache
from operator import add
from unicodedata import normalize

import rjieba

HAN = "〇㐀-䶿一-鿿豈-﫿𠀀-𿿿"
RUN = re.compile(rf"[{HAN}]+|[^\W{HAN}]+(?:[.\-/][^\W{HAN}]+)*")
"""A run of Chinese characters, or letters and digits with what joins them."""
A_HAN = re.compile(rf"[{HAN}]")
PART = re.compile(r"\d+|[^\W\d_]+")
STOP = frozenset("的了和与及或在是等之")
"""Characters that say nothing where there is something else to look for."""
TOKEN_MOST = 64
KEPT = 50_000


def folded(text: str) -> str:
    """Full-width letters and capitals make no difference.

    >>> folded("ＰＭ２．５")
    'pm2.5'
    """
    return normalize("NFKC", text).casefold()


def is_han(text: str) -> bool:
    """Whether a run (or a piece of one) is of Chinese characters."""
    return A_HAN.match(text) is not None


def grams(text: str) -> list[str]:
    """The text as the index holds it, in order.

    >>> grams("成都市PM2.5浓度"), grams("GB/T 36344"), grams("水")
    (['成都', '都市', 'pm2.5', '浓度'], ['gb/t', '36344'], ['水'])
    """
    return cut(text)[0]


def cut(text: str) -> tuple[list[str], set[str]]:
    """The text as the index holds it, and what that is made of: single characters, and the parts of letters and digits.

    >>> pairs, bag = cut("水质HJ633-2012")
    >>> pairs, sorted(bag)
    (['水质', 'hj633-2012'], ['2012', '633', 'hj', '水', '质'])
    """
    found: list[str] = []
    made_of: set[str] = set()
    for run in RUN.findall(folded(text)):
        if A_HAN.match(run) is None:
            found.append(run[:TOKEN_MOST])
            made_of.update(parts(run[:TOKEN_MOST]))
        else:
            found += map(add, run, run[1:]) if len(run) > 1 else run
            made_of.update(run)
    return found, made_of


def parts(token: str) -> list[str]:
    """What letters and digits are made of.

    >>> parts("pm2.5"), parts("air_hourly")
    (['pm', '2', '5'], ['air', 'hourly'])
    """
    return [p[:TOKEN_MOST] for p in PART.findall(token)]


def pieces(text: str) -> list[str]:
    """What of a question has to occur: words of two characters or more, letters and digits; a character alone only where it stands alone.

    >>> pieces("成都市的空气质量监测"), pieces("臺南市"), pieces("PM2.5 浓度")
    (['成都市', '空气质量', '监测'], ['臺南市'], ['pm2.5', '浓度'])
    """
    found = [p for run in RUN.findall(folded(text)) for p in (_words_of(run) if is_han(run) else [run[:TOKEN_MOST]])]
    return [p for p in found if p not in STOP] or found


@lru_cache(maxsize=KEPT)
def words(text: str) -> frozenset[str]:
    """The words of a text, for lists of words: two characters or more. Items are called alike all over a catalogue, so they are kept.

    >>> sorted(words("成都市空气质量（PM2.5）"))
    ['pm2.5', '成都市', '空气质量']
    """
    return frozenset(p for p in pieces(text) if len(p) > 1)


def _words_of(run: str) -> list[str]:
    """The words of a run; characters left alone join their neighbour, since 臺 and 南市 are no words."""
    found: list[str] = []
    lone, beside = "", False
    for word in rjieba.cut(run):
        if word in STOP and len(run) > 1:
            found += [lone] if lone else []
            lone, beside = "", False
        elif len(word) > 1:
            found.append(lone + word)
            lone, beside = "", True
        elif beside:
            found[-1] += word
        else:
            lone += word
    return [*found, *([lone] if lone else [])] or [run]
