"""Entries as the national catalogue form: a row per item, the entry's facts merged over its rows as departments write them."""

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tianfu.model import Entry, EntryItem

from .guide import CYCLES, FORMATS, HEADINGS, ITEM_TYPES, OPENED, OPERATED, SHARED, Heading
from .look import HEADER, OPTIONAL, TEXT_FORMAT, as_bytes, head, line, printed, titled
from .stamp import Stamp, stamp

SHEET = "政务信息资源目录"
GROUP_ROW, TITLE_ROW, FIRST = 2, 3, 4
TYPE_NAMES = {letter: name for name, letter in ITEM_TYPES.items()}


def entries_workbook(entries: Sequence[Entry]) -> bytes:
    """The workbook; without entries it is an empty form to fill in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    titled(sheet, "政务信息资源目录", len(HEADINGS))
    _head(sheet)
    row = FIRST
    for entry in entries:
        row = _entry(sheet, row, entry)
    _choices(sheet, max(row, FIRST) + 500)
    sheet.freeze_panes = f"F{FIRST}"
    printed(sheet, TITLE_ROW)
    stamp(book, Stamp("entries"))
    return as_bytes(book)


def _head(sheet: Worksheet) -> None:
    """Two rows: groups over their columns, columns without a group over both."""
    for column, heading in enumerate(HEADINGS, 1):
        colour = HEADER if heading.required else OPTIONAL
        head(sheet.cell(GROUP_ROW, column), heading.group or heading.title, colour)
        head(sheet.cell(TITLE_ROW, column), heading.title, colour)
        found = sheet.column_dimensions[get_column_letter(column)]
        found.width, found.number_format = heading.width, TEXT_FORMAT
    for first, last in _runs([h.group for h in HEADINGS]):
        if HEADINGS[first - 1].group:
            sheet.merge_cells(start_row=GROUP_ROW, start_column=first, end_row=GROUP_ROW, end_column=last)
        else:
            for column in range(first, last + 1):
                sheet.merge_cells(start_row=GROUP_ROW, start_column=column, end_row=TITLE_ROW, end_column=column)
    sheet.row_dimensions[TITLE_ROW].height = 30


def _runs(groups: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last column of each stretch of one group."""
    first = 1
    for column in range(1, len(groups) + 1):
        if column == len(groups) or groups[column] != groups[column - 1]:
            yield first, column
            first = column + 1


def _entry(sheet: Worksheet, row: int, entry: Entry) -> int:
    facts = _facts(entry)
    for offset, item in enumerate(entry.items):
        of_item = _item(item)
        line(sheet, row + offset, [of_item[h.fact] if h.of_item else facts[h.fact] if offset == 0 else None for h in HEADINGS])
    last = row + len(entry.items) - 1
    for column, heading in enumerate(HEADINGS, 1):
        if not heading.of_item and last > row:
            sheet.merge_cells(start_row=row, start_column=column, end_row=last, end_column=column)
        for each in range(row, last + 1):
            sheet.cell(each, column).number_format = TEXT_FORMAT
        sheet.cell(row, column).alignment = Alignment(vertical="center", wrap_text=True)
    return last + 1


def _facts(entry: Entry) -> dict[str, str | None]:
    sharing = entry.sharing
    never_shared, never_opened = sharing.to_departments.value == "never", sharing.to_public.value == "never"
    named = dict(zip(("class", "section", "subject", "detail"), entry.category, strict=True))
    return {
        **named,
        "title": entry.title,
        "code": entry.code,
        "provider": entry.provider,
        "provider_code": entry.provider_code,
        "abstract": entry.abstract,
        "format": entry.format,
        "share": SHARED[sharing.to_departments],
        "condition": entry.sharing_condition or (sharing.basis if never_shared else ""),
        "method": entry.sharing_method,
        "open": OPENED[sharing.to_public],
        "open_condition": entry.open_condition or (sharing.basis if never_opened else ""),
        "refresh": CYCLES[entry.refresh],
        "published_on": entry.published_on.isoformat() if entry.published_on else "",
        "related": "、".join(entry.related),
        "id": entry.id,
        "title_en": entry.title_en,
        "matters": "、".join(entry.matters),
        "areas": "、".join(entry.areas),
        "basis": sharing.basis,
        "operation": OPERATED[sharing.to_operation],
    }


def _item(item: EntryItem) -> dict[str, object]:
    return {
        "item": item.title,
        "type": TYPE_NAMES[item.type],
        "length": str(item.length or ""),
        "item_en": item.title_en,
        "element": item.element,
        "level": str(item.level or ""),
        "item_sharing": item.sharing,
        "description": item.description,
    }


def _choices(sheet: Worksheet, last: int) -> None:
    """Drop-downs of the closed lists; other notations are read as well, so they only warn."""
    lists = {
        "share": SHARED.values(),
        "open": OPENED.values(),
        "refresh": CYCLES.values(),
        "format": FORMATS,
        "type": ITEM_TYPES,
        "operation": OPERATED.values(),
    }
    for column, heading in enumerate(HEADINGS, 1):
        if heading.fact in lists:
            _choice(sheet, column, last, heading, ",".join(lists[heading.fact]))


def _choice(sheet: Worksheet, column: int, last: int, heading: Heading, words: str) -> None:
    found = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True, errorStyle="warning")
    found.errorTitle, found.error = heading.title, "请从下拉列表中选择。"
    letter = get_column_letter(column)
    found.add(f"{letter}{FIRST}:{letter}{last}")
    sheet.add_data_validation(found)
