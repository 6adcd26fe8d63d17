"""The header names the fields: all that are read must be there, once; whatever else the file has gets a name of its own."""

import pytest

from tianfu.collect import MissingFields

from .conftest import Desk


def test_a_header_of_numbers_is_a_header(desk: Desk) -> None:
    assert desk.read("2023,2024\n1,2\n", fields=("2023", "2024")).rows == [("1", "2")]


def test_spaces_and_quotes_around_names_do_not_count(desk: Desk) -> None:
    assert desk.read('\ufeff a ,"\tb"\n1,2\n').rows == [("1", "2")]


def test_a_missing_field_is_told_with_the_near_one_and_all_others(desk: Desk) -> None:
    with pytest.raises(MissingFields) as told:
        desk.read("stations,b\n1,2\n", fields=("station", "b", "area"))
    assert "缺少字段 “station”（是否为“stations”？）、“area”" in told.value.text.zh
    assert "from_field" in told.value.text.en


def test_a_file_cut_at_the_wrong_character_is_told_so(desk: Desk) -> None:
    with pytest.raises(MissingFields, match="delimiter"):
        desk.read("a;b\n1;2\n")


def test_a_field_that_is_read_may_not_be_there_twice(desk: Desk) -> None:
    for header in ("a,b,a", "a,b,A"):
        with pytest.raises(MissingFields, match="不止一次"):
            desk.read(f"{header}\n1,2,3\n")


def test_others_may_have_the_same_name_or_none(desk: Desk) -> None:
    found = desk.read("a,b,备注,备注,,备注_2,_record,X,x\n1,2,3,4,5,6,7,8,9\n")
    assert found.rows == [("1", "2")]
    assert found.names == ["a", "b", "备注", "备注_3", "field5", "备注_2", "_record_2", "X", "x_2", "_record"]


def test_without_a_header_and_without_names_fields_come_in_the_order_of_the_columns(desk: Desk) -> None:
    assert desk.read("1,2\n", more="dialect: {header: false}").rows == [("1", "2")]
