"""Entries from the national catalogue form as departments fill it in. Everything that is wrong is told at once, by cell."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any, TypeVar
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import ValidationError

from tianfu.collect import CollectError
from tianfu.identity.units import units
from tianfu.model import Access, Entry, Text

from .cell_problems import CellProblem
from .entry_sheet import EntrySheet, Rows
from .guide import CYCLES, FORMATS, HEADINGS, ITEM_TYPES, OPENED, OPERATED, SHARED, access_of, cycle_of, format_of, item_type_of

T = TypeVar("T")
TITLES = {h.fact: h.title for h in HEADINGS}
FIELDS = {"to_departments": "share", "to_public": "open", "basis": "basis", "sharing_condition": "condition", "category": "class"}
"""Fields of an entry that the form calls otherwise."""
EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets."""


def read_entries(content: bytes) -> tuple[list[Entry], list[CellProblem]]:
    """The entries that are sound, and what is wrong with the others. CollectError for what is no workbook of entries."""
    try:
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise CollectError(
            "文件不是可以打开的 .xlsx 工作簿。请另存为 .xlsx 后重新提交。", "This is no workbook that opens as .xlsx."
        ) from error
    sheets = [each for sheet in book.worksheets if (each := EntrySheet.of(sheet))]
    if not sheets:
        raise CollectError(
            "没有找到目录表：表头中应有“信息资源名称”和“信息项名称”。请使用政务信息资源目录的表式。",
            "No list of entries: the header must have 信息资源名称 and 信息项名称 (the form of the national guide).",
        )
    found: list[Entry] = []
    problems: list[CellProblem] = []
    ids: set[str] = set()
    for sheet in sheets:
        for rows in sheet.entries():
            reading = _Reading(sheet, rows)
            entry = reading.entry()
            if entry is not None and entry.id in ids:
                reading.say(
                    "id" if "id" in sheet.columns else "title", f"标识 {entry.id} 与前面的条目重复", f"the id {entry.id} is given twice"
                )
                entry = None
            problems += reading.problems
            if entry is not None:
                found.append(entry)
                ids.add(entry.id)
    return found, problems


