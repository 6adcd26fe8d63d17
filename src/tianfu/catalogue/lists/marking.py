"""Where the words that were looked for stand in a text."""

from collections.abc import Iterable
from itertools import pairwise
from unicodedata import normalize

from tianfu.model import Text

from .views import MarkedText, Pieces

WORDS_MOST = 20


def marked(text: Text, words: Iterable[str]) -> MarkedText:
    """Both languages, cut at the words."""
    known = tuple(words)[:WORDS_MOST]
    return MarkedText(pieces(text.zh, known), pieces(text.en, known))


def pieces(text: str, words: Iterable[str]) -> Pieces:
    """The text cut at the words; capitals and full-width letters make no difference.

    >>> pieces("成都市 PM2.5 日均值", ["ｐｍ2.5", "成都"])
    (('成都', True), ('市 ', False), ('PM2.5', True), (' 日均值', False))
    >>> pieces("", ["成都"])
    ()
    """
    folded, origin = _folded(text)
    hits = [False] * len(text)
    for word in {_folded(w)[0] for w in words if w.strip()}:
        start = folded.find(word)
        while start >= 0:
            for i in range(origin[start], origin[start + len(word) - 1] + 1):
                hits[i] = True
            start = folded.find(word, start + len(word))
    cuts = [i for i in range(len(text)) if i == 0 or hits[i] != hits[i - 1]]
    return tuple((text[a:b], hits[a]) for a, b in pairwise([*cuts, len(text)]))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place it comes from."""
    folded = [normalize("NFKC", c).casefold() for c in text]
    return "".join(folded), [i for i, f in enumerate(folded) for _ in f]
