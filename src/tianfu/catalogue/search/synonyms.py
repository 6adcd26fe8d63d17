"""Words that stand for each other: what else is looked for beside what was typed. One step, never further, and bounded.

A word is found inside a run of characters without spaces, the longest first: 成都环保局处罚 has 环保局. Letters and digits are found as
whole words only: `CO` is not in `COVID`. Capitals and full-width characters make no difference.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from unicodedata import normalize

OTHERS_MOST = 8
"""So many other words for one."""
ALL_MOST = 24
"""So many other words for one question."""
TERMS_MOST = 64
TERM_MOST = 200
LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Rule:
    """`words` lead to `others`; without `others` each leads to all others of `words`. `instead` of what is said elsewhere about them."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()
    instead: bool = False


class Synonyms:
    """What each word leads to. Made once of a list, asked by many threads."""

    def __init__(self, rules: Iterable[Rule], further: Iterable[Rule] = ()) -> None:
        """`rules` come first and may stand `instead` of `further` ones."""
        own = list(rules)
        silent = {folded(w) for r in own if r.instead for w in r.words}
        leads: dict[str, dict[str, str]] = {}
        for word, others in chain(_leads(own), ((w, o) for w, o in _leads(further) if folded(w) not in silent)):
            _add(leads, word, others)
        self._leads = {word: tuple(others.values()) for word, others in leads.items() if others}
        self._lengths = _lengths(self._leads)

    def expanded(self, terms: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The parts of the terms that have other words, folded, with these words as they were written, in the order of the terms.

        >>> Synonyms([Rule(("环保局",), ("生态环境局",)), Rule(("GDP", "生产总值"))]).expanded(["成都环保局处罚", "ｇｄｐ"])
        {'环保局': ('生态环境局',), 'gdp': ('生产总值',)}
        """
        found: dict[str, tuple[str, ...]] = {}
        room = ALL_MOST
        for term in list(terms)[:TERMS_MOST]:
            for part in self._parts(folded(term[:TERM_MOST])):
                if part not in found and room > 0:
                    found[part] = self._leads[part][:room]
                    room -= len(found[part])
        return found

    def __len__(self) -> int:
        return len(self._leads)

    def _parts(self, text: str) -> Iterator[str]:
        """Known words inside, from left to right, the longest at each place."""
        at = 0
        while at < len(text) - 1:
            lengths = self._lengths.get(text[at : at + 2], ())
            part = next((p for n in lengths if (p := text[at : at + n]) in self._leads and _whole(text, at, at + n)), "")
            if part:
                yield part
            at += len(part) or 1


def folded(text: str) -> str:
    """Full-width letters and capitals make no difference."""
    return normalize("NFKC", text).casefold()


def _leads(rules: Iterable[Rule]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for rule in rules:
        for word in rule.words:
            yield word, rule.others or (() if rule.instead else rule.words)


def _add(leads: dict[str, dict[str, str]], word: str, others: Iterable[str]) -> None:
    """No word leads to itself, and what comes first stays when there are too many."""
    own = folded(word)
    known = leads.setdefault(own, {})
    for other in others:
        if len(known) >= OTHERS_MOST:
            return
        if (name := folded(other)) != own:
            known.setdefault(name, other)


def _lengths(words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """How long the words are that begin with two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[:2], set()).add(len(word))
    return {begin: tuple(sorted(lengths, reverse=True)) for begin, lengths in found.items()}


def _whole(text: str, begin: int, end: int) -> bool:
    """Whether no letter or digit is cut off at either side."""
    cut_before = begin > 0 and text[begin] in LATIN and text[begin - 1] in LATIN
    return not cut_before and not (end < len(text) and text[end] in LATIN and text[end - 1] in LATIN)
