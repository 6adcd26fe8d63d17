"""What the form starts from: a YAML file, a workbook of a declaration, or a sample of the data."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile

from tianfu.collect import CollectError
from tianfu.collect.labels import label
from tianfu.model import DeclarationError, NestedTooDeeply, Text, read_yaml

from .form import EMPTY, MOST, Filled, seen
from .sample import fields_of_text, fields_of_workbook
from .split import split
from .suggested import NAME, columns_of

YAML_BYTES, BOOK_BYTES, UNPACKED = 256 * 2**10, 20 * 2**20, 8 * 2**20
LAST = (5_000, 200)
"""Row and column beyond which no declaration goes."""
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Started:
    """The form as the file fills it in, what it was taken for, and what of it could not be read."""

    form: Filled
    taken_for: Text
    lost: Sequence[Text] = ()


class NotStarted(CollectError):
    """The file cannot begin a form."""


def started(content: bytes, name: str) -> Started:
    """The form that a file begins; CollectError says why it cannot."""
    name = label(name)
    if not content.strip():
        raise NotStarted("没有收到文件，或文件是空的。", "No file arrived, or it is empty.")
    if content.startswith(b"PK"):
        found = _of_workbook(content, name)
    elif PurePath(name.lower()).suffix in ENDINGS:
        found = _of_yaml(content, name)
    else:
        found = _of_sample(fields_of_text(content), Text(zh="样例数据的表头", en="the header of a sample"))
    return _bounded(found)


def _of_yaml(content: bytes, name: str, lost: Sequence[Text] = (), dataset_id: str = "") -> Started:
    if len(content) > YAML_BYTES:
        raise NotStarted(
            f"声明文件超过 {YAML_BYTES // 1024} KB。请直接编辑文件。", f"A declaration over {YAML_BYTES // 1024} KB: edit the file itself."
        )
    try:
        document = read_yaml(seen(content.decode("utf-8-sig")), name)
    except UnicodeDecodeError as error:
        raise NotStarted("声明文件不是 UTF-8 文本，请另存为 UTF-8。", "The declaration is not UTF-8 text: save it as UTF-8.") from error
    except NestedTooDeeply as error:
        raise NotStarted(f"“{name}”嵌套太深。", f"'{name}' is nested too deeply.") from error
    except DeclarationError as error:
        said = "；".join(f"第 {p.line} 行 {p.message}" for p in error.problems[:20])
        raise NotStarted(f"“{name}”不是可读的 YAML：{said}", f"'{name}' is no YAML that can be read: {error}") from error
    if not isinstance(document.content, dict):
        raise NotStarted(f"“{name}”不是声明：应为“名称: 值”的写法。", f"'{name}' is no declaration: expected 'key: value' lines.")
    stem = PurePath(name).stem
    return Started(
        split(document.content, dataset_id or (stem if NAME.fullmatch(stem) else "")), Text(zh="声明文件", en="a declaration"), lost
    )


def _of_workbook(content: bytes, name: str) -> Started:
    """A declaration is told by its sheets; any other workbook is a sample."""
    if len(content) > BOOK_BYTES:
        raise NotStarted(
            f"工作簿超过 {BOOK_BYTES // 2**20} MB。样例只需表头和几行。",
            f"A workbook over {BOOK_BYTES // 2**20} MB: a sample needs a few rows.",
        )
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        path = Path(file.name)
        if _is_declaration(path, name):
            return _of_declaration(content, name)
        sheet, fields = fields_of_workbook(path, name)
    return _of_sample(fields, Text(zh=f"工作表“{sheet}”的表头", en=f"the header of the sheet '{sheet}'"))


def _is_declaration(path: Path, name: str) -> bool:
    from tianfu.catalogue.sheets.declared_words import COLUMNS, DATASET, SOURCES
    from tianfu.collect.workbooks.xlsx import open_xlsx

    with open_xlsx(path, name) as book:
        if not {COLUMNS, DATASET, SOURCES} <= set(book.sheets):
            return False
        for index in range(len(book.sheets)):
            for cells in book.cells(index):
                if len(cells.rows) and (max(cells.rows) > LAST[0] or max(cells.columns) > LAST[1]):
                    raise NotStarted(f"“{name}”有离表格很远的单元格，请删去。", f"'{name}' has cells far from its tables: remove them.")
    return True


def _of_declaration(content: bytes, name: str) -> Started:
    from tianfu.catalogue.sheets.declaration_in import read_declaration
    from tianfu.catalogue.sheets.stamp import stamp_of

    if _unpacked(content) > UNPACKED:
        raise NotStarted(f"“{name}”展开后过大，不是声明工作簿。", f"'{name}' unpacks to more than a declaration.")
    text, problems = read_declaration(content)
    about = stamp_of(BytesIO(content))
    lost = [Text(zh=f"{p.sheet}!{p.cell}：{p.text.zh}", en=f"{p.sheet}!{p.cell}: {p.text.en}") for p in problems]
    return _of_yaml(text.encode(), name, lost, about.dataset if about else "")


def _unpacked(content: bytes) -> int:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(i.file_size for i in archive.infolist())
    except BadZipFile:
        return 0


def _of_sample(fields: Sequence[str], taken_for: Text) -> Started:
    values = {**EMPTY, "channel": "upload"}
    _few(len(fields), "columns")
    return Started(Filled(values, columns_of([seen(f) for f in fields])), taken_for)


def _bounded(found: Started) -> Started:
    _few(len(found.form.columns), "columns")
    _few(len(found.form.rules), "rules")
    return found


def _few(count: int, kind: str) -> None:
    if count > MOST[kind]:
        what = "数据项" if kind == "columns" else "规则"
        raise NotStarted(
            f"文件有 {count:,} 个{what}，表单最多 {MOST[kind]} 个。请直接编写 YAML；很宽的表通常应由列转行（unpivot）。",
            f"The file has {count:,} {kind}; the form holds {MOST[kind]}. Write the YAML file; wide tables usually are unpivoted.",
        )