class _Reading:
    """One entry, and the problems met on the way."""

    def __init__(self, sheet: EntrySheet, rows: Rows) -> None:
        self.sheet, self.rows = sheet, rows
        self.problems: list[CellProblem] = []

    def say(self, fact: str, zh: str, en: str, row: int | None = None) -> None:
        cell = self.sheet.cell(row or self.rows.first, fact)
        self.problems.append(CellProblem(self.sheet.sheet.title, cell, Text(zh=f"“{TITLES[fact]}”{zh}。", en=f"{fact}: {en}.")))

    def entry(self) -> Entry | None:
        """None where anything is wrong."""
        self._missing()
        facts = self._facts()
        if self.problems:
            return None
        try:
            return Entry.model_validate(facts)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                self._told(item)
            return None

    def _missing(self) -> None:
        """A sheet without the columns of the classification is one of the department's own (3)."""
        for heading in HEADINGS:
            asked = heading.required and (heading.fact in self.sheet.columns or heading.fact != "class")
            if asked and not heading.of_item and not self.text(heading.fact):
                self.say(heading.fact, "必填，现在为空", "is required and empty")
        for row in self.rows.items:
            if not self.text("item", row):
                self.say("item", "必填，现在为空", "is required and empty", row)
        titles = Counter(self.text("item", row) for row in self.rows.items)
        for row in self.rows.items:
            if (title := self.text("item", row)) and titles[title] > 1:
                self.say("item", f"“{title}”在本条目中重复", "is given twice in this entry", row)

    def text(self, fact: str, row: int | None = None) -> str:
        return self.sheet.text(row or self.rows.first, fact)

    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {n: self.text(n) for n in ("title", "title_en", "code", "abstract", "open_condition") if self.text(n)}
        facts |= {"provider": _unit(self.text("provider")), "provider_code": self.text("provider_code"), "category": self._category()}
        facts |= {"sharing": self._sharing(), "items": [self._item(row) for row in self.rows.items]}
        facts["id"] = self.text("id") or _id(facts["provider"], self.text("title"), self.text("code"))
        facts["format"] = self._known("format", format_of, "、".join(FORMATS)) or "数据库"
        facts["refresh"] = self._known("refresh", cycle_of, "、".join(CYCLES.values()))
        facts["published_on"] = self._known("published_on", day_of, "年-月-日，如 2024-03-01")
        facts |= {n: parts for n in ("related", "matters", "areas") if (parts := _parts(self.text(n)))}
        facts |= {"sharing_method": self.text("method")} if self.text("method") else {}
        basis = facts["sharing"].get("basis", "")
        facts |= {"sharing_condition": c} if (c := self.text("condition")) and c != basis else {}
        return {n: v for n, v in facts.items() if v is not None and not (n == "open_condition" and v == basis)}

    def _known(self, fact: str, read: Callable[[str], T | None], expected: str, row: int | None = None) -> T | None:
        """The value of a closed list or a day; a problem where the text is none."""
        text = self.text(fact, row)
        found = read(text) if text else None
        if text and found is None:
            self.say(fact, f"为“{text[:40]}”，应为：{expected}", f"is '{text[:40]}'; expected {expected}", row)
        return found

    def _category(self) -> tuple[str, str, str, str]:
        """By number. Words of the classes are known; a number in front of a word counts."""
        classes = {"基础": "1", "主题": "2", "部门": "3"}
        first = next((n for word, n in classes.items() if word in self.text("class")), "") or _digits(self.text("class"))
        if self.text("class") and not first:
            self.say(
                "class",
                f"为“{self.text('class')[:40]}”，应为 1 基础、2 主题、3 部门信息资源类",
                "is 1 (basic), 2 (theme) or 3 (department)",
            )
        rest = [_digits(self.text(n)) for n in ("section", "subject", "detail")]
        return first or "3", rest[0].zfill(2), rest[1].zfill(3), rest[2]

    def _sharing(self) -> dict[str, Any]:
        shared = self._known("share", access_of, "、".join(SHARED.values())) or Access.on_request
        opened = self._known("open", access_of, "、".join(OPENED.values())) or Access.on_request
        if opened is Access.always and self.text("open") == "是" and self.text("open_condition"):
            opened = Access.on_request
        operated = self._known("operation", access_of, "、".join(OPERATED.values()))
        never = [f for f, access in (("condition", shared), ("open_condition", opened)) if access is Access.never]
        basis = self.text("basis") or next((self.text(f) for f in never if self.text(f)), "")
        if never and not basis:
            title = TITLES["share" if never[0] == "condition" else "open"]
            self.say(
                never[0],
                f"为空：{title}为不予时，须写明法律、行政法规或党中央、国务院政策的依据（名称和条款）",
                "must name the law and article",
            )
        operated = operated or (Access.never if shared is Access.never and basis else Access.on_request)
        return {"to_departments": shared, "to_public": opened, "to_operation": operated, "basis": basis}

    def _item(self, row: int) -> dict[str, Any]:
        length = self.text("length", row)
        if length and not re.fullmatch(r"[1-9][0-9]{0,8}([,，.][0-9]+)?", length):
            self.say("length", f"为“{length[:20]}”，应为正整数", "is a positive whole number", row)
            length = ""
        facts = {
            "title": self.text("item", row),
            "type": self._known("type", item_type_of, "、".join(ITEM_TYPES), row),
            "length": re.split("[,，.]", length)[0] if length else None,
            "title_en": self.text("item_en", row),
            "element": self.text("element", row),
            "level": self.text("level", row) or None,
            "sharing": self.text("item_sharing", row),
            "description": self.text("description", row),
        }
        return {n: v for n, v in facts.items() if v}

    def _told(self, item: Any) -> None:
        """What the entry itself refuses, at the cell that it came from."""
        where = [str(p) for p in item["loc"]]
        row = self.rows.items[int(where[1])] if where[:1] == ["items"] and len(where) > 1 and where[1].isdigit() else None
        name = where[-1] if where and not where[-1].isdigit() else (where[0] if where else "title")
        fact = {"title": "item", "sharing": "item_sharing"}.get(name, name) if row else FIELDS.get(name, name)
        fact = fact if fact in TITLES else FIELDS.get(where[0], "title") if where else "title"
        self.say(fact, f"不符合要求：{item['msg']}", str(item["msg"]), row)


def day_of(text: str) -> date | None:
    """A day in the notations of offices.

    >>> [str(day_of(t)) for t in ("2018-3-1", "2018.03.01", "2018年3月1日", "20180301", "43160", "2018/3/1 0:00")]
    ['2018-03-01', '2018-03-01', '2018-03-01', '2018-03-01', '2018-03-01', '2018-03-01']
    >>> day_of("2018年2月30日"), day_of("去年")
    (None, None)
    """
    plain = text.strip()
    if re.fullmatch(r"[34][0-9]{4}", plain):
        return EPOCH + timedelta(days=int(plain))
    parts = re.match(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T].*)?$", plain)
    parts = parts or re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", plain)
    try:
        return date(*(int(p) for p in parts.groups())) if parts else None
    except ValueError:
        return None


def _unit(text: str) -> str:
    """The id of a department by its title, whose sign of the province may be left out; else the title."""
    named = {u.title: u.id for u in units().values()}
    shorter = {title.removeprefix("四川省"): i for title, i in named.items()}
    return named.get(text) or shorter.get(text) or text


def _id(provider: str, title: str, code: str) -> str:
    """A sheet of a department has no English name: one that is the same each time it is read."""
    digits = re.sub(r"[^0-9a-z]", "_", code.lower()).strip("_")
    return f"r{digits}" if digits else f"e_{hashlib.sha256(f'{provider} {title}'.encode()).hexdigest()[:12]}"


def _digits(text: str) -> str:
    found = re.match(r"\d+", text)
    return found[0] if found else ""


def _parts(text: str) -> tuple[str, ...]:
    return tuple(p for p in re.split(r"[、,，;；\s]+", text) if p)
