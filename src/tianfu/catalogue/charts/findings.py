"""What a chart says in a sentence: the declared title with its places filled from the data, else what is highest, which the data prove."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tianfu.model import Chart, Text

from .digits import spoken
from .periods import in_words
from .series import Measured

PLACEHOLDERS = ("first", "last", "low", "high", "first_at", "last_at", "low_at", "high_at")
PLACE = re.compile(r"\{([^{}]*)\}")
LARGE = re.compile(r"(?<=[0-9])([万亿]) (?=[一-鿿])")
"""No space between 万 and what is counted."""
TIES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Points:
    """The telling points of one series, by their places along the axis. `high` are all the places of the highest value."""

    first: int
    last: int
    low: int
    high: tuple[int, ...]


def unknown_places(title: str) -> list[str]:
    """What stands in braces and means nothing.

    >>> unknown_places("{high_at}最高，为{heigh}")
    ['heigh']
    """
    return [p for p in PLACE.findall(title) if p not in PLACEHOLDERS]


def points(data: Measured, number: int = 0) -> Points | None:
    """The points of a series; None without a value. Periods covered in part are no first, last or lowest one."""
    values = [None if n == data.rest else v for n, v in enumerate(data.series[number].values)]
    known = [(n, v) for n, v in enumerate(values) if v is not None]
    if not known:
        return None
    whole = [(n, v) for n, v in known if n not in data.partial] or known
    highest = max(v for _, v in known)
    lowest = min(whole, key=lambda p: (p[1], p[0]))[0]
    return Points(whole[0][0], whole[-1][0], lowest, tuple(n for n, v in known if v == highest))


def finding(chart: Chart, data: Measured, digits: int, unit: Text, *, declared: bool) -> Text | None:
    """The sentence; None where there is nothing to say. `declared`: the chart's own title is about what is drawn.

    Bare numbers along the axis are led by what they are (`Measured.along`), in our own sentences only.
    """
    of = "count" if chart.counts else chart.of
    found = points(data) if data.series else None
    if found is None:
        return None
    said = _highest(data, of, digits, unit)
    if not declared or not chart.title:
        return said
    words = _words(data, found, digits)
    return Text(zh=_filled(chart.title, words, "zh"), en=_filled(chart.title_en, words, "en") if chart.title_en else said.en)


def _words(data: Measured, found: Points, digits: int) -> Mapping[str, Text]:
    places = {"first": found.first, "last": found.last, "low": found.low, "high": found.high[0]}
    values = data.series[0].values
    return {n: spoken(values[p], digits) for n, p in places.items()} | {f"{n}_at": _at(data, p) for n, p in places.items()}


def _filled(title: str, words: Mapping[str, Text], lang: str) -> str:
    def word(match: "re.Match[str]") -> str:
        text = words.get(match[1])
        return match[0] if text is None else text.zh if lang == "zh" else text.en or text.zh

    return LARGE.sub(r"\1", PLACE.sub(word, title))


def _highest(data: Measured, of: str, digits: int, unit: Text) -> Text:
    """Where the highest value is; with several series, in which of them."""
    found = [(n, p) for n in range(len(data.series)) if (p := points(data, n)) is not None]
    top = max(_value(data, n, p.high[0]) for n, p in found)
    where = [(n, place) for n, p in found for place in p.high if _value(data, n, place) == top]
    value = _with_unit(spoken(top, digits), unit)
    most = Text(zh="最多", en="Most") if of == "count" else Text(zh="最高", en="Highest")
    if len(where) == 1 and sum(v is not None for s in data.series for v in s.values) == 1:
        name = _led(data, _name(data, *where[0]))
        return Text(zh=f"{name.zh}：{value.zh}", en=f"{name.en or name.zh}: {value.en}")
    if len(where) > TIES_NAMED:
        zh = f"{most.zh}：{value.zh}，共 {len(where)} 处"
        return Text(zh=zh, en=f"{most.en}: {value.en}, in {len(where)} places")
    names = [_led(data, _name(data, *w)) for w in where]
    link = "并列" if len(names) > 1 else "为" if data.every and len(data.series) == 1 else ""
    zh = f"{'、'.join(n.zh for n in names)}{link}{most.zh}：{value.zh}"
    at = "for" if not data.every else "on" if data.every in ("hour", "day") else "in"
    return Text(zh=zh, en=f"{most.en} {at} {_and([n.en or n.zh for n in names])}: {value.en}")


def _name(data: Measured, series: int, place: int) -> Text:
    at = _at(data, place)
    if len(data.series) == 1:
        return at
    name = data.series[series].name
    return Text(zh=f"{name.zh}{'，' if data.every else '·'}{at.zh}", en=f"{at.en or at.zh}, {name.en or name.zh}")


def _led(data: Measured, name: Text) -> Text:
    return Text(zh=f"{data.along.zh}{name.zh}", en=f"{data.along.en} {name.en or name.zh}") if data.along.zh else name


def _at(data: Measured, place: int) -> Text:
    return in_words(data.periods[place], data.every) if data.every else data.labels[place]


def _value(data: Measured, series: int, place: int) -> float:
    value = data.series[series].values[place]
    assert value is not None
    return value


def _with_unit(value: Text, unit: Text) -> Text:
    zh_gap = "" if any("一" <= c <= "鿿" for c in unit.zh) or unit.zh == "%" else " "
    zh = f"{value.zh}{zh_gap if unit.zh else ''}{unit.zh}"
    en_unit = unit.en or unit.zh
    return Text(zh=zh, en=f"{value.en or value.zh}{'' if not en_unit or en_unit == '%' else ' '}{en_unit}")


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
