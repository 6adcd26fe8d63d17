"""Every record of a file is delivered or rejected, under its number, however the file is written."""

import pytest

from tianfu.collect import CollectError
from tianfu.collect import contents as contents_of_files
from tianfu.collect import parsing as parsing_of_text
from tianfu.standards import causes

from .conftest import Desk


def test_all_ways_to_end_a_line_may_stand_in_one_file(desk: Desk) -> None:
    found = desk.read(b"a,b\r\n1,2\r3,4\n5,6\r\n7,8")
    assert found.rows == [("1", "2"), ("3", "4"), ("5", "6"), ("7", "8")]
    assert found.numbers == [1, 2, 3, 4]


def test_blank_lines_are_no_records(desk: Desk) -> None:
    found = desk.read(b"\n\r\na,b\n\n1,2\n\n\r\n3,4\n\n")
    assert (found.rows, found.numbers) == ([("1", "2"), ("3", "4")], [1, 2])


def test_records_of_the_wrong_width_are_rejected_under_their_numbers(desk: Desk) -> None:
    found = desk.read("a,b\n1,2\n\n3\n4,5,6\n7,8\n9,10,甲\n")
    assert (found.rows, found.numbers) == ([("1", "2"), ("7", "8")], [1, 4])
    assert [(r.record, r.raw, r.cause) for r in found.rejected] == [
        (2, "3", "too_few_fields"),
        (3, "4,5,6", "too_many_fields"),
        (5, "9,10,甲", "too_many_fields"),
    ]
    assert found.rejected[0].expected.zh == "2 个字段，实有 1 个"
    assert {r.cause for r in found.rejected} <= set(causes())


def test_numbers_are_exact_across_blocks_and_all_records_are_accounted_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents_of_files, "BLOCK", 97)
    monkeypatch.setattr(parsing_of_text, "BLOCK", 97)
    text = "a,b\r\n" + "".join(f"{n}\r\n" if n % 7 == 0 else f'"{n}\n",x\r\n' if n % 5 == 0 else f"{n},x\r\n" for n in range(1, 2000))
    found = desk.read(text)
    assert len(found.batches) > 50
    assert [int(a) for a, _ in found.rows] == found.numbers
    assert [r.record for r in found.rejected] == [n for n in range(1, 2000) if n % 7 == 0]
    assert sorted(found.numbers + [r.record for r in found.rejected]) == list(range(1, 2000))


def test_a_quoted_line_break_belongs_to_its_value(desk: Desk) -> None:
    found = desk.read(b'a,b\n1,"x\ny"\n2,"say ""hi"", ok"\n3,5" pipe\n')
    assert found.rows == [("1", "x\ny"), ("2", 'say "hi", ok'), ("3", '5" pipe')]
    assert found.numbers == [1, 2, 3]


def test_a_quote_that_never_closes_is_told_with_its_line_and_nothing_is_swallowed(desk: Desk) -> None:
    with pytest.raises(CollectError, match="第 3 行") as told:
        desk.read('a,b\n1,2\n3,"x\n5,6\n7,8\n')
    assert "引号" in told.value.text.zh
    assert "line 3" in told.value.text.en


def test_a_quote_that_never_closes_is_told_even_if_the_record_has_another_width(desk: Desk) -> None:
    with pytest.raises(CollectError, match="第 2 行"):
        desk.read('a,b\n3,4,"x\n5,6\n7,8\n')


@pytest.mark.parametrize("later", ['5,"y"', '5,"y",z', '"5","y"'])
def test_a_quote_that_closes_where_a_later_cell_opens_is_told_with_its_line(desk: Desk, later: str) -> None:
    with pytest.raises(CollectError, match="第 3 行"):
        desk.read(f'a,b\n1,2\n2,"x\n3,4\n{later}\n6,7\n')


def test_a_value_of_several_lines_may_end_in_a_quotation(desk: Desk) -> None:
    assert desk.read('a,b\n1,"he\nsaid ""so"""\n').rows == [("1", 'he\nsaid "so"')]


def test_a_last_line_that_breaks_off_inside_quotes_is_one_rejected_record(desk: Desk) -> None:
    for last in ('3,"x', '3,4,"x', '3,"x\n'):
        found = desk.read(f"a,b\n1,2\n{last}")
        assert (found.rows, found.numbers) == ([("1", "2")], [1])
        assert [(r.record, r.raw, r.cause) for r in found.rejected] == [(2, last.strip(), "unclosed_quote")]


def test_nul_bytes_are_delivered_as_they_are(desk: Desk) -> None:
    assert desk.read(b"a,b\n1,x\0y\n\0,2\n").rows == [("1", "x\0y"), ("\0", "2")]


def test_a_second_line_that_begins_with_a_hash_is_a_record_unless_comments_are_declared(desk: Desk) -> None:
    text = "a,b\n#1,2\n3,4\n"
    assert desk.read(text).rows == [("#1", "2"), ("3", "4")]
    assert desk.read(text, more='dialect: {comment: "#"}').rows == [("3", "4")]


def test_comments_do_not_count_and_quoted_lines_are_none(desk: Desk) -> None:
    text = '# it\'s "new\na,b\n1,2\n# x\n\n#y\r\n3,"4\n# no comment"\n# "\n5\n6,7\n#end'
    found = desk.read(text, more='dialect: {comment: "#"}')
    assert (found.rows, found.numbers) == ([("1", "2"), ("3", "4\n# no comment"), ("6", "7")], [1, 2, 4])
    assert [r.record for r in found.rejected] == [3]


def test_lines_before_the_header_are_skipped_as_declared(desk: Desk) -> None:
    assert desk.read('某县报表,"未完\n\na,b\n1,2\n', more="dialect: {skip_lines: 2}").rows == [("1", "2")]


def test_tabs_other_quotes_and_files_without_header_are_read_as_declared(desk: Desk) -> None:
    more = "dialect: {delimiter: '\\t', quote: \"'\", header: false, fields: [a, b]}"
    assert desk.read("1\t'x\ty'\n2\t\"z\n", more=more).rows == [("1", "x\ty"), ("2", '"z')]


def test_without_quotes_a_quote_is_a_character(desk: Desk) -> None:
    assert desk.read('a,b\n1,"x\n2,y"\n', more='dialect: {quote: ""}').rows == [("1", '"x'), ("2", 'y"')]


def test_a_file_with_a_header_only_has_no_records(desk: Desk) -> None:
    for text in ("a,b", "a,b\n", "a,b\r\n\r\n"):
        found = desk.read(text)
        assert (found.rows, found.rejected, len(found.batches)) == ([], [], 1)


def test_an_empty_file_is_told(desk: Desk) -> None:
    for content in (b"", b"\n\r\n", b"\xef\xbb\xbf"):
        with pytest.raises(CollectError, match="空的"):
            desk.read(content)


def test_a_line_longer_than_two_blocks_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents_of_files, "BLOCK", 1000)
    monkeypatch.setattr(parsing_of_text, "BLOCK", 1000)
    with pytest.raises(CollectError, match="第 3 行"):
        desk.read("a,b\n1,2\n3," + "x" * 5000 + "\n4,5\n")


def test_a_file_of_another_width_ends_early(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing_of_text, "MOST_REJECTED", 100)
    with pytest.raises(CollectError, match="分隔符"):
        desk.read("a,b\n" + "1;2\n" * 1000)
