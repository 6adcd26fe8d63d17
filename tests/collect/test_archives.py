"""A ZIP archive is read as the files in it; what hides, nests, repeats or explodes in it is told before it is unpacked."""

import gzip
import io
import struct
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tianfu.collect import CollectError, MissingFiles, directory, locate

from .conftest import Desk, declared


def packed(*members: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return written.getvalue()


def workbook() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("a", "b"), ("9", "w")):
        sheet.append(row)
    book.save(written)
    return written.getvalue()


def parquet() -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table({"a": [7], "b": ["p"]}), written)
    return written.getvalue()


DATA: tuple[tuple[str, str | bytes], ...] = (
    ("数据/2026-02.csv", "a,b\n3,x\n4\n5,y\n"),
    ("数据/2026-01.csv", "a,b\n1,甲\n".encode("gb18030")),
    ("数据/2026-03.csv", gzip.compress(b"b,a\nz,6\n")),
    ("数据/2026-04.dat", parquet()),
    ("数据/2026-05.json", '[{"a": 8, "b": "j"}]'),
    ("数据/2026-06.xlsx", workbook()),
)
NOTES: tuple[tuple[str, str | bytes], ...] = (
    ("readme.txt", "各位同事：\n请查收\n"),
    ("填报说明.csv", "第一步，\n第二步\n"),
    ("说明.docx", packed(("word/document.xml", "<x/>"))),
    ("签发.pdf", b"%PDF-1.7\n"),
    ("空.txt", b""),
    ("__MACOSX/数据/._2026-01.csv", b"\0\5\26\7"),
    (".DS_Store", b"\0\0\0\1Bud1"),
    ("数据/~$2026.xlsx", b"x"),
)


def test_members_are_read_by_their_content_in_the_order_of_their_names(desk: Desk) -> None:
    found = desk.read(packed(*DATA, *NOTES))
    assert found.rows == [("1", "甲"), ("3", "x"), ("5", "y"), ("6", "z"), ("7", "p"), ("8", "j"), ("9", "w")]
    assert [(n >> 32, n & 0xFFFFFFFF) for n in found.numbers][:-1] == [(2, 1), (3, 1), (3, 3), (4, 1), (5, 1), (6, 1)]
    assert [(r.record >> 32, r.record & 0xFFFFFFFF, r.raw) for r in found.rejected] == [(3, 2, "4")]


def test_a_record_is_found_again_in_its_member(desk: Desk) -> None:
    origin = desk.read(packed(*DATA, *NOTES)).batches[0].origin
    assert origin
    place = locate(desk.store, declared(), origin.number << 40 | 3 << 32 | 3)
    assert place
    assert (place.part, place.line, place.text) == ("数据/2026-02.csv", 4, "5,y")
    place = locate(desk.store, declared(), desk.read_all().batches[-1].data["_record"][-1].as_py())
    assert place
    assert (place.part, place.line, place.text) == ("数据/2026-06.xlsx Sheet", 2, "9\tw")


def test_the_declaration_says_which_members_count(desk: Desk) -> None:
    assert desk.read(packed(*DATA, *NOTES), more='members: "*-0[13].csv"').rows == [("1", "甲"), ("6", "z")]
    assert desk.read(packed(*DATA), more='members: "数据/*.json"').rows == [("8", "j")]
    with pytest.raises(MissingFiles, match=r"members: \*.tsv.*2026-01.csv"):
        desk.read(packed(*DATA), more='members: "*.tsv"')
    with pytest.raises(CollectError, match="缺少字段"):
        desk.read(packed(("a.csv", "a,b\n1,2\n"), ("readme.txt", "x")), more='members: "*.*"')


