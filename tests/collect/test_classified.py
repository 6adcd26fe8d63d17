"""Files that bear a mark of state secrets are refused wherever the mark stands, and none of it stays; laws that speak of secrets pass."""

import gzip
import io
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tianfu.collect import ClassifiedMark, CollectError, marks, receive
from tianfu.collect.marked import is_marked
from tianfu.collect.marks import in_text

from .conftest import Desk, declared

TABLE = "a,b\n" + "".join(f"{n},成都\n" for n in range(2_000))


def packed(*members: tuple[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return written.getvalue()


def xlsx(mark: str, title: str = "名单") -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B2"], sheet["A3"] = title, "甲", mark
    book.save(written)
    return written.getvalue()


def xlsx_with_footer() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "a"
    sheet.oddFooter.center.text = "机密★5年"
    book.save(written)
    return written.getvalue()


def xls(mark: str) -> bytes:
    book, written = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    book.add_sheet("1").write(3, 3, mark)
    book.save(written)
    return written.getvalue()


def docx(*paragraphs: str, part: str = "word/document.xml") -> bytes:
    return packed(
        ("[Content_Types].xml", "<Types/>"), (part, "<w:document>" + "".join(f"<w:p>{p}</w:p>" for p in paragraphs) + "</w:document>")
    )


def run(text: str) -> str:
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"


PLANTED: dict[str, bytes] = {
    "text in UTF-8, at the end": (TABLE + "1,机密★10年\n").encode(),
    "text in GB 18030": (TABLE + "1,绝密 ★\n").encode("gb18030"),
    "text in Big5": "a,b\n1,機密★\n".encode("big5"),
    "text in UTF-16": (TABLE + "1,秘密★长期\n").encode("utf-16"),
    "text in UTF-16 without a mark of order": "a,b\n1,秘密★\n".encode("utf-16-be"),
    "letters spaced": "a,b\n1,机　密　★　20　年\n".encode(),
    "the level alone on the first line": "机密\na,b\n1,2\n".encode("gb18030"),
    "the level alone in the first row of a table": '"秘　密　5年",,\na,b\n'.encode(),
    "work secrets": "工作秘密\n某县\na,b\n".encode(),
    "the level declared": "密级：秘密\na,b\n".encode(),
    "gzip": gzip.compress((TABLE + "1,机密★\n").encode("gb18030")),
    "JSON": '[{"a": "机密★"}]'.encode(),
    "a cell of a workbook": xlsx("绝密★启用前"),
    "the title of a workbook": xlsx("x", "机密"),
    "the footer of a workbook": xlsx_with_footer(),
    "an old workbook": xls("机密★10年"),
    "a workbook in gzip": gzip.compress(xlsx("机密★")),
    "a letter": docx(run("秘密") + run("★") + run("1年"), run("通知")),
    "a letter's header": docx(run("机密★"), part="word/header1.xml"),
    "a letter in entities": docx(run("&#26426;&#23494;&#9733;")),
    "the level above a letter": docx(run("000012"), run("机 密"), run("通知")),
    "an OpenDocument table": packed(("mimetype", "x"), ("content.xml", "<text:p>机密<text:s/>★</text:p>")),
    "an old letter": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "机密★长期".encode("utf-16-le"),
    "the title of a PDF": b"%PDF-1.7\n<</Title <FEFF673A5BC62605>>>",
    "the metadata of a PDF": "%PDF-1.7\n\n<dc:title>秘密★</dc:title>".encode(),
    "a text in an archive": packed(("1.csv", "a,b\n1,2\n"), ("数据/2.csv", "a,b\n1,机密★\n".encode("gb18030"))),
    "a note in an archive": packed(("1.csv", "a,b\n1,2\n"), ("说明.docx", docx(run("秘密★")))),
    "the name of a file in an archive": packed(("（机密）1.csv", "a,b\n1,2\n")),
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_marked_file_is_refused_and_nothing_of_it_is_kept(desk: Desk, place: str) -> None:
    with pytest.raises(ClassifiedMark):
        desk.read(PLANTED[place])
    with pytest.raises(ClassifiedMark) as told:
        receive(desk.store, declared(), io.BytesIO(PLANTED[place]), "readings.csv", "unit:dept.environment")
    assert not [p for p in desk.store.home.raw.rglob("*") if p.is_file()]
    assert not any(level in str(told.value) for level in ("机密", "绝密", "★", "readings"))
    digest = sha256(b"readings.csv").hexdigest()
    events = desk.store.journal.events(verb="refuse_classified")
    assert [(e.who, e.dataset, e.detail) for e in events] == [
        (who, "demo.readings", {"name_sha256": digest}) for who in ("service:collect", "unit:dept.environment")
    ]


@pytest.mark.parametrize("name", ["机密★10年.csv", "（秘密）名单.csv", "【绝密】a.csv", "机密-名单.csv", "工作秘密 一月.csv", "绝密.csv"])
def test_a_marked_name_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(ClassifiedMark) as told:
        desk.read("a,b\n1,2\n", name=name)
    assert name[:-4] not in str(told.value)
    assert not [p for p in desk.store.home.raw.rglob("*") if p.is_file()]


PROSE = (
    "a,b\n商业秘密保护条例,泄露国家秘密的，依法处理\n机密级、秘密级事项,评分★★★★★\n",
    "名称,密级\n国家秘密载体管理办法,秘密\n某规定,机密\n",
    "code,title\n1,绝密\n2,机密\n3,秘密\n",
    "《秘密》★推荐\n",
    "a,b\n秘密花园,★\n",
    "保守国家秘密是中国公民的基本义务\na,b\n",
)


@pytest.mark.parametrize("text", PROSE)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_words_alone_are_no_mark(text: str, encoding: str) -> None:
    assert not is_marked(io.BytesIO(text.encode(encoding)), "商业秘密保护条例.csv")
    assert not is_marked(io.BytesIO(xlsx(text)), "秘密花园.xlsx")


def test_cells_beside_each_other_make_no_mark() -> None:
    cells = packed(("xl/sharedStrings.xml", "<sst><si><t>评级</t></si><si><t>商业秘密</t></si><si><t>★★★</t></si></sst>"))
    assert not is_marked(io.BytesIO(cells), "a.xlsx")
    assert not is_marked(io.BytesIO(docx(run("商业秘密"), run("★ 重点"))), "a.docx")


def test_laws_and_all_other_open_material_pass(shared: Path) -> None:
    for path in (shared / "data/government/cn_admin_laws.ndjson.gz", *sorted((shared / "data/catalogue").glob("*.csv*"))):
        with path.open("rb") as file:
            assert not is_marked(file, path.name), path


@pytest.mark.parametrize("encode", [lambda t: t.encode(), lambda t: t.encode("gb18030"), lambda t: t.encode("utf-16-le")])
def test_a_mark_across_the_end_of_a_block_is_seen(encode: Callable[[str], bytes]) -> None:
    text = encode("甲" * 300 + "机 密 ★" + "乙" * 300)
    for size in (7, 64, 601, 605, 607, 901, 905, 909):
        blocks = (text[i : i + size] for i in range(0, len(text), size))
        assert marks.in_blocks(blocks, marks.ALL), size


def test_what_cannot_be_looked_into_is_left_to_its_reader(desk: Desk) -> None:
    with pytest.raises(CollectError, match="不完整或已损坏"):
        desk.read(packed(("a.csv", TABLE))[:-40])


def test_the_pattern_is_the_level_and_a_star() -> None:
    assert all(in_text(t) for t in ("机密★", "机密★10年", "秘 密　★", "绝密★启用前", "標題機密★"))
    assert not any(in_text(t) for t in ("机密", "★机密", "机密*", "机 密 级 ★", "秘\n密★", "国家秘密、★", "密★"))
