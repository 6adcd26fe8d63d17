"""Did you mean: by sound, by pinyin, by one character; only words that occur, only questions that find something."""

import random
import time

import pytest

from tianfu.catalogue.search.spelling import Spelling
from tianfu.catalogue.search.suggesting import Suggesting

TEXT = """
空气质量 空气 质量 环境 环境监测 企业 企业登记 行政处罚 处罚 信息 成都 重庆 食品安全 城市 监测 temperature gdp gps pm2.5
人口 公积金 医疗保险 银行 绿化率 图书馆
"""
WORDS = dict.fromkeys(TEXT.split(), 10)
SPELLING = Spelling(WORDS)
CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
)


def anything(question: str) -> int:
    return 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("空气志量", "空气质量"),
        ("环镜", "环境"),
        ("企页", "企业"),
        ("虫庆", "重庆"),
        ("银航", "银行"),
        ("程市", "城市"),
        ("kongqi", "空气"),
        ("huanjing", "环境"),
        ("kong qi", "空气"),
        ("kongqizhiliang", "空气质量"),
        ("lvhualv", "绿化率"),
        ("空气质", "空气质量"),
        ("空质气量", "空气质量"),
        ("境环", "环境"),
        ("食品安铨", "食品安全"),
        ("图书管", "图书馆"),
        ("空气空质量", "空气质量"),
        ("tempreture", "temperature"),
        ("GPD", "gdp"),
        ("ＧＰＤ", "gdp"),
        ("环静监测", "环境监测"),
        ("成嘟空气志量", "成都空气质量"),
        ("成都 空气志量 GPD", "成都 空气质量 gdp"),
    ],
)
def test_what_was_meant_comes_first(typed: str, meant: str) -> None:
    assert SPELLING.meant(typed, anything)[0] == meant


def test_what_many_in_the_province_do_not_tell_apart_is_one_sound() -> None:
    assert Spelling({"牛奶": 1}).meant("刘奶", anything) == ("牛奶",)
    assert Spelling({"城镇": 1}).meant("层阵", anything) == ("城镇",)


def test_only_what_finds_something_is_offered() -> None:
    asked: list[str] = []

    def found(question: str) -> int:
        asked.append(question)
        return int(question == "gps")

    assert SPELLING.meant("GPD", found) == ("gps",)
    assert asked == ["gdp", "gps"]
    assert SPELLING.meant("空气志量", lambda _: 0) == ()


@pytest.mark.parametrize("typed", ["", "空", "空气质量", "!!", "😀😀", "\x00\x00", "12345", "a" * 41, "空" * 10_000])
def test_what_needs_no_guess_gets_none(typed: str) -> None:
    assert SPELLING.meant(typed, anything) == ()


def test_no_word_is_offered_that_does_not_occur() -> None:
    rnd = random.Random(7)
    for _ in range(300):
        typed = "".join(rnd.choice("空气志治量环镜企页kongqi gdp") for _ in range(rnd.randint(2, 8)))
        for meant in SPELLING.meant(typed, anything):
            new = set(meant) - set(typed.lower())
            assert new <= set("".join(WORDS))


def test_an_empty_vocabulary_guesses_nothing() -> None:
    assert Spelling({}).meant("空气志量", anything) == ()


def test_a_hundred_thousand_words_are_ready_in_seconds_and_answer_in_milliseconds() -> None:
    rnd = random.Random(3)
    many = {"".join(rnd.choice(CHARACTERS) for _ in range(rnd.choice([2, 3, 4, 4, 5, 6, 8]))): rnd.randint(1, 99) for _ in range(110_000)}
    many |= {"".join(rnd.choice("abcdefghij") for _ in range(rnd.randint(3, 12))): 1 for _ in range(3000)} | WORDS
    assert len(many) > 95_000
    began = time.process_time()
    spelling, suggesting = Spelling(many), Suggesting(many)
    assert time.process_time() - began < 5  # 1.0 s and 0.6 s on an idle machine
    for typed in ("空气志量", "kongqizhiliang", "tempreture", "成都空气志量 GPD 环镜", "zhi" * 13):
        assert _quickest(lambda typed=typed: spelling.meant(typed, anything)) < 0.005  # type: ignore[misc]
    for typed in ("空", "环境监", "zzzqq", "kongqi"):
        assert _quickest(lambda typed=typed: suggesting.begun(typed)) < 0.005  # type: ignore[misc]


def _quickest(work: object) -> float:
    seconds = []
    for _ in range(5):
        began = time.process_time()
        work()  # type: ignore[operator]
        seconds.append(time.process_time() - began)
    return min(seconds)


def test_suggestions_begin_with_what_was_typed_then_contain_it_then_sound_so() -> None:
    suggesting = Suggesting({"空气质量": 5, "空气": 9, "大气和空气": 1, "空调": 2, "GDP": 3})
    assert suggesting.begun("空气") == ("空气", "空气质量", "大气和空气")
    assert suggesting.begun("gd") == ("GDP",)
    assert suggesting.begun("kongq") == ("空气", "空气质量")
    assert suggesting.begun("kong", limit=2) == ("空气", "空气质量")


@pytest.mark.parametrize("typed", ["", " ", "\n", "空\n气", "x" * 10_000])
def test_nothing_is_suggested_for_nothing(typed: str) -> None:
    assert Suggesting(WORDS).begun(typed) == ()
