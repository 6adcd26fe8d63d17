"""Words that stand for each other: what is looked for beside what was typed, and that no list can make it much."""

import time
from datetime import date

import pytest

from tianfu.catalogue.search.synonyms import ALL_MOST, OTHERS_MOST, Rule, Synonyms
from tianfu.catalogue.search.words.kept import shipped_rules
from tianfu.standards import search_words

SHIPPED = Synonyms((), shipped_rules(date(2026, 11, 25)))


@pytest.mark.parametrize(
    ("typed", "part", "other"),
    [
        ("GDP", "gdp", "地区生产总值"),
        ("ｇｄｐ", "gdp", "国内生产总值"),
        ("国内生产总值增速", "国内生产总值", "GDP"),
        ("PM2.5浓度", "pm2.5", "细颗粒物"),
        ("医保定点", "医保", "医疗保险"),
        ("成都环保局处罚", "环保局", "生态环境局"),
        ("国土厅", "国土厅", "自然资源厅"),
        ("质监局", "质监局", "市场监督管理局"),
        ("卫计委", "卫计委", "卫健委"),
        ("旅游局", "旅游局", "文化和旅游局"),
        ("大数据局", "大数据局", "数据局"),
        ("郫县企业", "郫县", "郫都区"),
        ("会理县", "会理县", "会理市"),
    ],
)
def test_short_names_and_former_names_lead_to_what_is_meant(typed: str, part: str, other: str) -> None:
    assert other in SHIPPED.expanded([typed])[part]


def test_a_wide_word_leads_to_narrower_ones_and_not_the_other_way_round() -> None:
    assert "公司" in SHIPPED.expanded(["企业"])["企业"]
    assert "公司" not in SHIPPED.expanded(["公司"])


def test_the_new_name_does_not_lead_back_to_the_old_one() -> None:
    assert SHIPPED.expanded(["郫都区"]) == {}


def test_the_longest_word_is_taken_at_each_place() -> None:
    words = Synonyms([Rule(("环保",), ("绿色",)), Rule(("环保局",), ("生态环境局",))])
    assert words.expanded(["环保局和环保"]) == {"环保局": ("生态环境局",), "环保": ("绿色",)}


@pytest.mark.parametrize("typed", ["covid", "ico2", "gdps"])
def test_letters_are_words_only_when_they_stand_alone(typed: str) -> None:
    words = Synonyms([Rule(("CO", "一氧化碳")), Rule(("GDP", "生产总值"))])
    assert words.expanded([typed]) == {}


def test_circles_lead_one_step_and_no_further() -> None:
    words = Synonyms([Rule(("甲甲",), ("乙乙",)), Rule(("乙乙",), ("丙丙",)), Rule(("丙丙",), ("甲甲",))])
    assert words.expanded(["甲甲"]) == {"甲甲": ("乙乙",)}


def test_a_word_never_leads_to_itself() -> None:
    assert Synonyms([Rule(("ＧＤＰ", "gdp"))]).expanded(["GDP"]) == {}


def test_an_operator_can_silence_what_is_shipped() -> None:
    further = [Rule(("黑名单",), ("严重失信主体名单",))]
    assert Synonyms([], further).expanded(["黑名单"])
    assert Synonyms([Rule(("黑名单",), instead=True)], further).expanded(["黑名单"]) == {}


def test_the_operators_words_come_first() -> None:
    words = Synonyms([Rule(("GDP",), ("总产值",))], [Rule(("GDP", "地区生产总值"))])
    assert words.expanded(["gdp"])["gdp"] == ("总产值", "地区生产总值")


def test_everything_for_everything_stays_bounded() -> None:
    every = [Rule(("词",) if n < 0 else (f"词{n}", f"词{n + 1}", f"词{n + 7}", "词0")) for n in range(20_000)]
    began = time.process_time()
    words = Synonyms(every)
    assert time.process_time() - began < 2
    began = time.process_time()
    found = words.expanded(["词0" * 100] * 1000 + [f"词{n}" for n in range(1000)])
    assert time.process_time() - began < 0.1
    assert max(len(o) for o in found.values()) <= OTHERS_MOST
    assert sum(len(o) for o in found.values()) <= ALL_MOST


def test_a_question_is_expanded_in_microseconds() -> None:
    began = time.process_time()
    for _ in range(1000):
        SHIPPED.expanded(["成都环保局处罚信息", "GDP"])
    assert time.process_time() - began < 0.2


def test_every_shipped_row_has_a_source_and_words_that_an_operator_could_write() -> None:
    rows = search_words()
    assert len(rows) >= 250
    assert all(r.source and r.words for r in rows)
    assert all(r.others or (r.kind == "same" and len(r.words) > 1) for r in rows)
    assert all(2 <= len(w) <= 40 for r in rows for w in (*r.words, *r.others))


def test_former_divisions_follow_from_the_code_list() -> None:
    former = {r.words[0]: r.others[0] for r in search_words() if r.source.startswith("GB/T 2260")}
    assert former["双流县"] == "双流区"
    assert len(former) >= 14
