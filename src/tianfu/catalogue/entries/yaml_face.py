"""An entry as YAML, and back: what `tianfu entries export` writes, `import` reads again."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml

from tianfu.model import DeclarationError, Entry, Problem, declare


def as_yaml(entry: Entry) -> str:
    """Only what was said: defaults are left out, and the day of publication, which follows from the steps."""
    facts = entry.model_dump(mode="json", exclude_defaults=True, exclude={"published_on"})
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=140)


def read_entries(files: Iterable[Path]) -> list[Entry]:
    """The entries of all files; DeclarationError lists every problem of every file."""
    found: list[Entry] = []
    problems: list[Problem] = []
    for file in files:
        try:
            found.append(declare(Entry, file.read_text("utf-8"), file.name))
        except DeclarationError as error:
            problems += error.problems
        except UnicodeDecodeError:
            problems.append(Problem(file.name, 1, "is not UTF-8 text; save it as UTF-8"))
    twice = [i for i, count in Counter(e.id for e in found).items() if count > 1]
    problems += [Problem("id", 1, f"the entry '{i}' stands in more than one file") for i in twice]
    if problems:
        raise DeclarationError(problems)
    return found
