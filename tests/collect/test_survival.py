"""Files made to hurt get a clear answer in 2 s and 300 MB, in a process of their own."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("child.py")
MB = 2**20
SECONDS, MEGABYTES = 2.0, 300


def zipped(*members: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return written.getvalue()


def many(count: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for n in range(count):
            archive.writestr(f"{n}.csv", b"a\n")
    return written.getvalue()


HURTING: dict[str, tuple[Callable[[], bytes], str]] = {
    "one line without an end": (lambda: b"a\n" + b"x" * (100 * MB), "第 2 行"),
    "one line of nothing": (lambda: bytes(100 * MB), "UTF-16"),
    "a JSON string without an end": (lambda: b'[{"a": "' + b"x" * (100 * MB), "不超过 8,388,608 个字符"),
    "a long JSON string": (lambda: b'[{"a": "' + b"x" * (7 * MB) + b'"}]', "1 rows"),
    "a JSON line without an end": (lambda: b'{"a": 1}\n{"a": "' + b"x" * (100 * MB), "不超过 8,388,608 个字符"),
    "deep lists": (lambda: b"[" * 100_000 + b"]" * 100_000, "较浅的嵌套"),
    "deep objects": (lambda: b'[{"a":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001 + b"]", "较浅的嵌套"),
    "deep lines": (lambda: (b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n") * 2, "0 rows, 2 rejected"),
    "a deep list beside the records": (lambda: b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "较浅的嵌套"),
    "a number beyond all numbers": (lambda: b'[{"a": 1e400}, {"a": ' + b"9" * MB + b"}]", "2 rows"),
    "many names": (lambda: json.dumps([{f"k{n}": 1 for n in range(200_000)}]).encode(), "不同的字段"),
    "a ZIP bomb": (lambda: zipped(("a.csv", bytes(80 * MB))), "炸弹"),
    "a ZIP bomb inside a file": (lambda: gzip.compress(zipped(("a.csv", bytes(80 * MB))), 1), "炸弹"),
    "many members": (lambda: many(12_000), "超过 10,000 个"),
    "a gzip bomb of many lines": (lambda: gzip.compress(b"a\n" * (150 * MB)), "解压后超过"),
    "a gzip bomb of one line": (lambda: gzip.compress(b"a\n" + b"x" * (100 * MB), 1), "第 2 行"),
}


@pytest.mark.parametrize("kind", HURTING)
def test_it_is_answered(tmp_path: Path, kind: str) -> None:
    make, expected = HURTING[kind]
    path = tmp_path / "hurting"
    path.write_bytes(make())
    done = subprocess.run([sys.executable, str(CHILD), str(path)], capture_output=True, text=True, check=True, timeout=60)
    seconds, megabytes, said = done.stdout.strip().split("\t")
    assert expected in said
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES
