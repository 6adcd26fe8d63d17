"""The page of search words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tianfu.catalogue.entries.entry_view import unit_titles
from tianfu.catalogue.entries.words import unit_title
from tianfu.catalogue.views import Link
from tianfu.model import Text
from tianfu.standards import SearchWords, search_words

from .kept import WordList, Words
from .lines import TEXT_MOST, LineProblem, in_words
from .views import KeptList, ShippedLine, WordsView, WrongLine

if TYPE_CHECKING:
    from tianfu.store import Store

PAGE = "/search/words"
HISTORY = 20
QUOTED = 80
KINDS = {
    "same": Text(zh="同义", en="same"),
    "former": Text(zh="旧称", en="former name"),
    "narrower": Text(zh="含下位词", en="narrower"),
}

EXAMPLES = (
    ("GDP, 地区生产总值", Text(zh="同义：查任何一个，都一并查找其余的", en="same: each is looked for with all others")),
    ("环保局 => 生态环境局", Text(zh="单向：查左边的，一并查找右边的", en="one way: whoever types the left finds the right as well")),
    ("黑名单 =>", Text(zh="不查：不用平台自带的同义词", en="none: the words that the platform ships with are not used")),
    ("# 2026 年机构改革", Text(zh="说明，不起作用", en="a comment, without effect")),
)


def words_view(
    store: "Store",
    *,
    given: Mapping[str, str] | None = None,
    problems: Sequence[LineProblem] = (),
    trouble: Text | None = None,
    question: str = "",
    saved: bool = False,
) -> WordsView:
    """The list that holds, or what was filled in with everything that is wrong with it."""
    words = Words(store)
    now, values = words.now(), dict(given or {})
    text = values.get("text", now.text)
    return WordsView(
        text=text,
        number=int(n) if (n := values.get("number", "")).isdigit() else now.number,
        values=values,
        problems=tuple(WrongLine(in_words(p), _quoted(text, p.line)) for p in problems),
        trouble=trouble,
        saved=saved,
        history=tuple(_kept(k) for k in words.history()[:HISTORY]),
        shipped=tuple(_shipped(r) for r in search_words()),
        units=unit_titles(),
        question=question,
        tried=tuple((word, "、".join(others)) for word, others in words.synonyms().expanded(question.split()).items()),
        files=(Link(f"{PAGE}.txt", Text(zh="TXT")), Link(f"{PAGE}.csv", Text(zh="CSV"))),
        examples=EXAMPLES,
        most=TEXT_MOST,
    )


def _quoted(text: str, line: int) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    quoted = lines[line - 1] if 0 < line <= len(lines) else ""
    return "".join(c if c.isprintable() else "□" for c in quoted[:QUOTED]) + ("…" if len(quoted) > QUOTED else "")


def _kept(kept: WordList) -> KeptList:
    return KeptList(kept.number, kept.at, unit_title(kept.unit), kept.person, kept.rules, f"{PAGE}.txt?number={kept.number}")


def _shipped(row: SearchWords) -> ShippedLine:
    since = row.valid_from.isoformat() if row.valid_from else ""
    return ShippedLine(KINDS[row.kind], "、".join(row.words), "、".join(row.others), since, row.source)
