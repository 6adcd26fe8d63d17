"""JSON as it comes: lists, lists inside objects, a record a line, maps, lists as columns; numbers stay as they were written."""

import gzip
import json
from collections.abc import Sequence

import pytest

from tianfu.collect import CollectError, MissingFields, locate
from tianfu.collect.documents import document as documents
from tianfu.standards import causes

from .conftest import Desk, Read, declared


def read(desk: Desk, content: str | bytes, fields: Sequence[str] = ("a", "b"), more: str = "") -> Read:
    return desk.read(content, fields, more)


@pytest.mark.parametrize(
    "content",
    [
        '[{"a": "甲", "b": 1}, {"b": 2, "a": "乙"}]',
        ' [\n {"a":"甲","b":1},\r\n {"a":"乙","b":2}\n]\n',
        '{"a":"甲","b":1}\n\n{"a":"乙","b":2}\r\n',
        '{"a":"甲","b":1}\n{"a":"乙","b":2}',
        '{"a":["甲","乙"],"b":[1,2]}',
        '{\n"b":[1,2],\n"a":["甲","乙"]}',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "gzip"])
def test_records_come_in_all_these_ways(desk: Desk, content: str, encoding: str) -> None:
    packed = gzip.compress(content.encode()) if encoding == "gzip" else content.encode(encoding)
    found = read(desk, packed)
    assert found.rows == [("甲", "1"), ("乙", "2")]
    assert found.numbers == [1, 2]


def test_numbers_are_kept_as_written_and_null_is_missing(desk: Desk) -> None:
    numbers = ["0.10", "12345678901234567890", "1e3", "-0", "1E-400", "1e400", "0.1000000000000000055511151231257827"]
    found = read(desk, "[" + ",".join(f'{{"a": {n}, "b": null}}' for n in numbers) + "]")
    assert [a for a, _ in found.rows] == numbers
    assert {b for _, b in found.rows} == {""}


def test_nested_objects_become_fields_and_lists_stay_json(desk: Desk) -> None:
    text = '[{"a": {"x": {"y": 1.50}}, "b": [1.50, "1.50", {"z": null}, true]}, {"a": {"x": {}}, "b": []}, {"a": null, "b": false}]'
    assert read(desk, text, ("a.x.y", "b")).rows == [("1.50", '[1.50,"1.50",{"z":null},true]'), ("", "[]"), ("", "false")]
    assert read(desk, text, ("a_x_y", "b"), "records: {join: _}").rows[0][0] == "1.50"


def test_the_list_lies_where_the_declaration_says(desk: Desk) -> None:
    items = '{"total": 2, "items": [{"a": 1, "b": 2}, {"a": 3, "b": 4}], "next": null}'
    text = f'{{"code": 0, "notes": ["}}", {{"data": [1]}}], "data": {items}, "end": {{}}}}'
    assert read(desk, text, more="records: {at: data.items}").rows == [("1", "2"), ("3", "4")]
    assert read(desk, '{"data.items": [{"a": 1, "b": 2}]}', more="records: {at: data.items}").rows == [("1", "2")]
    with pytest.raises(CollectError, match=r"records\.at 所写的“rows”。该处的名称：total、items、next"):
        read(desk, text, more="records: {at: data.rows}")
    with pytest.raises(CollectError, match=r"records: {at: items}"):
        read(desk, '{"total": 1, "items": [{"a": 1, "b": 2}]}')


def test_a_map_gives_its_properties_geometry_and_coordinates_of_points(desk: Desk) -> None:
    point = {"type": "Point", "coordinates": [104.06, 30.67]}
    line = {"type": "LineString", "coordinates": [[104.0, 30.0], [104.5, 30.5]]}
    features = [{"type": "Feature", "id": 7, "properties": {"name": "甲", "n": 1}, "geometry": g} for g in (point, line, None)]
    text = json.dumps({"features": features, "type": "FeatureCollection", "name": "x"}, ensure_ascii=False)
    rows = read(desk, text, ("name", "longitude", "latitude", "geometry", "id", "n")).rows
    assert rows[0] == ("甲", "104.06", "30.67", '{"type":"Point","coordinates":[104.06,30.67]}', "7", "1")
    assert rows[1][1:4] == ("", "", '{"type":"LineString","coordinates":[[104.0,30.0],[104.5,30.5]]}')
    assert rows[2][1:4] == ("", "", "")


def test_an_object_alone_is_one_record_and_an_empty_list_has_none(desk: Desk) -> None:
    assert read(desk, '{"a": 1, "b": {"c": 2}}', ("a", "b.c")).rows == [("1", "2")]
    assert read(desk, "[]").rows == []


BROKEN = (
    '{"a":1,"b":1}\n{"a":2,"b":\n{"a":3,"b":NaN}\n{"a":4,"a":4,"b":4}\n[5]\n\n{"a":6,"b":"\\ud800"}\n{"a":7,"b":7} x\n{"a":8,"b":8}\n{"a":9'
)
LINES = [line for line in BROKEN.split("\n") if line]


