"""What a file is by its content. Its name is not believed: workbooks called .csv arrive every week."""

import re
from collections.abc import Collection, Iterable, Sequence
from enum import Enum, auto
from functools import reduce

from .failures import OtherKind

HEAD = 4096
GZIP = b"\x1f\x8b"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MARKS = (*UTF_16_MARKS, b"\xef\xbb\xbf", b"\x84\x31\x95\x33")
"""U+FEFF as it stands at the beginning of text in UTF-16, UTF-8 and GB 18030."""
AS_CSV = (
    "请在表格软件中用“另存为”选择“CSV UTF-8（逗号分隔）”后重新提交。",
    "Open it in a spreadsheet, save it as 'CSV UTF-8' and send that.",
)
UNPACK = (
    "请解压后提交其中的 CSV 文件（gzip 压缩的 .csv.gz 可以直接提交）。",
    "Unpack it and send the CSV file inside (gzip is read as it is).",
)
EXPORT = ("请从原系统导出为 CSV UTF-8 文本后重新提交。", "Export it from its system as CSV UTF-8 text.")
UTF_16 = ("请另存为“CSV UTF-8”，或在声明的 encodings 中写明 utf-16。", "Save it as 'CSV UTF-8', or declare 'encodings: [utf-16]'.")
SPREADSHEET = (
    "请在表格软件中打开，另存为 .xlsx 后重新提交。",
    "Open it in a spreadsheet, save it as .xlsx and send that.",
)
MAGIC = (
    (b"%PDF", "PDF 文件", "a PDF file", EXPORT),
    (b"Rar!", "RAR 压缩包", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive", UNPACK),
    (b"BZh", "bzip2 压缩文件", "a bzip2 file", UNPACK),
    (b"\xfd7zXZ\x00", "xz 压缩文件", "an xz file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "zstd 压缩文件", "a zstd file", UNPACK),
    (b"SQLite format 3\x00", "SQLite 数据库", "an SQLite database", EXPORT),
    (b"\x89PNG", "图片", "a picture", EXPORT),
    (b"\xff\xd8\xff", "图片", "a picture", EXPORT),
)
MARKUP = (
    (b"<!doctype html", "网页"),
    (b"<html", "网页"),
    (b"<table", "网页"),
    (b"<?xml", "XML 文件"),
)
ENGLISH = {"网页": "a web page", "XML 文件": "an XML file"}
JSON = re.compile(rb'[ \t\r\n]*(?:\{[ \t\r\n]*["}]|\[[ \t\r\n]*[\[{"\]])')


class Kind(Enum):
    """What is read here."""

    text = auto()
    json = auto()
    parquet = auto()
    arrow = auto()
    compound = auto()
    """an old workbook (.xls, .et), or another old document: its reader tells"""
    archive = auto()
    """a ZIP archive, which may be a workbook: its directory tells"""


def is_gzip(head: bytes) -> bool:
    return head.startswith(GZIP)


def kind_of(head: bytes, name: str, encodings: Sequence[str]) -> Kind:
    """The kind, or OtherKind with what the file is and what to do. `head`: its first bytes, unpacked."""
    if known := next((kind for magic, kind in READ if head.startswith(magic)), None):
        return known
    found = _by_magic(head) or _by_markup(head) or _utf_16(head, encodings)
    if found:
        zh, en, (do_zh, do_en) = found
        raise OtherKind(f"“{name}”的内容是{zh}，不是 CSV 文本。{do_zh}", f"'{name}' is {en}, not CSV text. {do_en}")
    return Kind.json if JSON.match(_ascii(head)) else Kind.text


Finding = tuple[str, str, tuple[str, str]]
READ = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.compound),
    (b"PAR1", Kind.parquet),
    (b"ARROW1", Kind.arrow),
    (b"PK\x03\x04", Kind.archive),
    (b"PK\x05\x06", Kind.archive),
)


WORKBOOK = "xl/workbook.xml"
"""The member of an archive that makes it a workbook."""
DOCUMENTS = (
    ("xl/workbook.bin", "二进制工作簿（.xlsb）", "a binary workbook (.xlsb)", SPREADSHEET),
    ("word/document.xml", "Word 文档（.docx）", "a Word document (.docx)", AS_CSV),
    ("ppt/presentation.xml", "演示文稿（.pptx）", "a presentation (.pptx)", AS_CSV),
    ("OFD.xml", "OFD 版式文件", "an OFD document", AS_CSV),
    ("META-INF/manifest.xml", "OpenDocument 文件（如 .ods）", "an OpenDocument file (such as .ods)", SPREADSHEET),
)


def is_workbook(names: Iterable[str]) -> bool:
    """Whether an archive with members of these names is an .xlsx."""
    return any(n.casefold() == WORKBOOK for n in names)


def refuse_documents(names: Collection[str], name: str) -> None:
    """OtherKind for an archive with members of these names that is a document of an office program, and no workbook that is read."""
    if is_workbook(names):
        return
    if found := next(((zh, en, do) for member, zh, en, do in DOCUMENTS if member in names), None):
        zh, en, (do_zh, do_en) = found
        raise OtherKind(f"“{name}”的内容是{zh}，这里不读取。{do_zh}", f"'{name}' is {en}, which is not read here. {do_en}")


def _ascii(head: bytes) -> bytes:
    """The beginning as bytes of ASCII, whatever width its characters have."""
    return reduce(bytes.removeprefix, MARKS, head).replace(b"\0", b"")


def _by_magic(head: bytes) -> Finding | None:
    if head[257:262] == b"ustar":
        return "tar 归档", "a tar archive", UNPACK
    return next(((zh, en, do) for magic, zh, en, do in MAGIC if head.startswith(magic)), None)


def _by_markup(head: bytes) -> Finding | None:
    text = _ascii(head).lstrip().lower()
    kind = next((kind for mark, kind in MARKUP if text.startswith(mark)), None)
    return (kind, ENGLISH[kind], AS_CSV if kind == "网页" else EXPORT) if kind else None


def _utf_16(head: bytes, encodings: Sequence[str]) -> Finding | None:
    """Without its mark, which would tell it: every other byte is zero, as in ASCII text written in 16 bits."""
    if any(e.startswith(("utf-16", "utf-32")) for e in encodings) or head.startswith(UTF_16_MARKS):
        return None
    if head[:1000].count(0) * 5 > len(head[:1000]) * 2 > 0:
        return "UTF-16 编码的文本（Excel 的“Unicode 文本”）", "text in UTF-16 (Excel's 'Unicode text')", UTF_16
    return None
