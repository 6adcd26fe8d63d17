"""The operator's list as files: as it was written, and as a table."""

import csv
from io import StringIO

from .kept import WordList
from .lines import read

COLUMNS = ("kind", "words", "others")


def as_csv(kept: WordList) -> str:
    """One rule a line: both ways, one way, or none; words are parted by |."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for rule in read(kept.text)[0]:
        kind = "none" if rule.instead else "one_way" if rule.others else "same"
        writer.writerow((kind, _cell(rule.words), _cell(rule.others)))
    return out.getvalue()


def _cell(words: tuple[str, ...]) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    text = "|".join(words)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
