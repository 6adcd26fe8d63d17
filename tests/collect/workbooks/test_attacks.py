"""Workbooks made to harm are answered in words, in under two seconds and 300 MB; odd but honest ones are read in them."""

import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.collect.conftest import Desk

from tianfu.collect import CollectError

from .making import MAIN, header, package, xls, xlsx, zipped

SECONDS, MEGABYTES = 2.0, 300
HEADER = header("a", "b")
LAUGHS = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
RECORD = '<row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2"><v>1</v></c></row>'
SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
MANY = 1_048_576


def alone(folder: Path, content: bytes, fields: tuple[str, ...] = ("a", "b")) -> dict[str, Any]:
    """What comes of reading it in a process of its own."""
    path = folder / "attack.bin"
    path.write_bytes(content)
    command = [sys.executable, str(Path(__file__).with_name("alone.py")), str(path), *fields]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert found["seconds"] < SECONDS, found
    assert found["peak_mb"] < MEGABYTES, found
    return found


def sheet(text: str | bytes) -> bytes:
    return package("", **{"worksheets/sheet1": text})  # type: ignore[arg-type]


def lying(size: int) -> bytes:
    """The sheet says that it has another size than it has."""
    content = package(HEADER + RECORD * 2000)
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def unknown() -> bytes:
    """The directory and the member say that its data are patches of other data."""
    content = bytearray(package(HEADER + RECORD))
    for begin, flags in ((content.index(b"xl/worksheets/sheet1.xml") - 30, 6), (content.rindex(b"xl/worksheets/sheet1.xml") - 46, 8)):
        content[begin + flags] |= 0x20
    return bytes(content)


def filled(rows: str, most: int) -> str:
    return "".join(rows.format(n) for n in range(2, most + 1))


def encrypted() -> bytes:
    """A compound file with the stream that encrypted workbooks have."""
    return renamed(xls({"表": [["a", "b"]]}), "EncryptedPackage")


def renamed(content: bytes, name: str) -> bytes:
    old, new = "Workbook".encode("utf-16-le"), name.encode("utf-16-le")
    at = content.index(old)
    return content[:at] + new.ljust(64, b"\0") + struct.pack("<H", len(new) + 2) + content[at + 66 :]


def with_password() -> bytes:
    """The record behind the first one says that all others are encrypted."""
    content = xls({"表": [["a", "b"]]})
    at = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    return content[:at] + b"\x2f\x00" + content[at + 2 :]


