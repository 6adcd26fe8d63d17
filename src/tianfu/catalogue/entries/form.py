"""The form of an entry: fields as they were filled in -> an entry, or everything that is wrong with them, by field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tianfu.model import Entry, Text

from .compiling import provider_of
from .fitness import flaws
from .words import unit_title

PARTS = ("kind", "item", "subject", "detail")
"""类 项 目 细目: the four parts of the category."""
FACTS = ("id", "title", "title_en", "abstract", "provider_code", "format", "refresh", "code")
TERMS = ("sharing_condition", "sharing_method", "open_condition")
PLAIN = (*FACTS, *TERMS)
DOORS = ("to_departments", "to_public", "to_operation", "basis")
LISTS = ("related", "matters", "areas")
ITEM = ("title", "title_en", "type", "length", "element", "level", "sharing", "description")
TYPED = ("title", "title_en", "length", "element", "description")
"""What somebody has typed in; the other parts of an item are chosen from lists and mean nothing alone."""
ITEMS_MOST = 300
BLANK: Mapping[str, str] = {"type": "C"}
MORE = 3
"""Empty rows at the end of the items."""
NUMBERED = re.compile(r"items\.(\d{1,4})\.(\w+)")
Problems = dict[str, tuple[Text, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was sent."""

    values: Mapping[str, str]
    items: tuple[Mapping[str, str], ...]


def filled(pairs: Iterable[tuple[str, str]]) -> Filled:
    """The form's fields. Rows of items that are marked to go, or have nothing in them, are left out."""
    values: dict[str, str] = {}
    rows: dict[int, dict[str, str]] = {}
    for name, value in pairs:
        numbered = NUMBERED.fullmatch(name)
        if numbered:
            rows.setdefault(int(numbered[1]), {})[numbered[2]] = value.strip()
        else:
            values[name] = value.replace("\r\n", "\n").strip()
    kept = [r for _, r in sorted(rows.items()) if not r.get("drop") and any(r.get(n) for n in TYPED)]
    return Filled(values, tuple(kept[:ITEMS_MOST]))


def form_of(entry: Entry) -> Filled:
    """An entry as the form shows it."""
    facts = entry.model_dump(mode="json")
    values = {n: str(facts[n] or "") for n in PLAIN} | {n: str(facts["sharing"][n] or "") for n in DOORS}
    values |= dict(zip(PARTS, entry.category, strict=True)) | {n: "\n".join(facts[n]) for n in LISTS}
    values["provider"] = unit_title(entry.provider).zh
    return Filled(values, tuple({n: str(i[n] or "") for n in ITEM} for i in facts["items"]))


def entry_of(form: Filled) -> tuple[Entry | None, Problems]:
    """The entry if it can be kept, and everything that is wrong, also what may wait until it is submitted."""
    facts = _facts(form)
    try:
        entry = Entry.model_validate(facts)
    except ValidationError as error:
        problems = _problems(error.errors(include_url=False))
        rest = _flaws_of_the_rest(facts, set(problems))
        return None, {**rest, **problems}
    return entry, _flaws(entry)


def problems_of(entry: Entry) -> Problems:
    """What an entry that is kept still lacks."""
    return _flaws(entry)


def _facts(form: Filled) -> dict[str, Any]:
    v = form.values
    facts: dict[str, Any] = {n: v[n] for n in PLAIN if v.get(n)}
    facts["provider"] = provider_of(v.get("provider", ""))
    facts["category"] = tuple(v.get(n, "") for n in PARTS)
    facts["sharing"] = {n: v[n] for n in DOORS if v.get(n)}
    facts |= {n: tuple(re.split(r"[\s,，、;；]+", v[n])) for n in LISTS if v.get(n)}
    facts["items"] = tuple({n: r[n] for n in ITEM if r.get(n)} for r in form.items)
    return facts


def _flaws(entry: Entry) -> Problems:
    found: Problems = {}
    for flaw in flaws(entry):
        found[flaw.where] = (*found.get(flaw.where, ()), flaw.text)
    return found


def _flaws_of_the_rest(facts: dict[str, Any], wrong: set[str]) -> Problems:
    """What would be said of the other fields: those that are wrong get a stand-in, so that all is told at once."""
    stand_in: dict[str, Any] = {"id": "x", "title": "x", "abstract": "x", "provider": "x", "sharing": {}}
    stand_in["category"] = ("3", "00", "000", "")
    tops = {w.partition(".")[0] for w in wrong} - {"items"}
    tops = {"sharing" if t in DOORS else t for t in tops}
    rest = {n: v for n, v in facts.items() if n not in tops} | {n: v for n, v in stand_in.items() if n in tops or n not in facts}
    bad = {int(w.split(".")[1]) for w in wrong if w.startswith("items.")}
    rest["items"] = tuple({"title": f"#{n}"} if n in bad else i for n, i in enumerate(facts["items"])) or ({"title": "x"},)
    try:
        found = _flaws(Entry.model_validate(rest))
    except ValidationError:
        return {}
    return {w: t for w, t in found.items() if not any(w.startswith(f"items.{n}.") for n in bad)}


def _problems(errors: list[ErrorDetails]) -> Problems:
    found: Problems = {}
    for error in errors:
        where = _field(tuple(str(part) for part in error["loc"]))
        found[where] = tuple(dict.fromkeys((*found.get(where, ()), _said(error, where))))
    return found


def _field(loc: tuple[str, ...]) -> str:
    """The field of the form that a place in the entry belongs to."""
    match loc:
        case ("items", n, name):
            return f"items.{n}.{name}"
        case ("sharing",):
            return "basis"
        case ("sharing", name):
            return name
        case ("category", *_):
            return "category"
    return loc[0]


def _said(error: ErrorDetails, where: str) -> Text:
    context, kind = error.get("ctx") or {}, error["type"]
    match kind:
        case "missing" | "string_too_short":
            return Text(zh="请填写这一项", en="please fill this in")
        case "too_short":
            return Text(zh="至少写一个信息项", en="name one item at least")
        case "string_too_long":
            return Text(zh=f"最多 {context['max_length']} 个字", en=f"{context['max_length']} characters at most")
        case "int_parsing" | "greater_than_equal" | "less_than_equal":
            return Text(zh="请填写正整数", en="a whole number from 1")
        case "string_pattern_mismatch":
            return PATTERNS.get(where, Text(zh="写法不对", en="not written like this"))
        case "value_error" if where == "basis":
            zh = "不予共享或不予开放须写明依据：法律、行政法规或者国务院决定，具体到条"
            return Text(zh=zh, en="what is 'never' needs its basis: the law, regulation or State Council decision, with the article")
        case "value_error" if where == "items":
            return Text(zh="信息项名称不能重复", en="items are told apart by their titles: two have the same")
    return Text(zh="请从列表中选择", en="choose from the list")


PATTERNS: Mapping[str, Text] = {
    "id": Text(zh="小写英文字母开头，只含小写字母、数字和下划线", en="small letters, digits and underscores, a letter first"),
    "category": Text(zh="类1位、项2位、目3位、细目若干位，都是数字", en="1, 2 and 3 digits, and any number of them in the last"),
    "areas": Text(zh="行政区划代码为6位数字", en="codes of divisions have 6 digits"),
}
