"""What can be wrong with a query, in words that never hold a value of the data."""

from collections.abc import Collection
from difflib import get_close_matches

from tianfu.model import Text

from .failures import StoreError

ONLY = Text(
    zh="只能写一条 SELECT 查询：可用 JOIN、WITH、窗口、GROUP BY、UNION 和常用函数，表名写作“主题.数据集”。",
    en="Write one SELECT: joins, WITH, windows, GROUP BY, UNION and common functions; tables are written pack.dataset.",
)


class QueryRefused(StoreError):
    """The query asks for something that free SQL does not offer. `text` says what, and what there is instead."""


class QueryFailed(StoreError):
    """The query was allowed but could not be answered: too much time or memory, or values that do not fit what is done with them."""


def refused(zh: str, en: str) -> QueryRefused:
    """The complaint, and what is allowed."""
    return QueryRefused(Text(zh=f"{zh}{ONLY.zh}", en=f"{en} {ONLY.en}"))


def near(name: str, known: Collection[str]) -> tuple[str, str]:
    """The end of a sentence that names what was probably meant, in both languages."""
    found = get_close_matches(name.lower(), known, 1)
    return (f"，是否要找“{found[0]}”？", f"; did you mean '{found[0]}'?") if found else ("。", ".")


def no_column(name: str, known: Collection[str]) -> QueryRefused:
    """A column that no table of the query has."""
    if get_close_matches(name.lower(), known, 1):
        zh, en = near(name, known)
    else:
        some = list(known)[:20]
        zh, en = f"；可用：{'、'.join(some)}。", f"; there are {', '.join(some)}."
    return QueryRefused(Text(zh=f"没有数据项“{name[:60]}”{zh}", en=f"no column '{name[:60]}'{en}"))


TIME = Text(zh="查询超过时限，已中止。请加条件或减少连接。", en="The query took too long and was stopped. Add conditions or join less.")
MEMORY = Text(
    zh="查询所需内存超过上限，已中止。请加条件、少取数据项，或先汇总再连接。",
    en="The query needs more memory than it may have and was stopped. Add conditions, take fewer columns, or aggregate before joining.",
)
LARGE = Text(
    zh="结果中的文本过长，超过上限。请少取数据项或截短文本。",
    en="The result holds texts beyond the limit. Take fewer columns or shorten them.",
)
VALUES = Text(
    zh="有的值不适合查询中的转换或计算。可用 TRY_CAST 代替 CAST，它把不能转换的值作为空值。",
    en="Some values do not fit a cast or computation of the query. TRY_CAST instead of CAST makes them missing.",
)
GROUPING = Text(
    zh="SELECT 中有的数据项既没有汇总，也不在 GROUP BY 中。", en="A selected column is neither aggregated nor among those of GROUP BY."
)
AMBIGUOUS = Text(zh="有的名称在多个表中都有，请写作“表.数据项”。", en="A name occurs in several tables: write table.column.")
OTHER = Text(zh="查询不能执行：请检查名称、数据类型和括号。", en="The query cannot be run: check names, types and brackets.")
SENTENCES = {"time": TIME, "memory": MEMORY, "large": LARGE, "values": VALUES, "grouping": GROUPING, "ambiguous": AMBIGUOUS}


def failed(kind: str, about: str = "") -> QueryFailed:
    """`kind`: of SENTENCES, or `types` with the function and the types it was called with."""
    if kind == "types":
        return QueryFailed(Text(zh=f"函数不接受这样的数据类型：{about}。", en=f"The function does not take these types: {about}."))
    return QueryFailed(SENTENCES.get(kind, OTHER))
