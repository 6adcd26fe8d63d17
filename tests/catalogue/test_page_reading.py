"""Pages of packs as they are read: what is wrong is told with file and line; what is hostile does no harm and costs no time."""

from time import process_time

import pytest

from tianfu.catalogue.prose.markdown import is_ours
from tianfu.catalogue.prose.parts import Passage, Placed
from tianfu.catalogue.prose.public_face import public_page
from tianfu.catalogue.prose.written import LONGEST, written
from tianfu.model.page import ChartBlock, ClosedBlock, FigureBlock, TableBlock

HEAD = "---\ntitle: 空气\n---\n"
NO_NAME = "is not a name: use lower-case letters, digits and _, beginning with a letter"
NOWHERE = "leads to no page of the portal; begin it with /dataset/, /packs/ ..."
ROW = "'highest' and 'lowest' choose a row of which 'y' is shown: name the column 'y'"
PAGE = (
    HEAD
    + """
```values
days: {dataset: a.days, where: {valid: "true"}}
```

一共 {days} 天。

```figure
title: 天数
dataset: a.days
```

```chart
dataset: a.days
x: date
y: pm25
```
"""
)


def problems(text: str) -> list[str]:
    return [f"{p.line}: {p.message}" for p in written(text, "p.md").problems]


def test_a_page_is_prose_and_blocks_in_order() -> None:
    page = written(PAGE, "p.md")
    assert problems(PAGE) == []
    assert [type(p.block) if isinstance(p, Placed) else Passage for p in page.parts] == [Passage, FigureBlock, ChartBlock]
    assert page.head.title == "空气"
    assert [(p.line, p.end) for p in page.blocks] == [(11, 15), (16, 21)]
    assert page.values["days"].where == {"valid": "true"}


def test_lines_are_counted_alike_whatever_ends_them() -> None:
    assert [p.line for p in written(PAGE.replace("\n", "\r\n"), "p.md").blocks] == [11, 16]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("空气\n", "1: begins with a head: a line '---', 'title: ...', a line '---'"),
        ("---\ntitel: 空气\n---\n", "2: 'title' is missing"),
        ("---\ntitel: 空气\n---\n", "2: 'titel' is not known here; did you mean 'title'?"),
        (HEAD + "# 空气\n", "4: the title stands in the head; headings in the text begin with ##"),
        (HEAD + "\n```chrat\ndataset: a.b\n```\n", "5: 'chrat' is no block; did you mean 'chart'?"),
        (HEAD + "\n```table\ndataset: a.b\ncolumn: [x]\n```\n", "7: 'column' is not known here; did you mean 'columns'?"),
        (HEAD + "\n```table\ndataset: a.b\nlimit: 1000\n```\n", "7: limit: input should be less than or equal to 100, got '1000'"),
        (HEAD + "\n```figure\ndataset: a.b\n```\n", "6: 'title' is missing"),
        (
            HEAD + "\n```figure\ntitle: x\ndataset: a\n```\n",
            "7: dataset: 'a' is not a name: use lower-case letters, digits and _, beginning with a letter",
        ),
        (HEAD + "\n- 一\n\n  ```table\n  dataset: a.b\n  ```\n", "7: a table block stands by itself, not in a list or a quotation"),
        (HEAD + "\n共 {n} 天\n", "5: {n} is no value of the page: bind it in a values block"),
        (
            HEAD + "\n```values\nn: {dataset: a.b, highest: x}\n```\n",
            f"6: {ROW}",
        ),
        (
            HEAD + "\n[x](mailto:a@b.cn)\n",
            f"5: the link 'mailto:a@b.cn' {NOWHERE}",
        ),
        (HEAD + "\n[x](/jobs/1)\n", f"5: the link '/jobs/1' {NOWHERE}"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    assert said in problems(text)


def test_everything_is_told_at_once() -> None:
    text = HEAD + "\n```table\nlimit: many\n```\n\n```chart\ndataset: a.b\n```\n"
    assert len(problems(text)) == 3


ROUNDS = 12
BOMB = "a: &a [x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(ROUNDS))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + "\n```table\n" + BOMB + "```\n", id="yaml bomb"),
        pytest.param(HEAD + "\n```table\n" + "[" * 3_900 + "\n```\n", id="deep yaml"),
        pytest.param(HEAD + "\n```table\n" + "- " * 1_900 + "x\n```\n", id="deep lists in yaml"),
        pytest.param(HEAD + "\n```table\n!!python/object/apply:os.system [ls]\n```\n", id="yaml tag"),
        pytest.param("---\n" + BOMB + "---\n", id="bomb in the head"),
        pytest.param(HEAD + "空" * 1_000_000, id="a megabyte"),
        pytest.param(HEAD + "```figure\n```\n\n" * 5_000, id="many blocks"),
    ],
)
def test_hostile_texts_are_told_in_no_time(text: str) -> None:
    began = process_time()
    assert problems(text)
    assert process_time() - began < 1.5


