"""How a version of a dataset is cited: GB/T 7714-2015, APA, and what reference managers read (BibTeX, RIS, CSL JSON).

The department stands as author, the version as V3, as Chinese data repositories write it; the days are China's.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from tianfu.identity.units import Unit, units
from tianfu.model import Dataset, Version

from .addresses import dataset_page
from .visit import BEIJING

PROVINCE = "四川"
TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", **{c: f"\\{c}" for c in "&%$#_{}"}}
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One dataset in the words of each style."""

    gbt7714: str
    apa: str
    bibtex: str
    ris: str
    csl_json: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What every style says: names without ends of lines, which would begin another record."""

    key: str
    author: str
    author_en: str
    title: str
    title_en: str
    number: int
    issued: date
    seen: date
    address: str


def citation(dataset: Dataset, version: Version, base: str, at: datetime) -> Citation:
    """How the version is cited by who sees it at this time on the portal whose address is `base`."""
    unit = units().get(dataset.steward)
    facts = _Facts(
        key=f"{dataset.id.replace('.', '_')}_v{version.number}",
        author=_flat(in_full(unit.title) if unit else dataset.steward),
        author_en=_flat(in_full_en(unit) if unit else dataset.steward),
        title=_flat(dataset.title),
        title_en=_flat(dataset.title_en or dataset.title),
        number=version.number,
        issued=version.at.astimezone(BEIJING).date(),
        seen=at.astimezone(BEIJING).date(),
        address=base.rstrip("/") + dataset_page(dataset.id),
    )
    return Citation(_gbt7714(facts), _apa(facts), _bibtex(facts), _ris(facts), _csl(facts))


def in_full(title: str) -> str:
    """A department of the province as it is named outside of it.

    >>> in_full("省文化和旅游厅"), in_full("成都市水务局")
    ('四川省文化和旅游厅', '成都市水务局')
    """
    return f"{PROVINCE}{title}" if title.startswith("省") else title


def in_full_en(unit: Unit) -> str:
    return f"{unit.title_en}, Sichuan" if unit.title.startswith("省") else unit.title_en


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _gbt7714(f: _Facts) -> str:
    """主要责任者. 题名[DS/OL]. 版本. (更新日期)[引用日期]. 获取和访问路径."""
    return f"{f.author}. {f.title}[DS/OL]. V{f.number}. ({f.issued})[{f.seen}]. {f.address}."


def _apa(f: _Facts) -> str:
    day = f"{f.issued.year}, {MONTHS[f.issued.month - 1]} {f.issued.day}"
    return f"{f.author_en}. ({day}). {f.title_en} (Version {f.number}) [Data set]. {f.address}"


def _bibtex(f: _Facts) -> str:
    """Of the kind that every style knows. The second braces keep names whole and capitals capital."""
    members = {
        "author": f"{{{_tex(f.author)}}}",
        "title": f"{{{_tex(f.title)}}}",
        "year": str(f.issued.year),
        "month": str(f.issued.month),
        "version": str(f.number),
        "note": f"[DS/OL], V{f.number}, {f.issued}",
        "howpublished": f"\\url{{{f.address}}}",
        "url": f.address,
        "urldate": str(f.seen),
    }
    return f"@misc{{{f.key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in members.items()) + "}\n"


def _tex(text: str) -> str:
    return "".join(TEX.get(c, c) for c in text)


def _ris(f: _Facts) -> str:
    lines = {
        "TY": "DATA",
        "AU": f"{f.author},",  # with a comma nobody takes it for a first and a last name
        "TI": f.title,
        "PY": str(f.issued.year),
        "DA": f"{f.issued:%Y/%m/%d}",
        "ET": f"V{f.number}",
        "PB": f.author,
        "UR": f.address,
        "Y2": f"{f.seen:%Y/%m/%d}",
        "ID": f.key,
        "ER": "",
    }
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines.items())


def _csl(f: _Facts) -> str:
    item: dict[str, Any] = {
        "id": f.key,
        "type": "dataset",
        "title": f.title,
        "author": [{"literal": f.author}],
        "publisher": f.author,
        "version": str(f.number),
        "issued": {"date-parts": [[f.issued.year, f.issued.month, f.issued.day]]},
        "accessed": {"date-parts": [[f.seen.year, f.seen.month, f.seen.day]]},
        "URL": f.address,
    }
    return orjson.dumps([item], option=orjson.OPT_INDENT_2).decode()
