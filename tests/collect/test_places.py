"""A record is found again in its raw file: the line a person would count to, and what stands there."""

import gzip

import pytest

from tianfu.collect import contents as contents_of_files
from tianfu.collect import locate, receive
from tianfu.model import Dataset

from .conftest import Desk, declared

TEXT = '某县\r\na,b\r\n\r\n1,2\r\n# x\r\n3,"x\r\ny"\r5,6\n\n7,8,9\n"10",11'
EXPECTED = {1: (4, "1,2"), 2: (6, '3,"x\r\ny"'), 3: (8, "5,6"), 4: (10, "7,8,9"), 5: (11, '"10",11')}
MORE = 'dialect: {skip_lines: 1, comment: "#", encodings: [utf-8, gb18030]}'


def places(desk: Desk, dataset: Dataset, content: bytes, records: int) -> dict[int, tuple[int, str]]:
    import io

    origin = receive(desk.store, dataset, io.BytesIO(content), "a.csv")
    found = {n: locate(desk.store, dataset, origin.number << 40 | n) for n in range(1, records + 1)}
    return {n: (p.line, p.text) for n, p in found.items() if p}


@pytest.mark.parametrize("content", [TEXT.encode(), TEXT.encode("gb18030"), gzip.compress(TEXT.encode("utf-8-sig"), mtime=0)])
def test_lines_are_those_of_the_file_as_it_came(desk: Desk, content: bytes) -> None:
    assert places(desk, declared(more=MORE), content, 5) == EXPECTED


def test_the_same_records_are_found_as_were_delivered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents_of_files, "BLOCK", 61)
    text = "a,b\n" + "".join(f'{n},"x\n{n}"\n' if n % 3 == 0 else f"{n}\r\n" if n % 5 == 0 else f"{n},y\r" for n in range(1, 300))
    found = desk.read(text)
    origin = found.batches[0].origin
    assert origin
    raws = {r.record: r.raw for r in found.rejected} | dict(zip(found.numbers, (a for a, _ in found.rows), strict=True))
    for number, raw in raws.items():
        place = locate(desk.store, declared(), origin.number << 40 | number)
        assert place
        assert place.text.split(",")[0] == raw
        assert text.splitlines()[place.line - 1].startswith(raw)


def test_a_late_record_of_a_large_file_is_found_quickly(desk: Desk) -> None:
    import time

    text = "a,b\n" + "".join(f"{n},x\n" for n in range(1, 1_000_001))
    began = time.perf_counter()
    assert places(desk, declared(), text.encode(), 1)[1] == (2, "1,x")
    place = locate(desk.store, declared(), 1 << 40 | 999_999)
    assert place
    assert (place.line, place.text) == (1_000_000, "999999,x")
    assert time.perf_counter() - began < 5


def test_a_record_of_an_unknown_file_has_no_place(desk: Desk) -> None:
    assert locate(desk.store, declared(), 99 << 40 | 1) is None
