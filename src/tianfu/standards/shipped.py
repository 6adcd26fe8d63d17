"""The files that this package ships, and the errors for names that are not among them."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib.resources import files


class UnknownElement(KeyError):
    """No data element has this name. The message names the near one."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(_unknown("data element", name, known))

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownCodeList(KeyError):
    """No code list has this name. The message names the near one."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(_unknown("code list", name, known))

    def __str__(self) -> str:
        return str(self.args[0])


def shipped(folder: str, suffix: str) -> Iterator[tuple[str, str]]:
    """(file name without suffix, text) of each shipped file, in order of name."""
    for entry in sorted(files("tianfu.standards").joinpath(folder).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(suffix):
            yield entry.name.removesuffix(suffix), entry.read_text("utf-8")


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(name, names, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(names)}"
    return f"there is no {what} '{name}'; {hint}"