@pytest.mark.parametrize(
    "piece", ["[", ">", "`a", "[a](b", "*a ", "_a", "**a_", "- ", "| a ", "<", "&#x", "[]: ", "  - a\n", "![[", "~~~\n", "{a}", "\n\n---\n"]
)
def test_repetition_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    began = process_time()
    written(HEAD + piece * ((LONGEST - 100) // len(piece)), "p.md")
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("href", "ours"),
    [
        ("/dataset/a.b?year=2015&sort=-x", True),
        ("/packs/environment/air#s-限值", True),
        ("#s-限值", True),
        ("/catalogue?q=%E7%A9%BA", True),
        ("//evil.example/dataset/", False),
        ("/dataset/../../etc", False),
        ("/declare", False),
        ("javascript:alert(1)", False),
        ("https://evil.example", False),
        ("/\\evil.example", False),
    ],
)
def test_links_lead_into_the_portal_only(href: str, ours: bool) -> None:
    assert is_ours(href) is ours


OPEN = {"a.open": ("date", "value")}
CUT = (
    HEAD.replace("空气", "空气 # 备注")
    + """
```values
shown: {dataset: a.open, y: value, where: {date: 2015-01-01}}
secret_fines: {dataset: a.closed, y: fine_amount}
```

可以看 {shown}，不能看 {secret_fines}。[名单](/dataset/a.closed?fine_amount=1)

```table
# 只给自己看的话
dataset: a.open
columns: [date, value]
```

```chart
dataset: a.closed
title: 罚款最多的是某公司
x: firm_name
y: fine_amount
```

```table
dataset: a.open
columns: [date, inspector]
```

```figure
title: 未开放
dataset: a.open
where: {inspector: 张三}
```
"""
)


def test_a_page_leaves_without_a_word_of_what_is_not_open() -> None:
    left = public_page(CUT, OPEN.get)
    assert left is not None
    for word in ("a.closed", "fine_amount", "secret_fines", "firm_name", "罚款", "inspector", "张三", "只给自己看的话", "备注"):
        assert word not in left, word
    page = written(left, "p.md")
    assert [type(p.block) for p in page.blocks] == [TableBlock, ClosedBlock, ClosedBlock, ClosedBlock]
    assert "可以看 {shown}，不能看 —。" in left
    assert page.values == {"shown": written(CUT, "p.md").values["shown"]}


def test_a_page_leaves_once_and_the_same_again() -> None:
    left = public_page(PAGE, {"a.days": ("date", "pm25", "valid")}.get)
    assert left is not None
    assert public_page(left, {"a.days": ("date", "pm25", "valid")}.get) == left
    again, before = written(left, "p.md"), written(PAGE, "p.md")
    assert [p.block for p in again.blocks] == [p.block for p in before.blocks]
    assert (again.head, again.values) == (before.head, before.values)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PAGE.replace("title: 空气", "title: 空气\ninside: true"), id="its head says so"),
        pytest.param(PAGE + "\n```table\nwrong: yes\n```\n", id="something is wrong with it"),
        pytest.param(HEAD + "\n只有字。\n", id="it shows nothing"),
        pytest.param(PAGE.replace("a.days", "a.closed"), id="nothing of it is open"),
    ],
)
def test_a_page_stays(text: str) -> None:
    assert public_page(text, {"a.days": ("date", "pm25", "valid")}.get) is None