def test_a_file_of_data_with_another_header_is_told_with_its_name(desk: Desk) -> None:
    with pytest.raises(CollectError, match=r"“readings.csv/2.csv”缺少字段 “a”"):
        desk.read(packed(("1.csv", "a,b\n1,2\n"), ("2.csv", "x,b\n1,2\n")))
    with pytest.raises(MissingFiles, match=r"readme\.txt"):
        desk.read(packed(("readme.txt", "x")))
    with pytest.raises(MissingFiles, match="（空）"):
        desk.read(packed())


def test_a_year_of_days_fits(desk: Desk) -> None:
    found = desk.read(packed(*((f"{n:03}.csv", f"a,b\n{n},x\n") for n in range(365))))
    assert [a for a, _ in found.rows] == [str(n) for n in range(365)]
    assert found.numbers[-1] == 364 << 31 | 1


@pytest.mark.parametrize(("written", "name"), [("成都市__".encode("gb18030"), "成都市__"), ("成都__".encode(), "成都__")])
def test_names_are_read_as_chinese_systems_write_them(desk: Desk, written: bytes, name: str) -> None:
    content = packed(("__name__.csv", "a,b\n1\n")).replace(b"__name__", written)
    origin = desk.read(content).batches[0].origin
    assert origin
    place = locate(desk.store, declared(), origin.number << 40 | 1)
    assert place
    assert place.part == f"{name}.csv"


@pytest.mark.parametrize("name", ["../../etc/cron.d/a.csv", "/etc/a.csv", "C:\\temp\\..\\a.csv", "a\u202e.csv"])
def test_a_path_leads_nowhere(desk: Desk, name: str) -> None:
    origin = desk.read(packed((name, "a,b\n1,2\n"))).batches[0].origin
    assert origin
    place = locate(desk.store, declared(), origin.number << 40 | 1)
    assert place
    assert place.part in ("etc/cron.d/a.csv", "etc/a.csv", "C:/temp/a.csv", "a.csv")


def encrypted() -> bytes:
    """As written with a password: bit 0 of the flags, here and in the directory."""
    content = bytearray(packed(("a.csv", "a,b\n1,2\n")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """Many entries of the directory that name the same bytes."""
    whole = packed(("a.csv", "a,b\n" + "1,2\n" * 1000))
    at = whole.index(b"PK\x01\x02")
    entry, end = whole[at : whole.index(b"PK\x05\x06")], bytearray(whole[-22:])
    end[8:12] = struct.pack("<HH", 200, 200)
    end[12:16] = struct.pack("<I", len(entry) * 200)
    return whole[:at] + entry * 200 + bytes(end)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (encrypted(), "已加密"),
        (packed(("inner.zip", packed(("a.csv", "a,b\n1,2\n")))), "压缩包中的压缩包"),
        (packed(("inner.rar", b"Rar!\x1a\x07")), "RAR"),
        (packed(("a.csv", bytes(100 * 2**20))), "炸弹"),
        (overlapping(), "炸弹"),
        (packed(("a.csv", "a,b\n1,2\n"), method=zipfile.ZIP_LZMA), "压缩方法（编号 14）"),
        (packed(("a.csv", "a,b\n1,2\n" * 1000))[:-30], "不完整或已损坏"),
        (packed(("a.csv", "a,b\n1,2\n"), method=zipfile.ZIP_STORED).replace(b"1,2\n", b"1,3\n"), "不完整或已损坏"),
        (b"PK\x03\x04" + bytes(100), "不完整或已损坏"),
    ],
)
def test_what_cannot_be_unpacked_is_told(desk: Desk, content: bytes, said: str) -> None:
    with pytest.raises(CollectError, match=said):
        desk.read(content)


def test_very_many_members_are_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(*((f"{n}.csv", b"") for n in range(50)))
    monkeypatch.setattr(directory, "MOST_MEMBERS", 40)
    with pytest.raises(CollectError, match="超过 40 个"):
        desk.read(content)
    monkeypatch.setattr(directory, "DIRECTORY_BYTES", 1000)
    with pytest.raises(CollectError, match="没有解压"):
        desk.read(content)
