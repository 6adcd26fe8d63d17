"""The operator's list: lines as Solr writes them, every problem by line, kept with its history, in effect at once."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tianfu.catalogue.search.synonyms import Rule
from tianfu.catalogue.search.words import Words, WordsOvertaken, WordsRefused, in_words, read
from tianfu.catalogue.search.words.files import as_csv
from tianfu.catalogue.search.words.kept import KEPT
from tianfu.model import Settings
from tianfu.store import Store

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
LIST = "# 简称\nGDP, 地区生产总值，国内生产总值\n环保局、环保厅 => 生态环境局  # 2018\n黑名单 =>\n"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store.open(Settings(home=home)) as store:
        yield store


def test_three_kinds_of_lines() -> None:
    rules, problems = read(LIST)
    assert problems == ()
    assert rules == (
        Rule(("GDP", "地区生产总值", "国内生产总值")),
        Rule(("环保局", "环保厅"), ("生态环境局",)),
        Rule(("黑名单",), (), instead=True),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("环保局", "只有一个词"),
        ("甲, 乙丙", "单字"),
        ("环保局,, 生态环境局", "两个逗号之间没有词"),
        ("GDP, ＧＤＰ", "写了两次"),
        ("环保局 => 甲局 => 乙局", "两个"),
        ("=> 生态环境局", "左边没有词"),
        ("<script>alert(1)</script>, 空气", "标记"),
        ("空气.*, (a|b)+", "正则式"),
        ("空气\u202e, 质量", "U+202E"),
        ("空气\x00, 质量", "U+0000"),
        ("空气\u200b, 质量", "U+200B"),
        ("x" * 1001, "1,000"),
        (",".join(f"词{n}" for n in range(21)), "最多 20"),
        ("长" * 41 + ", 质量", "2 至 40"),
    ],
)
def test_a_wrong_line_is_told_with_what_and_how_to_mend(line: str, said: str) -> None:
    _, (problem,) = read(f"# 一\n{line}\n")
    assert problem.line == 2
    assert said in in_words(problem).zh
    assert in_words(problem).zh.startswith("第 2 行：")
    assert in_words(problem).en.startswith("line 2: ")


def test_all_problems_are_told_at_once_and_nothing_is_taken(store: Store) -> None:
    with pytest.raises(WordsRefused) as refused:
        Words(store).replace("好词, 对词\n错\n<b>, x2\n", unit="省数据局", person="王", at=NOW)
    assert [p.line for p in refused.value.problems] == [2, 3]
    assert Words(store).now().number == 0


@pytest.mark.parametrize("text", ["a1, b2\n" * 100_000, "长" * 10**6, "x, " * 400_000, "=>" * 500_000, "\n" * 10**6])
def test_a_hostile_list_is_refused_in_words_and_in_no_time(text: str) -> None:
    began = time.process_time()
    rules, problems = read(text)
    assert time.process_time() - began < 0.5
    assert rules == ()
    assert "最多" in problems[0].text.zh


def test_a_list_with_thousands_of_wrong_lines_tells_the_first_fifty() -> None:
    began = time.process_time()
    assert len(read("错\n" * 4_900)[1]) == 50
    assert time.process_time() - began < 0.5


def test_a_list_holds_at_once(store: Store) -> None:
    words = Words(store)
    assert words.synonyms().expanded(["天府通"]) == {}
    words.replace("天府通, 公交一卡通\n", unit="省交通运输厅", person="李", at=NOW)
    assert words.synonyms().expanded(["天府通"]) == {"天府通": ("公交一卡通",)}
    assert words.synonyms() is words.synonyms()


def test_a_list_that_another_process_wrote_holds_within_a_second(store: Store, home: Path, tmp_path: Path) -> None:
    words = Words(store)
    words.synonyms()
    (tmp_path / "list.txt").write_text("天府通, 公交一卡通\n", "utf-8")
    tianfu = str(Path(sys.executable).with_name("tianfu"))
    command = [tianfu, "--home", str(home), "words", "replace", str(tmp_path / "list.txt"), "--unit", "省数据局", "--by", "王"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "第 1 份" in done.stdout
    time.sleep(0.5)
    assert words.synonyms().expanded(["天府通"]) == {"天府通": ("公交一卡通",)}


def test_the_history_says_who_and_when_and_keeps_the_last_ones(store: Store) -> None:
    words = Words(store)
    for n in range(KEPT + 3):
        words.replace(f"词{n}, 另词{n}\n", unit="省数据局", person="王", at=NOW)
    history = words.history()
    assert [h.number for h in history] == list(range(KEPT + 3, 3, -1))
    assert (history[0].unit, history[0].person, history[0].at, history[0].rules) == ("省数据局", "王", NOW, 1)
    assert words.of(3) is None
    found = words.of(KEPT)
    assert found is not None
    assert found.text == f"词{KEPT - 1}, 另词{KEPT - 1}\n"


def test_the_same_list_again_writes_nothing(store: Store) -> None:
    words = Words(store)
    words.replace(LIST, unit="a", person="b", at=NOW)
    assert words.replace(LIST.replace("\n", "\r\n"), unit="a", person="b", at=NOW).number == 1


def test_whoever_comes_second_is_told(store: Store) -> None:
    words = Words(store)
    words.replace("甲词, 乙词\n", unit="a", person="b", at=NOW, expects=0)
    with pytest.raises(WordsOvertaken, match="list 1"):
        words.replace("丙词, 丁词\n", unit="a", person="b", at=NOW, expects=0)


def test_the_list_as_a_table(store: Store) -> None:
    kept = Words(store).replace(LIST, unit="a", person="b", at=NOW)
    assert as_csv(kept).splitlines() == [
        "kind,words,others",
        "same,GDP|地区生产总值|国内生产总值,",
        "one_way,环保局|环保厅,生态环境局",
        "none,黑名单,",
    ]


def test_the_command_tells_every_problem_by_line(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("好词, 对词\n错\n空气.*, 质量\n", "utf-8")
    tianfu = str(Path(sys.executable).with_name("tianfu"))
    command = [tianfu, "--lang", "zh", "--home", str(home), "words", "check", str(tmp_path / "list.txt")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert [line.partition("：")[0] for line in done.stdout.splitlines()] == ["第 2 行", "第 3 行"]
