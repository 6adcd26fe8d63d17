"""search: find, rebuild."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.catalogue.search import Hit, Search
    from tianfu.model import Terminal

Words = Annotated[str, typer.Argument(metavar="WORDS", help="要找的词；不写则列出全部  words to look for; without, everything")]
Limit = Annotated[int, typer.Option(min=1, max=100, help="最多几条  at most so many")]
Kind = Annotated[str, typer.Option(help="dataset 或 entry  only datasets or only entries")]
Inside = Annotated[bool, typer.Option("--inside", help="也找草稿和变更中的条目  drafts and pending changes of entries too")]
AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]
COLUMNS = ("类型 kind", "标识 id", "名称 title", "提供部门 steward", "数据量 rows", "代码 code")


@contextmanager
def _searching(terminal: "Terminal") -> "Iterator[Search]":
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.catalogue.search import Search
    from tianfu.store import Store

    registry = load_packs(terminal.settings.packs)
    with Store.open(terminal.settings) as store:
        declare_all(store, registry)
        search = Search(store, registry)
        try:
            yield search
        finally:
            search.close()


def find(
    ctx: typer.Context,
    words: Words = "",
    limit: Limit = 20,
    kind: Kind = "",
    inside: Inside = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """检索数据集和目录条目。 Find datasets and catalogue entries, as the portal does."""
    from tianfu.catalogue.search import wanted
    from tianfu.model import ExitCode, Text

    terminal: Terminal = ctx.obj
    asked = wanted([("q", words), ("limit", str(limit)), *([("kind", kind)] if kind else [])], inside=inside)
    with _searching(terminal) as search:
        found = search.find(asked)
        if not found.total:
            search.known.ready()
            found = search.find(asked)
    if as_json:
        terminal.answer({"total": found.total, "hits": [_facts(h) for h in found.hits], "meant": found.meant, "also": found.also})
        return
    columns = [Text(zh=zh, en=en) for zh, en in (c.split(" ") for c in COLUMNS)]
    rows = [(h.kind, h.id, terminal.in_words(h.title), h.steward, h.rows, h.code) for h in found.hits]
    title = Text(zh=f"找到 {found.total} 条", en=f"{found.total} found")
    terminal.table(title, columns, rows)
    if found.meant:
        terminal.say(Text(zh=f"是否要找：{'、'.join(found.meant)}", en=f"did you mean: {', '.join(found.meant)}"))
    if not found.total:
        raise typer.Exit(ExitCode.not_found)


def rebuild(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """重建检索索引；重建期间检索照常。 Build the search index anew; whoever searches meanwhile reads the old one."""
    from time import perf_counter

    from tianfu.model import Text

    terminal: Terminal = ctx.obj
    began = perf_counter()
    with _searching(terminal) as search:
        documents = search.rebuild()
    seconds = round(perf_counter() - began, 2)
    if as_json:
        terminal.answer({"documents": documents, "seconds": seconds})
    else:
        zh, en = f"索引已重建：{documents} 个文档，用时 {seconds} 秒", f"index built anew: {documents} documents in {seconds} s"
        terminal.say(Text(zh=zh, en=en))


def _facts(hit: "Hit") -> dict[str, object]:
    """A hit with the names of the list for machines."""
    facts = {n: getattr(hit, n) for n in hit.__slots__}
    return {**facts, "title": hit.title.zh, "title_en": hit.title.en, "summary": hit.summary.zh, "page": hit.href}
