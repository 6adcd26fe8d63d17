"""Which pages a pack has, in which order, and in which language each is there: `air.md` is Chinese, `air.en.md` English."""

import re
from dataclasses import dataclass
from typing import Literal

from tianfu.model import Pack

from .written import Written, written

Language = Literal["zh", "en"]
ENGLISH = ".en"
NAME = re.compile(r"^[a-z][a-z0-9_]{0,62}(\.en)?$")


@dataclass(frozen=True, slots=True)
class PackPage:
    """A page in one language. `own` is false where the other language stands in."""

    pack: str
    name: str
    lang: Language
    text: str
    own: bool

    @property
    def file(self) -> str:
        return file_of(self.pack, self.name + (ENGLISH if self.lang == "en" else ""))

    @property
    def written(self) -> Written:
        return written(self.text, self.file)


def file_of(pack: str, stem: str) -> str:
    """The file as problems name it."""
    return f"{pack}/pages/{stem}.md"


def page_of(pack: Pack, name: str, lang: Language) -> PackPage | None:
    """The page in the reader's language, else in Chinese; None if there is none."""
    if name.endswith(ENGLISH):
        return None
    if lang == "en" and name + ENGLISH in pack.pages:
        return PackPage(pack.name, name, "en", pack.pages[name + ENGLISH], own=True)
    return PackPage(pack.name, name, "zh", pack.pages[name], own=lang == "zh") if name in pack.pages else None


def pages_of(pack: Pack, lang: Language) -> list[PackPage]:
    """The pages in the order that their heads give."""
    names = [n for n in pack.pages if not n.endswith(ENGLISH)]
    found = [p for n in names if (p := page_of(pack, n, lang))]
    return sorted(found, key=lambda p: (p.written.head.order, p.name))
