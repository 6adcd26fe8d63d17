"""Catalogue entries of the invented province, any number of them: what bureaus of 183 counties hold about subjects of every trade.

Only for measuring and testing searches: titles repeat each other as those of a real catalogue do, and differ in place, subject and kind.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tianfu.model import Access, Entry, EntryItem, Refresh, Sharing, read_yaml

from .draw import Draw, span
from .places import counties, prefectures
from .province import SEED

CHUNK = 10_000
ITEMS = 6
SHARINGS = (Access.always, Access.on_request)
REFRESHES = tuple(Refresh)


def entries(total: int, *, seed: int = SEED) -> Iterator[Entry]:
    """That many entries; the same ones for the same seed."""
    for start in range(0, total, CHUNK):
        yield from _chunk(seed, start, min(start + CHUNK, total))


def _chunk(seed: int, start: int, stop: int) -> Iterator[Entry]:
    rows, known = span(start, stop), vocabulary()
    sizes = {"county": len(counties()), "sharing": 2, "open": 2, "refresh": len(REFRESHES), "year": 12, "first": len(known["items"])}
    sizes |= {name: len(known[name]) for name in ("subjects", "acts", "kinds", "bureaus")}
    drawn = {name: Draw(seed, f"entries.{name}").below(rows, size) for name, size in sizes.items()}
    for n in range(stop - start):
        yield _entry(start + n, {name: int(values[n]) for name, values in drawn.items()})


def _entry(number: int, drawn: dict[str, int]) -> Entry:
    known = vocabulary()
    county = counties()[drawn["county"]]
    place = f"{prefectures()[county.prefecture].short}{county.name}"
    subject, act, kind = (known[name][drawn[name]] for name in ("subjects", "acts", "kinds"))
    year = f"（{2015 + drawn['year']}年）" if drawn["year"] % 3 == 0 else ""
    items = [known["items"][(drawn["first"] + 7 * i) % len(known["items"])] for i in range(ITEMS)]
    return Entry(
        id=f"invented_{number:06d}",
        title=f"{place}{subject}{act}{kind}{year}",
        abstract=f"{place}{known['bureaus'][drawn['bureaus']]}履行职责形成的{subject}{act}{kind}，包括{items[0]}、{items[1]}等。",
        provider=place + known["bureaus"][drawn["bureaus"]],
        items=tuple(EntryItem(title=t) for t in dict.fromkeys(items)),
        sharing=Sharing(to_departments=SHARINGS[drawn["sharing"]], to_public=SHARINGS[drawn["open"]]),
        refresh=REFRESHES[drawn["refresh"]],
        areas=(county.code,),
    )


@cache
def vocabulary() -> Mapping[str, Any]:
    """The words that entries are made of."""
    text = files("tianfu.synth").joinpath("entries.yaml").read_text("utf-8")
    content: Mapping[str, Any] = read_yaml(text, "entries.yaml").content
    return content
