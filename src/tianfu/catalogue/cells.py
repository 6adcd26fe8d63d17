"""Values of rows as people read them: as they were delivered, with the title of a code beside it."""

from collections.abc import Callable

from tianfu.model import Column, Text
from tianfu.standards import CodeList, UnknownCodeList, code_list, element

from .views import NO_TEXT, Cell

AREAS = "areas"
TRUTH = {True: Text(zh="是", en="yes"), False: Text(zh="否", en="no")}


def codes_of(column: Column) -> CodeList | None:
    """The code list that the column's values come from."""
    meaning = element(column.element)
    name = AREAS if meaning.check == "area" else meaning.codes
    try:
        return code_list(name) if name else None
    except UnknownCodeList:
        return None


def reader_of(column: Column, *, masked: bool) -> Callable[[object], Cell]:
    """Turns a value of the column, as JSON has it with its digits kept, into a cell."""
    codes, instant = codes_of(column), element(column.element).type == "instant"

    def read(value: object) -> Cell:
        if value is None:
            return Cell("", missing=True, masked=masked)
        if isinstance(value, bool) and not masked:
            return Cell("", TRUTH[value])
        text = shown(value, instant=instant)
        return Cell(text, NO_TEXT if masked else title_in(codes, text), masked=masked)

    return read


def shown(value: object, *, instant: bool = False) -> str:
    """A value as text: instants without the letter T and Beijing's offset, whole numbers without a point, truth as addresses write it.

    >>> shown("2026-11-24T08:00:00+08:00", instant=True), shown("35.0"), shown(True), shown(12.0)
    ('2026-11-24 08:00', '35.0', 'true', '12')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value!r}".removesuffix(".0")
    text = str(value)
    if not instant:
        return text
    return text.replace("T", " ", 1).removesuffix("+08:00").removesuffix(":00") if text[10:11] == "T" else text


def worded(column: Column, value: str) -> Text:
    """A value of an address in words: 510107 武侯区, yes or no, or as it stands; in English where the code list has it."""
    if element(column.element).type == "boolean" and value in ("true", "false"):
        return TRUTH[value == "true"]
    title = title_in(codes_of(column), value)
    return Text(zh=f"{value} {title.zh}".rstrip(), en=f"{value} {title.en}" if title.en else "")


def title_in(codes: CodeList | None, value: str) -> Text:
    """The title of a code, if it is one; in English where the list has it."""
    entry = codes.entries.get(value) if codes else None
    return Text(zh=entry.title, en=entry.title_en) if entry else NO_TEXT
