"""The fields of the form, put together into a declaration: plain mappings, lists and texts, as a YAML file would hold them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tianfu.catalogue.entries.compiling import provider_of
from tianfu.model import DeclarationError, Text, read_yaml
from tianfu.standards import elements

from .form import DOORS, EMPTY, LONG, LONGEST, MOST, OTHER, Filled, Problems, Row
from .split import SIMPLE

ORDER = ("title", "title_en", "description", "description_en", "steward", "theme", "entry", "source", "key", "time", "columns", "rules")
LATER = ("sharing", "refresh", "mode", "licence")
NAMES = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Joined:
    """What the form declares, and what kept parts of it from being put together."""

    content: dict[str, Any]
    problems: Problems


def joined(form: Filled) -> Joined:
    """The declaration, in the order in which files have it."""
    problems: Problems = dict(_bounds(form))
    content = {n: v for n, v in _plain(form).items() if v}
    content["rules"] = [_rule(row, f"rules.{n}.yaml", problems) for n, row in enumerate(form.rules)]
    more = _parsed(form.values.get("more", ""), "more", problems)
    _add(content, more, "", problems)
    return Joined({n: content[n] for n in [*ORDER, *LATER, *(m for m in content if m not in (*ORDER, *LATER))] if content.get(n)}, problems)


def _plain(form: Filled) -> dict[str, Any]:
    v = form.values
    content: dict[str, Any] = {n: v.get(n, "") for n in (*ORDER, *LATER) if n not in ("source", "key", "columns", "rules", "sharing")}
    content["steward"] = provider_of(content["steward"])
    content["key"] = _names(v.get("key", ""))
    content["source"] = _source(form)
    content["columns"] = [_column(row) for row in form.columns]
    content["sharing"] = {n: v[n] for n in DOORS if v.get(n)}
    return content | {n: "" for n in ("refresh", "mode") if v.get(n) == EMPTY[n]}


def _names(text: str) -> list[str]:
    return [n for n in NAMES.split(text) if n]


def _source(form: Filled) -> dict[str, Any]:
    v = form.values
    source: dict[str, Any] = {n: v[n] for n in ("channel", "files") if v.get(n)}
    if v.get("sheet"):
        source["sheet"] = {"name": v["sheet"]}
    marks = ([""] if v.get("blank") else []) + [m for part in re.split(r"[,，\n]", v.get("missing", "")) if (m := part.strip())]
    if marks != [""] and source:
        source["missing"] = marks
    return source


def _column(row: Row) -> dict[str, str]:
    """An element may be given by its title."""
    column = {n: row[n] for n in ("name", "element", "title", "title_en", "from_field", "unit", "level", "description") if row.get(n)}
    if "element" in column:
        column["element"] = _element(column["element"])
    return column | ({"required": "true"} if row.get("required") else {})


def _element(text: str) -> str:
    """
    >>> _element("credit_code"), _element("统一社会信用代码"), _element("没有的")
    ('credit_code', 'credit_code', '没有的')
    """
    return text if text in elements() else next((n for n, e in elements().items() if text in (e.title, e.title_en)), text)


def _rule(row: Row, where: str, problems: Problems) -> Any:
    kind = row.get("rule", "")
    if kind == OTHER:
        return _parsed(row.get("yaml", ""), where, problems)
    names, parts = _names(row.get("columns", "")), SIMPLE.get(kind, ())
    rule: dict[str, Any] = {"rule": kind} if kind else {}
    if names:
        rule |= {"columns": names} if "columns" in parts or len(names) > 1 else {"column": names[0]}
    return rule | {n: row[n] for n in ("low", "high", "pattern", "codes", "severity", "because") if row.get(n)}


def _parsed(text: str, where: str, problems: Problems) -> dict[str, Any]:
    """A mapping that was written as YAML; nothing where it cannot be read."""
    try:
        content = read_yaml(text, where).content
    except DeclarationError as error:
        said = [Text(zh=f"第 {p.line} 行不是可读的 YAML：{p.message}", en=f"line {p.line}: {p.message}") for p in error.problems]
        problems[where] = (*problems.get(where, ()), *said)
        return {}
    except RecursionError:
        problems[where] = (Text(zh="嵌套太深", en="nested too deeply"),)
        return {}
    if isinstance(content, dict):
        return content
    problems[where] = (Text(zh="应为“名称: 值”的写法", en="expected 'name: value'"),)
    return {}


def _add(content: dict[str, Any], more: dict[str, Any], inside: str, problems: Problems) -> None:
    """What is in YAML beside what has fields; said twice is a mistake."""
    for name, value in more.items():
        known = content.get(name)
        if not known:
            content[name] = value
        elif isinstance(known, dict) and isinstance(value, dict):
            _add(known, value, f"{inside}{name}.", problems)
        elif isinstance(known, list) and isinstance(value, list):
            content[name] = known + value
        else:
            said = Text(zh=f"“{inside}{name}”表单中已经填写，请删去这里的", en=f"'{inside}{name}' has a field of its own: remove it here")
            problems["more"] = (*problems.get("more", ()), said)


def _bounds(form: Filled) -> Iterator[tuple[str, tuple[Text, ...]]]:
    """Rows and texts that are more than a form holds."""
    for kind, count in form.left_out.items():
        zh = f"表单最多 {MOST[kind]} 行，多出的 {count} 行没有收下；请直接编写 YAML"
        yield kind, (Text(zh=zh, en=f"the form holds {MOST[kind]} rows; {count} more were left out: write the YAML file"),)
    texts = [(n, v) for n, v in form.values.items()]
    texts += [(f"columns.{n}.{k}", v) for n, row in enumerate(form.columns) for k, v in row.items()]
    texts += [(f"rules.{n}.{k}", v) for n, row in enumerate(form.rules) for k, v in row.items()]
    for where, text in texts:
        most = LONGEST if where == "more" else LONG
        if len(text) > most:
            yield where, (Text(zh=f"最多 {most:,} 个字", en=f"{most:,} characters at most"),)
