"""What may be asked of rows: conditions, an order, a place to go on from. Checked against what the gate leaves before any SQL is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tianfu.model import Dataset, Text

from .gated import Gated, area_prefix
from .typed import BadQuestion, family_of, value_from

LIMIT = 100
LIMIT_MOST = 1000
CONDITIONS_MOST = 32
VALUES_MOST = 200
LENGTH_MOST = 1000
OPS = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "contains", "under", "isnull")
SIGNS = {"eq": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


@dataclass(frozen=True, slots=True)
class Where:
    """One condition. `in` takes values joined by commas, `isnull` true or false, `contains` some text, `under` the code of an area."""

    column: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A page of rows: all conditions hold, ordered by `sort` (by default the key), behind the place that `after` names."""

    filters: tuple[Where, ...] = ()
    sort: str | None = None
    descending: bool = False
    after: str | None = None
    limit: int = LIMIT
    columns: tuple[str, ...] = ()
    count: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with question marks, and what stands for them."""

    sql: str
    values: tuple[object, ...] = ()


def question(pairs: Iterable[tuple[str, str]]) -> PageQuery:
    """The query of an address: `station=x&pm25.gte=50&sort=-pm25&after=...&limit=100&fields=a,b&count=1`.

    >>> question([("pm25.gte", "50"), ("sort", "-pm25")]).filters
    (Where(column='pm25', op='gte', value='50'),)
    """
    given: dict[str, str] = {}
    filters: list[Where] = []
    for name, value in pairs:
        if name in ("sort", "after", "limit", "fields", "count"):
            given[name] = value
            continue
        column, _, op = name.partition(".")
        filters.append(Where(column, op or "eq", value))
    sort = given.get("sort") or None
    return PageQuery(
        filters=tuple(filters),
        sort=sort.lstrip("-") if sort else None,
        descending=bool(sort and sort.startswith("-")),
        after=given.get("after") or None,
        limit=_limit(given.get("limit", str(LIMIT))),
        columns=tuple(c for c in given.get("fields", "").split(",") if c),
        count=given.get("count", "").lower() in ("1", "true"),
    )


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LIMIT_MOST:
        return int(text)
    raise BadQuestion(Text(zh=f"limit 应为 1 至 {LIMIT_MOST} 的整数。", en=f"limit is a whole number from 1 to {LIMIT_MOST}."))


def conditions(filters: tuple[Where, ...], dataset: Dataset, seen: Gated) -> list[Condition]:
    """The conditions as SQL. BadQuestion for unknown or masked columns, operators that do not fit and values of another type."""
    refuse_many(filters)
    return [_condition(w, dataset, seen) for w in filters]


def refuse_many(filters: Sequence[Where]) -> None:
    """BadQuestion for more conditions than a question may have."""
    if len(filters) > CONDITIONS_MOST:
        raise BadQuestion(Text(zh=f"条件最多 {CONDITIONS_MOST} 个。", en=f"At most {CONDITIONS_MOST} conditions."))


def plain_column(name: str, dataset: Dataset, seen: Gated) -> str:
    """The Arrow type of a column that may be filtered, sorted, counted by; BadQuestion explains why others may not."""
    if name in seen.plain:
        return seen.columns[name]
    if name in seen.columns:
        raise BadQuestion(
            Text(
                zh=f"数据项 {name} 已脱敏，不能按它筛选、排序或统计：逐个试探可以还原真值。",
                en=f"Column '{name}' is masked: filtering, sorting or counting by it would give its values away one guess at a time.",
            )
        )
    if any(c.name == name for c in dataset.columns):
        raise BadQuestion(Text(zh=f"数据项 {name} 不在您可以查看的范围内。", en=f"Column '{name}' is not among those you may see."))
    raise unknown_column(name, seen.columns)


def unknown_column(name: str, columns: Mapping[str, str]) -> BadQuestion:
    near = get_close_matches(name, columns, 1)
    zh = f"没有数据项“{name[:60]}”" + (f"，是否要找“{near[0]}”？" if near else f"；可用：{'、'.join(columns)}。")
    en = f"no column '{name[:60]}'" + (f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(columns)}.")
    return BadQuestion(Text(zh=zh, en=en))


def _condition(where: Where, dataset: Dataset, seen: Gated) -> Condition:
    kind = plain_column(where.column, dataset, seen)
    name = f'"{where.column}"'  # a declared name: lower snake case
    if len(where.value) > LENGTH_MOST:
        raise BadQuestion(Text(zh=f"{where.column} 的条件值过长。", en=f"The value for '{where.column}' is too long."))
    match where.op:
        case "eq" | "lt" | "lte" | "gt" | "gte":
            real = f" AND NOT isnan({name})" if where.op.startswith("g") and family_of(kind) == "number" else ""
            return Condition(f"({name} {SIGNS[where.op]} ?{real})", (value_from(where.value, kind, where.column),))
        case "ne":
            return Condition(f"{name} IS DISTINCT FROM ?", (value_from(where.value, kind, where.column),))
        case "in":
            return _among(where, name, kind)
        case "contains":
            return _contains(where, name, kind)
        case "under":
            head = area_head(where, kind)
            return Condition(f"({name} >= ? AND {name} < ?)", (head, head[:-1] + chr(ord(head[-1]) + 1)))  # lets the engine skip row groups
        case "isnull":
            missing = value_from(where.value or "true", "bool", where.column)
            return Condition(f"{name} IS {'' if missing else 'NOT '}NULL")
        case _:
            near = get_close_matches(where.op, OPS, 1)
            also = f"; did you mean '{near[0]}'?" if near else ""
            raise BadQuestion(
                Text(
                    zh=f"没有运算“{where.op[:20]}”；可用：{'、'.join(OPS)}。",
                    en=f"no operator '{where.op[:20]}'{also} There are {', '.join(OPS)}.",
                )
            )


def area_head(where: Where, kind: str) -> str:
    """What codes of the area and of all areas in it begin with; BadQuestion for what is no code of an area."""
    code = where.value.strip()
    if family_of(kind) != "text" or not (code.isascii() and code.isdigit() and 2 <= len(code) <= 12):
        zh = f"under 用于行政区划代码：{where.column} 应为代码数据项，值为 2 至 12 位数字，如 510100。"
        en = f"'under' is for codes of areas: '{where.column}' must hold codes, the value 2 to 12 digits such as 510100."
        raise BadQuestion(Text(zh=zh, en=en))
    return area_prefix(code)


def _among(where: Where, name: str, kind: str) -> Condition:
    texts = where.value.split(",")
    if len(texts) > VALUES_MOST:
        raise BadQuestion(Text(zh=f"in 最多 {VALUES_MOST} 个值。", en=f"'in' takes at most {VALUES_MOST} values."))
    values = tuple(value_from(t, kind, where.column) for t in texts)
    return Condition(f"{name} IN ({', '.join('?' * len(values))})", values)


def _contains(where: Where, name: str, kind: str) -> Condition:
    if family_of(kind) != "text":
        raise BadQuestion(
            Text(zh=f"contains 只用于文本，{where.column} 不是。", en=f"'contains' is for text; '{where.column}' is not text.")
        )
    return Condition(f"contains({name}, ?)", (where.value,))