def test_a_broken_line_costs_itself_only(desk: Desk) -> None:
    found = read(desk, BROKEN)
    assert found.rows == [("1", "1"), ("8", "8")]
    assert found.numbers == [1, 8]
    assert [(r.record, r.raw) for r in found.rejected if r.record != 6] == [(n, LINES[n - 1]) for n in (2, 3, 4, 5, 7, 9)]
    said = {r.record: r.expected.zh for r in found.rejected}
    assert said[2] == "第 2 行第 1 列应为写在一行内的完整对象"
    assert said[3] == "数字或 null，不是 NaN"
    assert said[4] == "名称“a”只出现一次"
    assert said[7] == "第 8 行第 14 列应为换行，每行一条记录"
    assert {r.cause for r in found.rejected} == {"broken_json", "repeated_name"} <= set(causes())


def test_records_of_a_list_are_rejected_for_what_readers_understand_differently(desk: Desk) -> None:
    found = read(desk, '[{"a":1,"b":1},{"a":2,"b":-Infinity},{"a":3,"b":3,"b":4},5,{"a":[6],"b":{"c":1,"c":2}},{"a":7,"b":7}]')
    assert found.numbers == [1, 6]
    assert [(r.record, r.raw) for r in found.rejected][:3] == [(2, '{"a":2,"b":-Infinity}'), (3, '{"a":3,"b":3,"b":4}'), (4, "5")]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('[{"a":1,"b":2},\n {"a":1 "b":2}]', "第 2 行第 9 列", "逗号"),
        ('[{"a":1,"b":2}\n{"a":1,"b":2}]', "第 2 行第 1 列", "逗号 , 或右括号 ]"),
        ('[{"a":1,"b":2}', "第 1 行第 15 列", "逗号"),
        ('[{"a":1,"b":2},]', "第 1 行第 16 列", "一个值"),
        ('[{"a":1,"b":"x\ny"}]', "第 1 行第 15 列", "控制字符"),
        ("[{'a':1}]", "第 1 行第 3 列", "双引号"),
        ('[{"a":1,"b":2}]\n[{"a":1,"b":2}]', "第 2 行第 1 列", "文件结尾"),
        ('{"a":[1,2],"b":[1]}', "第 1 行", "一样长的列表"),
        ('{\n"a":[1,2],\n"b":[1,2]', "第 3 行第 10 列", "右括号 }"),
        ("[" * 100_000, "第 1 行第 2 列", "嵌套"),
    ],
)
def test_a_broken_document_is_told_with_line_column_and_what_belongs_there(desk: Desk, text: str, where: str, what: str) -> None:
    with pytest.raises(CollectError, match=where) as told:
        read(desk, text)
    assert what in told.value.text.zh


def test_nothing_depends_on_where_blocks_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from tianfu.collect import contents

    records = [{"a": n, "b": '值\\"\n' * (n % 9), "c": {"d": [n / 7, None, True]}, "e": -n * 10**20} for n in range(500)]
    as_list, as_lines = json.dumps(records, indent=1), "\n".join(json.dumps(r) for r in records)
    whole = [read(desk, t, ("a", "b", "c.d", "e")).rows for t in (as_list, as_lines)]
    monkeypatch.setattr(documents, "MOST_CHARACTERS", 500)
    for size in (7, 61, 1000):
        monkeypatch.setattr(contents, "BLOCK", size)
        found = [read(desk, t, ("a", "b", "c.d", "e")) for t in (as_list, as_lines)]
        assert [f.rows for f in found] == whole
        assert found[0].numbers == list(range(1, 501))


def test_a_field_that_no_record_has_is_told_and_one_that_some_lack_is_missing_there(desk: Desk) -> None:
    assert read(desk, '[{"a":1},{"b":2},{"a":{"c":3}}]').rows == [("1", ""), ("", "2"), ("", "")]
    with pytest.raises(MissingFields, match="“station”（是否为“stations”？）"):
        read(desk, '{"stations":1}\n{"b":1}\n', ("station", "b"))


def test_names_of_any_kind_get_columns_of_their_own(desk: Desk) -> None:
    found = read(desk, '[{"a":1,"b":2,"_record":3,"X":4,"x":5,"":6,"b.c":7}]')
    assert found.names == ["a", "b", "_record_2", "X", "x_2", "field6", "b.c", "_record"]
    with pytest.raises(MissingFields, match="不止一次"):
        read(desk, '[{"a":1,"A":2,"b":3}]')


def test_codes_used_as_names_are_told(desk: Desk) -> None:
    with pytest.raises(CollectError, match="不同的字段"):
        read(desk, json.dumps({"all": {f"{n}": {"a": n} for n in range(20_000)}}))


@pytest.mark.parametrize("content", [BROKEN.encode(), BROKEN.encode("gb18030")])
def test_a_line_is_found_again(desk: Desk, content: bytes) -> None:
    origin = read(desk, content).batches[0].origin
    assert origin
    places = [locate(desk.store, declared(), origin.number << 40 | n) for n in range(1, 10)]
    assert [(p.line, p.text) for p in places if p] == [(1, LINES[0]), (2, LINES[1]), (3, LINES[2]), (4, LINES[3]), (5, LINES[4])] + [
        (7 + n, LINES[5 + n]) for n in range(4)
    ]


def test_a_record_of_a_list_is_found_again(desk: Desk) -> None:
    origin = read(desk, '{"x":\n [{"a":1,\n"b":[2]},\n\n  {"a":  3,"b":4}]}', more="records: {at: x}").batches[0].origin
    assert origin
    place = locate(desk.store, declared(more="records: {at: x}"), origin.number << 40 | 2)
    assert place
    assert (place.line, place.text) == (5, '{"a":  3,"b":4}')
