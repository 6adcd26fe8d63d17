"""The operator's own search words: read from lines, kept with their history, in effect at once beside the shipped ones."""

from .kept import WordList, Words, WordsOvertaken
from .lines import LineProblem, WordsRefused, in_words, read, rules_of

__all__ = ["LineProblem", "WordList", "Words", "WordsOvertaken", "WordsRefused", "in_words", "read", "rules_of"]
