"""Answering a question from one state of the index, and remembering the answers."""

from dataclasses import replace

from tianfu.store.cache import Answers

from .asking import words_of
from .counting import Counts
from .found import Found
from .reading import Listed, Question, Reader
from .synonyms import Synonyms
from .wanted import Wanted
from .words_known import Made

BOUND = 32 * 2**20
HIT_BYTES, COUNT_BYTES = 2_000, 120
"""About what a hit and a counted value take in memory."""
FEW, MUCH_MORE = 3, 10
"""Who finds fewer may have meant something else, that finds so many times more."""


class Finder:
    """Used by many threads. The key of an answer names all that it depends on."""

    def __init__(self) -> None:
        self._answers: Answers[Found] = Answers(BOUND)
        self._counts: Answers[Counts] = Answers(BOUND)

    def find(self, reader: Reader, synonyms: Synonyms, made: Made, asked: Wanted) -> Found:
        """The page of hits, with counts."""
        key = (reader.name, synonyms, *_key(asked))
        found = self._answers.get(key)
        if found is None:
            found = self._found(reader, synonyms, made, asked)
            counts = sum(map(len, found.counts.values()))
            if made.generation or found.total >= FEW:
                self._answers.put(key, found, HIT_BYTES * (1 + len(found.hits)) + COUNT_BYTES * counts)
        return found

    def _found(self, reader: Reader, synonyms: Synonyms, made: Made, asked: Wanted) -> Found:
        question, page = _page(reader, Question(asked, words_of(asked.words, synonyms.expanded)))
        words = question.words
        return Found(
            hits=page.hits,
            total=page.total,
            counts=self._counted(reader, synonyms, question),
            next=page.next,
            meant=_meant(reader, synonyms, made, question, page.total),
            also=words.also,
            marked=words.marked,
            generation=reader.name,
        )

    def _counted(self, reader: Reader, synonyms: Synonyms, question: Question) -> Counts:
        """The same on every page of a list, in every order."""
        key = (reader.name, synonyms, *_key(replace(question.asked, sort="best", after="", limit=1)))
        found = self._counts.get(key)
        if found is None:
            found = reader.counts(question)
            self._counts.put(key, found, COUNT_BYTES * (1 + sum(map(len, found.values()))))
        return found


def _page(reader: Reader, question: Question) -> tuple[Question, Listed]:
    """With all words; with any of them where no document has all, whatever the properties."""
    page, asked = reader.page(question), question.asked
    if page.total or len(question.words.pieces) < 2 or (asked.chosen and reader.has_any(question)):
        return question, page
    question = replace(question, every=False)
    return question, reader.page(question)


def _meant(reader: Reader, synonyms: Synonyms, made: Made, question: Question, total: int) -> tuple[str, ...]:
    """Questions that find much more. Each is tried before the same eyes, so that nobody is led to what they may not find."""
    if question.every and (total >= FEW or not question.asked.words):
        return ()
    least = max(1, MUCH_MORE * total if question.every else 1)

    def found(typed: str) -> int:
        asked = replace(question.asked, words=typed, after="")
        total = reader.total(Question(asked, words_of(typed, synonyms.expanded)))
        return total if total >= least else 0

    return made.spelling.meant(question.asked.words, found)


def _key(asked: Wanted) -> tuple[object, ...]:
    return tuple(asked.pairs), asked.after, asked.inside
