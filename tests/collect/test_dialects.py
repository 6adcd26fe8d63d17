"""Ways of writing that detection gets wrong are right once they are declared, and columns of blanks are read."""

from pathlib import Path

import pytest

from .conftest import Desk


def test_mixed_line_ends_an_all_number_header_and_a_sign_at_the_beginning_of_a_line(desk: Desk) -> None:
    assert desk.read(b"2023,2024\r\n#1,2\n3,4\r\n5,6", ("2023", "2024")).rows == [("#1", "2"), ("3", "4"), ("5", "6")]
    commented = 'dialect: {comment: "#", skip_lines: 1}'
    assert desk.read(b"title\r\n2023,2024\n#1,2\r\n3,4\n", ("2023", "2024"), commented).rows == [("3", "4")]


@pytest.mark.parametrize(("text", "header"), [("  a   b \n 1  x   \n\n   \n2 y\n", "true"), ("1   x\r\n  2 y  ", "false")])
def test_a_run_of_blanks_is_one_delimiter(desk: Desk, text: str, header: str) -> None:
    found = desk.read(text, more=f'dialect: {{delimiter: " ", repeat: true, header: {header}}}')
    assert found.rows == [("1", "x"), ("2", "y")]
    assert found.numbers == [1, 2]


def test_a_quote_is_a_character_like_others_in_columns_of_blanks(desk: Desk) -> None:
    assert desk.read('a b\n5" x\n"6 y\n', more='dialect: {delimiter: " ", repeat: true}').rows == [('5"', "x"), ('"6', "y")]


def test_a_run_across_blocks_is_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from tianfu.collect import contents

    monkeypatch.setattr(contents, "BLOCK", 5)
    text = "a     b\n" + "".join(f"  {n}      x   \n" for n in range(100))
    assert desk.read(text, more='dialect: {delimiter: " ", repeat: true}').rows == [(str(n), "x") for n in range(100)]


@pytest.mark.parametrize(
    ("name", "rows", "fields", "header"),
    [("cmapss_train_FD001.txt.gz", 20_631, ("engine", "cycle", "v21"), True), ("cmapss_RUL_FD001.txt.gz", 100, ("life",), False)],
)
def test_real_measurements_of_engines_are_read(
    desk: Desk, shared: Path, name: str, rows: int, fields: tuple[str, ...], header: bool
) -> None:
    content = (shared / "data/industry" / name).read_bytes()
    found = desk.read(content, fields, f'dialect: {{delimiter: " ", repeat: true, header: {str(header).lower()}}}')
    assert len(found.rows) == rows
    assert not found.rejected


def test_five_thousand_columns_are_read(desk: Desk) -> None:
    names = [f"指标{n}" for n in range(5_000)]
    text = ",".join(names) + "\n" + (",".join("12.5" for _ in names) + "\n") * 50
    found = desk.read(text, (names[0], names[-1]))
    assert found.rows == [("12.5", "12.5")] * 50
    assert len(found.names) == 5_001