def in_a_circle() -> bytes:
    content = bytearray(xls({"表": [["a", "b"]] + [["x" * 200, n] for n in range(200)]}))
    (table,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<III", content, (table + 1) * 512, 1, 2, 0)
    return bytes(content)


def many_strings() -> bytes:
    content = xls({"表": [["a", "b"], ["x", 1]]})
    at = content.index(b"\xfc\x00", 512)
    return content[: at + 4] + b"\xff" * 8 + content[at + 12 :]


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "shared strings that explode": (lambda: package(HEADER, strings="<si><t>aaaaaaaa</t></si>" * 3_000_000), "倍"),
    "a sheet that explodes": (lambda: package(HEADER + '<row><c t="n"><v>1</v></c></row>' * 2_000_000), "倍"),
    "one cell that explodes": (lambda: package(HEADER, strings=f"<si><t>{'a' * 80_000_000}</t></si>"), "倍"),
    "styles that explode": (lambda: package(HEADER, styles=f"<cellXfs>{'<xf/>' * 8_000_000}</cellXfs>"), "倍"),
    "entities that multiply": (lambda: sheet(f'{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}</sheetData></worksheet>'), "DTD"),
    "entities from outside": (lambda: sheet(f"{OUTSIDE}<worksheet><sheetData>{HEADER}</sheetData></worksheet>"), "DTD"),
    "entities in two bytes a sign": (
        lambda: sheet(f"{OUTSIDE}<worksheet><sheetData>{HEADER}</sheetData></worksheet>".encode("utf-16")),
        "DTD",
    ),
    "entities in strings": (lambda: package(SHARED, sharedStrings=f"{LAUGHS}<sst><si><t>&c;</t></si></sst>"), "DTD"),
    "entities in the book": (lambda: package(HEADER, workbook=f"{LAUGHS}<workbook><sheets/></workbook>"), "DTD"),
    "another encoding": (lambda: sheet('<?xml version="1.0" encoding="UTF-7"?><worksheet><sheetData/></worksheet>'), "UTF-7"),
    "less than it says": (lambda: lying(2**31), "倍"),
    "more than it says": (lambda: lying(100), "损坏"),
    "half a file": (lambda: package(HEADER + RECORD)[:-300], "损坏"),
    "packed in a way nobody knows": (unknown, "损坏"),
    "no end of rows": (lambda: sheet(f"<worksheet><sheetData>{HEADER}{RECORD}"), "损坏"),
    "elements without end": (lambda: package(HEADER + "<a>" * 300_000), "损坏"),
    "formulas alone": (lambda: package(HEADER + filled('<row r="{0}"><c r="A{0}"><f>A1</f></c></row>', 150_000)), "公式"),
    "merged ranges": (lambda: package(HEADER, after=filled('<mergeCells><mergeCell ref="A{0}:A{0}"/></mergeCells>', 300_000)), "merged"),
    "an encrypted workbook": (encrypted, "已加密：请去掉打开密码"),
    "an old workbook with a password": (with_password, "已加密：请去掉打开密码"),
    "a text document": (lambda: renamed(xls({"表": [["a"]]}), "WordDocument"), "Word 文档"),
    "sectors in a circle": (in_a_circle, "损坏"),
    "strings without number": (many_strings, "损坏"),
    "an old file of noughts": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "损坏"),
    "no sheets": (lambda: zipped({"xl/workbook.xml": "<workbook/>"}), "没有名为"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_would_harm_is_answered_in_words(tmp_path: Path, name: str) -> None:
    made, said = ATTACKS[name]
    found = alone(tmp_path, made())
    assert said in found["said"]
    assert "“攻击.xlsx”" in found["said"]


ODD: dict[str, tuple[Callable[[], bytes], int]] = {
    "a dimension that lies": (lambda: package(HEADER + RECORD, before='<dimension ref="A1:XFD1048576"/>'), 1),
    "cells in two far corners": (
        lambda: package(HEADER + RECORD + f'<row r="{MANY}"><c r="B{MANY}"><v>2</v></c><c r="XFD{MANY}"><v>1</v></c></row>'),
        2,
    ),
    "a million empty rows with a format": (
        lambda: package(HEADER + RECORD + "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, MANY + 1))),
        1,
    ),
    "empty cells with a format": (
        lambda: package(HEADER + RECORD + "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 300_000))),
        1,
    ),
    "links to other workbooks": (
        lambda: package(
            HEADER + '<row r="2"><c r="A2"><f>[1]Sheet1!A1</f><v>7</v></c></row>',
            **{"externalLinks/externalLink1": '<externalLink><externalBook r:id="rId1" xmlns:r="r"/></externalLink>'},
        ),
        1,
    ),
    "100,000 calculated formulas": (
        lambda: package(HEADER + filled('<row r="{0}"><c r="A{0}"><f>A1+1</f><v>{0}</v></c></row>', 100_001)),
        100_000,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_only_odd_is_read(tmp_path: Path, name: str) -> None:
    made, rows = ODD[name]
    found = alone(tmp_path, made())
    assert (found["rows"], found["said"]) == (rows, "")


@pytest.mark.parametrize("columns", [5_000, 16_384])
def test_many_columns(tmp_path: Path, columns: int) -> None:
    wide = xlsx({"表": [[f"字段{n}" for n in range(columns)], range(columns), range(columns)]})
    assert alone(tmp_path, wide, ("字段7", f"字段{columns - 1}"))["rows"] == 2
    assert f"“字段{columns}”" in alone(tmp_path, wide, ("字段7", f"字段{columns}"))["said"]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_damage_anywhere_is_told_or_does_no_harm(desk: Desk, kind: str) -> None:
    """Bytes changed by chance: the rows that were, or words, and never another error."""
    draw = random.Random(7)
    rows = [["a", "b"], ["长" * 3000, 1], ["y", 0.5], *([f"q{n}", n / 7] for n in range(50))]
    content = xlsx({"表": rows}) if kind == "xlsx" else xls({"表": rows}, [(1, 2, 0, 0)])
    told = 0
    for _ in range(120):
        damaged = bytearray(content)
        for _ in range(4):
            damaged[draw.choice([draw.randrange(len(content)), draw.randrange(2000)])] = draw.choice([0, 255, draw.randrange(256)])
        try:
            desk.read(bytes(damaged))
        except CollectError:
            told += 1
    assert told > 20
