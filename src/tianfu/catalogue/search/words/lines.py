"""The operator's list of words as text, and what is wrong with it. Two kinds of lines, as Solr writes them:

GDP, 地区生产总值, 国内生产总值        # each for all others
环保局, 环保厅 => 生态环境局           # one way
黑名单 =>                              # nothing, whatever the platform ships with
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

from tianfu.catalogue.search.synonyms import Rule, folded
from tianfu.model import Text

TEXT_MOST = 100_000
LINES_MOST = 5_000
LINE_MOST = 1_000
WORDS_MOST = 20
WORD_MOST = 40
PROBLEMS_MOST = 50
"""So many are told at once."""
PARTS = ",，、"
SIGNS = frozenset(" .·-_/%&+#'()°℃µ")
"""What may stand in a word beside letters, digits and combining marks: words are words, never markup and never an expression."""
ARROW = "=>"


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in a line, what was expected, how to mend it. Line 0 is the whole text."""

    line: int
    text: Text


class WordsRefused(ValueError):
    """The list has problems; nothing of it was taken."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        self.problems = tuple(problems)
        told = [in_words(p) for p in self.problems[:5]]
        if more := len(self.problems) - len(told):
            told.append(Text(zh=f"另有 {more} 处", en=f"and {more} more"))
        zh, en = "；".join(t.zh for t in told), "; ".join(t.en for t in told)
        self.text = Text(zh=f"没有保存。{zh}", en=f"Nothing was kept. {en}")
        super().__init__(self.text.en)


def in_words(problem: LineProblem) -> Text:
    """The problem with its line."""
    if not problem.line:
        return problem.text
    return Text(zh=f"第 {problem.line} 行：{problem.text.zh}", en=f"line {problem.line}: {problem.text.en}")


def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules of a list without problems; WordsRefused tells every problem."""
    rules, problems = read(text)
    if problems:
        raise WordsRefused(problems)
    return rules


def read(text: str) -> tuple[tuple[Rule, ...], tuple[LineProblem, ...]]:
    """The rules, and what is wrong by line: at most so many problems, and of too long a text only that it is too long."""
    if too_long := _too_long(text):
        return (), (too_long,)
    rules: list[Rule] = []
    problems: list[LineProblem] = []
    known: dict[Rule, int] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if len(problems) >= PROBLEMS_MOST:
            break
        try:
            rule = _rule(line)
        except _Wrong as wrong:
            problems.append(LineProblem(number, wrong.text))
            continue
        if rule is None:
            continue
        if rule in known:
            problems.append(LineProblem(number, _again(known[rule])))
        known[rule] = number
        rules.append(rule)
    return tuple(rules), tuple(problems)


class _Wrong(ValueError):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


def _too_long(text: str) -> LineProblem | None:
    lines = text.count("\n") + 1
    if len(text) <= TEXT_MOST and lines <= LINES_MOST:
        return None
    zh = f"词表有 {lines:,} 行、{len(text):,} 字，最多 {LINES_MOST:,} 行、{TEXT_MOST:,} 字；请只保留检索用得到的词"
    en = f"the list has {lines:,} lines and {len(text):,} characters, at most {LINES_MOST:,} and {TEXT_MOST:,}: keep what searches need"
    return LineProblem(0, Text(zh=zh, en=en))


def _rule(line: str) -> Rule | None:
    """The rule of a line; None where it holds only a comment."""
    if len(line) > LINE_MOST:
        raise _Wrong(
            f"有 {len(line):,} 字，一行最多 {LINE_MOST:,} 字；请分成几行",
            f"{len(line):,} characters, expected at most {LINE_MOST:,}: split it",
        )
    said = _said(line)
    if not said:
        return None
    left, arrow, right = said.partition(ARROW)
    if ARROW in right:
        raise _Wrong("有两个“=>”，一行只能有一个；请分成两行", "two '=>' in a line, expected one: write two lines")
    words, others = tuple(_words(left)), tuple(_words(right))
    if (count := len(words) + len(others)) > WORDS_MOST:
        raise _Wrong(
            f"一行有 {count} 个词，最多 {WORDS_MOST} 个；请分成几行", f"{count} words, expected at most {WORDS_MOST}: split the line"
        )
    _check(words, others, one_way=bool(arrow))
    return Rule(words, others, instead=bool(arrow) and not others)


def _said(line: str) -> str:
    """The line without its comment: what follows a # at its start or behind a space, so that C# stays a word."""
    text = f" {normalize('NFKC', line)}".replace("\t", " ")
    return text.partition(" #")[0].strip()


def _words(text: str) -> Iterator[str]:
    for sign in PARTS[1:]:
        text = text.replace(sign, ",")
    for part in text.split(",") if text.strip() else ():
        word = " ".join(part.split(" ")).strip()
        if not word:
            raise _Wrong("两个逗号之间没有词；请删去多余的逗号", "no word between two commas: remove one")
        yield _word(word)


def _word(word: str) -> str:
    shown = "".join(c if c.isprintable() else "□" for c in word[:20])
    wrong = next((c for c in word if category(c)[0] not in "LNM" and c not in SIGNS), "")
    if wrong:
        sign = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        raise _Wrong(
            f"“{shown}”中有“{sign}”；词只能由文字、数字和 . - / % & + 等组成，不能是通配符、正则式或标记；请删去",
            f"'{sign}' cannot stand in '{shown}': words are letters, digits and . - / % & +, no wildcards or markup; remove it",
        )
    if not 2 <= len(word) <= WORD_MOST:
        raise _Wrong(
            f"“{shown}”有 {len(word)} 个字，应为 2 至 {WORD_MOST} 个；单字处处都有，长句不是词",
            f"'{shown}' has {len(word)} characters, expected 2 to {WORD_MOST}: single ones are everywhere, sentences are no words",
        )
    return word


def _check(words: Sequence[str], others: Sequence[str], *, one_way: bool) -> None:
    if one_way and not words:
        raise _Wrong("“=>”左边没有词；应为“旧称 => 新称”", "no word before '=>': expected 'old name => new name'")
    if not one_way and len(words) < 2:
        raise _Wrong(
            f"只有一个词“{words[0]}”；应为“词, 同义词”或“旧称 => 新称”",
            f"only one word, '{words[0]}': expected 'word, other word' or 'old name => new name'",
        )
    seen: set[str] = set()
    for word in (*words, *others):
        if folded(word) in seen:
            raise _Wrong(f"“{word}”写了两次；请删去一个", f"'{word}' stands there twice: remove one")
        seen.add(folded(word))


def _again(line: int) -> Text:
    return Text(zh=f"与第 {line} 行相同；请删去一行", en=f"the same as line {line}: remove one")
