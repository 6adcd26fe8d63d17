"""Text is cut so that any piece of two characters is found wherever it stands, and letters with digits stay whole."""

import pytest

from tianfu.catalogue.search.cutting import cut, grams, pieces


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("空气质量", ["空气", "气质", "质量"]),
        ("水", ["水"]),
        ("ＰＭ２．５浓度", ["pm2.5", "浓度"]),
        ("GB/T 36344—2018", ["gb/t", "36344", "2018"]),
        ("5G基站", ["5g", "基站"]),
        ("air_hourly", ["air_hourly"]),
        ("“甲乙”、丙丁", ["甲乙", "丙丁"]),
        ("\x00\u202e😀!?", []),
        ("", []),
    ],
)
def test_the_index_holds_pairs_of_neighbours_and_whole_tokens(text: str, pairs: list[str]) -> None:
    assert grams(text) == pairs


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("成都市空气质量", ["成都市", "空气质量"]),
        ("成都的水", ["成都", "水"]),
        ("臺南市", ["臺南市"]),
        ("的", ["的"]),
        ("hj633 监测", ["hj633", "监测"]),
        ("OR NOT * title:馆", ["or", "not", "title", "馆"]),
    ],
)
def test_a_question_needs_words_and_never_lone_characters_of_one(question: str, needed: list[str]) -> None:
    assert pieces(question) == needed


def test_parts_of_codes_lie_in_a_bag() -> None:
    assert cut("HJ633-2012 水")[1] == {"hj", "633", "2012", "水"}


def test_very_long_text_is_cut_in_a_moment() -> None:
    assert len(grams("天府" * 50_000)) == 99_999
    assert grams("a" * 100_000) == ["a" * 64]
