"""Values as people read them; machines read the same values as they are."""

import pytest

from tianfu.catalogue.cells import reader_of, worded
from tianfu.catalogue.views import Cell
from tianfu.model import Column, Text

CONFLICT = Column(name="conflict", element="boolean", title="是否冲突")
SEX = Column(name="sex", element="sex", title="性别")
NOTE = Column(name="note", element="text", title="备注")


@pytest.mark.parametrize(("value", "words"), [(True, Text(zh="是", en="yes")), (False, Text(zh="否", en="no"))])
def test_yes_and_no_are_words_without_the_value_of_machines(value: bool, words: Text) -> None:
    assert reader_of(CONFLICT, masked=False)(value) == Cell("", words)


def test_a_code_has_its_title_beside_it_in_both_languages() -> None:
    assert reader_of(SEX, masked=False)("1") == Cell("1", Text(zh="男性", en="male"))


def test_no_value_is_not_no() -> None:
    assert reader_of(CONFLICT, masked=False)(None).missing


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (CONFLICT, "true", Text(zh="是", en="yes")),
        (CONFLICT, "1", Text(zh="1")),
        (SEX, "2", Text(zh="2 女性", en="2 female")),
        (NOTE, "true", Text(zh="true")),
    ],
)
def test_conditions_say_their_value_in_words(column: Column, value: str, words: Text) -> None:
    assert worded(column, value) == words
