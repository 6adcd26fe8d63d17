"""How the page says that a dataset is cited: the style of the page's language first, others to be copied or taken along."""

from dataclasses import dataclass
from datetime import datetime

from tianfu.catalogue.citing import citation
from tianfu.catalogue.views import Link
from tianfu.model import Dataset, Text, Version

FILES = (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL JSON"), ("txt", "TXT"))


@dataclass(frozen=True, slots=True)
class Cited:
    """`line` is GB/T 7714 in Chinese and APA in English; `styles` are (name, text) of all that can be copied."""

    line: Text
    style: Text
    styles: tuple[tuple[str, str], ...]
    files: tuple[Link, ...]


def cited(dataset: Dataset, version: Version, base: str, at: datetime) -> Cited:
    """The newest version as it is cited today."""
    found = citation(dataset, version, base, at)
    return Cited(
        line=Text(zh=found.gbt7714, en=found.apa),
        style=Text(zh="GB/T 7714", en="APA"),
        styles=(("BibTeX", found.bibtex.rstrip()), ("RIS", found.ris.rstrip())),
        files=tuple(Link(f"/dataset/{dataset.id}/cite.{kind}", Text(zh=name)) for kind, name in FILES),
    )
