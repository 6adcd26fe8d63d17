"""A file is what its bytes are: other kinds are named, packed files are read, every encoding is proven to the last byte."""

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tianfu.collect import CollectError, fetch
from tianfu.collect import contents as contents_of_files
from tianfu.model import Files

from .conftest import Desk, declared


def document(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(name, "<w:document/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"Rar!\x1a\x07", "RAR"),
        ("a,b\n1,2\n".encode("utf-16-be"), "UTF-16"),
        (b"<!DOCTYPE html><html><table>", "网页"),
        (document("word/document.xml"), "Word 文档"),
        (gzip.compress(document("OFD.xml")), "OFD"),
    ],
)
def test_another_kind_of_file_is_named_with_what_to_do(desk: Desk, content: bytes, kind: str) -> None:
    with pytest.raises(CollectError) as told:
        desk.read(content)
    assert kind in told.value.text.zh
    assert "“readings.csv”" in told.value.text.zh
    assert "CSV" in told.value.text.en


def test_utf16_is_read_by_its_mark_or_when_it_is_declared(desk: Desk) -> None:
    assert desk.read("a,b\n甲,2\n".encode("utf-16")).rows == [("甲", "2")]
    assert desk.read("\ufeffa,b\n甲,2\n".encode("utf-16-be")).rows == [("甲", "2")]
    assert desk.read("a,b\n甲,2\n".encode("utf-16-be"), more="dialect: {encodings: [utf-16-be]}").rows == [("甲", "2")]


def test_gzip_is_known_by_content_whatever_the_name(desk: Desk) -> None:
    packed = gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n")
    assert desk.read(packed, name="readings.csv").rows == [("1", "2"), ("3", "4")]
    assert desk.read(b"a,b\n5,6\n", name="readings.csv.gz").rows[-1] == ("5", "6")


@pytest.mark.parametrize("cut", [5, 20, -9, -1])
def test_a_packed_file_that_breaks_off_is_told_and_nothing_is_delivered(desk: Desk, cut: int) -> None:
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)
    with pytest.raises(CollectError, match="不完整或已损坏"):
        desk.read(packed[:cut])


def test_a_packed_file_that_grows_too_large_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents_of_files, "INFLATED_BYTES", 10 * 2**20)
    bomb = gzip.compress(b"a,b\n" + b"1,2\n" * 5_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(CollectError, match="解压后超过"):
        desk.read(bomb)


def test_a_mark_at_the_beginning_is_no_part_of_the_first_name(desk: Desk) -> None:
    assert desk.read("a,b\n1,2\n".encode("utf-8-sig")).rows == [("1", "2")]
    assert desk.read(b"\x84\x31\x95\x33a,b\n" + "甲,2\n".encode("gb18030")).rows == [("甲", "2")]


def test_an_encoding_that_fails_at_the_last_byte_delivers_nothing(desk: Desk) -> None:
    late = "a,b\n" + "1,甲\n" * 200_000
    found = desk.read(late.encode("gb18030"))
    assert len(found.rows) == 200_000
    assert found.rows[0] == ("1", "甲")
    broken = late.encode() + b"2,\xff\n"
    desk.put(broken)
    dataset = declared(more="dialect: {encodings: [utf-8]}")
    source = dataset.sources[0]
    assert isinstance(source, Files)
    with pytest.raises(CollectError, match="第 200,002 行"):
        next(fetch(dataset, source, store=desk.store, roots=(desk.inbox,)))


def test_two_encodings_in_one_file_are_told_and_nothing_is_loaded(desk: Desk) -> None:
    with pytest.raises(CollectError, match="任何一种编码") as told:
        desk.read("a,b\n甲,1\n".encode() + b"\xff\xff,2\n")
    assert "utf-8" in told.value.text.en
    assert "gb18030" in told.value.text.en


def test_an_unknown_encoding_is_told(desk: Desk) -> None:
    with pytest.raises(CollectError, match="gb18O30"):
        desk.read("a,b\n", more="dialect: {encodings: [gb18O30]}")


def test_a_delimiter_of_two_characters_is_told(desk: Desk) -> None:
    with pytest.raises(CollectError, match="delimiter"):
        desk.read("a||b\n", more='dialect: {delimiter: "||"}')


def test_a_long_single_line_fails_clearly_in_bounded_memory(desk: Desk) -> None:
    path = desk.inbox / "readings.csv"
    with path.open("wb") as file:
        for _ in range(120):
            file.write(b"x" * 2**20)
    tracemalloc.start()
    with pytest.raises(CollectError, match="第 1 行起的表头"):
        desk.read_all()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * 2**20


def test_another_type_after_a_million_rows_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = desk.inbox / "readings.csv"
    with path.open("w") as file:
        file.write("a,b\n")
        file.writelines("1,2\n" for _ in range(1_000_001))
        file.write("甲,二\n")
    dataset = declared()
    source = dataset.sources[0]
    assert isinstance(source, Files)
    rows, last = 0, None
    for batch in fetch(dataset, source, store=desk.store, roots=(desk.inbox,)):
        rows += batch.data.num_rows
        last = batch.data.slice(batch.data.num_rows - 1)
    assert rows == 1_000_002
    assert last is not None
    assert (last["a"][0].as_py(), last["b"][0].as_py()) == ("甲", "二")
