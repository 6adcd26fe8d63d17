"""Encodings of Chinese offices: each is proven, garbled text is told with what happened to it, and nothing is repaired in silence."""

import gzip
from pathlib import Path

import pytest

from tianfu.collect import CollectError

from .conftest import Desk

ROWS = [("成都市武侯区", "天府大道北段"), ("绵阳市涪城区", "临园路东段"), ("乐山市市中区", "嘉定中路"), ("臺北市信義區", "市府路一號")]
TEXT = "a,b\n" + "".join(f"{a},{b}\n" for a, b in ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-8-twice", "gbk"])
def test_text_is_read_in_the_encoding_that_is_declared(desk: Desk, encoding: str) -> None:
    assert desk.read(TEXT.encode(encoding), more=f"dialect: {{encodings: [{encoding}]}}").rows == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "gbk"])
def test_the_usual_ones_need_no_declaration(desk: Desk, encoding: str) -> None:
    assert desk.read(TEXT.encode(encoding)).rows == ROWS


def test_four_bytes_of_gb18030_are_one_character(desk: Desk) -> None:
    rare = "a,b\n𠮷野,㑇\n".encode("gb18030")
    assert desk.read(rare).rows == [("𠮷野", "㑇")]


@pytest.mark.parametrize("western", ["latin-1", "cp1252"])
def test_text_that_was_encoded_twice_is_told_and_read_only_when_declared(desk: Desk, western: str) -> None:
    twice = "".join(_as_read(byte, western) for byte in TEXT.encode())
    with pytest.raises(CollectError, match="utf-8-twice"):
        desk.read(twice)
    for encodings in ("utf-8, utf-8-twice", "utf-8-twice"):
        assert desk.read_all(more=f"dialect: {{encodings: [{encodings}]}}").rows == ROWS


def _as_read(byte: int, western: str) -> str:
    """As programs read it: what Windows-1252 has no character for stays a control."""
    return bytes([byte]).decode(western, "ignore") or chr(byte)


def test_text_that_went_through_gbk_is_told_as_lost(desk: Desk) -> None:
    with pytest.raises(CollectError, match="当作 GBK 读入"):
        desk.read(TEXT.encode().decode("gbk", "replace"))


@pytest.mark.parametrize("text", ["Müller,Größe\nÉcole,naïve façade\n" * 9, "a★★★,…“”‘’—\n" * 9, "ﾃｽﾄ,日本語\n한국어,ไทย\n" * 9])
def test_other_languages_are_not_taken_for_garbled_text(desk: Desk, text: str) -> None:
    assert len(desk.read("a,b\n" + text).rows) >= 9


def test_a_real_file_in_big5_is_told_and_read_when_declared(desk: Desk, shared: Path) -> None:
    raw = gzip.decompress((shared / "data/catalogue/tw_01_taipei_raw_big5.csv.gz").read_bytes())
    header = raw.split(b"\r\n", 1)[0].decode("cp950").split(",")
    fields = [h.strip('"') for h in header[:2]]
    found = desk.read(raw, fields, "dialect: {encodings: [cp950]}")
    assert len(found.rows) > 1_000
    with pytest.raises(CollectError, match=r"encodings: \[big5\]"):
        desk.read(raw, fields)
