"""What a row should have looked like, in words: the `expected` of each check."""

from decimal import Decimal

from tianfu.model import Column, Dataset, Text
from tianfu.model.rule import Between, Custom, Expression, Jump, Monotone, Refers, Unique
from tianfu.standards import Element

TYPES = {
    "integer": Text(zh="整数，例如 12", en="a whole number, such as 12"),
    "number": Text(zh="数值，例如 12.5", en="a number, such as 12.5"),
    "decimal": Text(zh="十进制数，小数不超过4位", en="a decimal number with at most 4 decimals"),
    "boolean": Text(zh="是或否", en="true or false"),
    "date": Text(zh="存在的日期，年-月-日，例如 2024-03-01", en="a date that exists, year-month-day, such as 2024-03-01"),
    "instant": Text(zh="时刻，例如 2024-03-01 08:00:00", en="an instant, such as 2024-03-01 08:00:00"),
}
RELATIONS = {
    "<": ("小于", "less than"),
    "<=": ("不大于", "at most"),
    "=": ("等于", "equal to"),
    "!=": ("不等于", "different from"),
    ">=": ("不小于", "at least"),
    ">": ("大于", "greater than"),
}
TIMES = {
    "<": ("早于", "before"),
    "<=": ("不晚于", "not after"),
    "=": ("等于", "equal to"),
    "!=": ("不等于", "different from"),
    ">=": ("不早于", "not before"),
    ">": ("晚于", "after"),
}
REQUIRED = Text(zh="必填", en="a value is required")


def plain(number: Decimal) -> str:
    """The number without exponent and trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def of_type(element: Element) -> Text:
    return TYPES[element.type]


def between(rule: Between, unit: str | None) -> Text:
    return bounds(rule.low, rule.high, unit)


def bounds(low: Decimal | None, high: Decimal | None, unit: str | None) -> Text:
    after = f" {unit}" if unit else ""
    if high is None:
        return Text(zh=f"不小于 {plain(low or Decimal())}{after}", en=f"at least {plain(low or Decimal())}{after}")
    if low is None:
        return Text(zh=f"不大于 {plain(high)}{after}", en=f"at most {plain(high)}{after}")
    return Text(zh=f"{plain(low)} 至 {plain(high)}{after}", en=f"{plain(low)} to {plain(high)}{after}")


def matches(pattern: str) -> Text:
    return Text(zh=f"符合格式 {pattern}", en=f"text of the form {pattern}")


def in_force(title: str, title_en: str) -> Text:
    return Text(zh=f"“{title}”中在记录日期有效的代码", en=f"a code of '{title_en}' in force on the date of the record")


def listed(title: str, title_en: str) -> Text:
    return Text(zh=f"“{title}”中的代码", en=f"a code of '{title_en}'")


def expression(rule: Expression, dataset: Dataset, *, of_time: bool) -> Text:
    zh, en = (TIMES if of_time else RELATIONS)[rule.op]
    left = dataset.column(rule.left)
    right_zh, right_en = quoted(dataset.column(rule.right)) if rule.right else (f" {rule.value}", f"{rule.value}")
    return Text(zh=f"{quoted(left)[0]}{zh}{right_zh}", en=f"{quoted(left)[1]} {en} {right_en}")


def unique(rule: Unique, dataset: Dataset) -> Text:
    zh, en = _list(dataset, rule.columns)
    return Text(zh=f"{zh}不重复", en=f"no other record with the same {en}")


def refers(rule: Refers) -> Text:
    return Text(zh=f"出现在 {rule.to} 的 {rule.to_column} 中", en=f"a value of {rule.to_column} in {rule.to}")


def monotone(rule: Monotone, dataset: Dataset) -> Text:
    zh, en = _within(dataset, rule.by)
    return Text(zh=f"{zh}不小于上一条", en=f"not below the record before{en}")


def jump(rule: Jump, dataset: Dataset) -> Text:
    zh, en = _within(dataset, rule.by)
    unit = dataset.column(rule.column).unit or ""
    limit = f"{plain(rule.limit)} {unit}".strip()
    return Text(zh=f"{zh}与上一条相差不超过 {limit}", en=f"at most {limit} from the record before{en}")


def quoted(column: Column) -> tuple[str, str]:
    return f"“{column.title}”", f"'{column.title_en or column.name}'"


def _list(dataset: Dataset, names: tuple[str, ...]) -> tuple[str, str]:
    both = [quoted(dataset.column(n)) for n in names]
    return "".join(zh for zh, _ in both), ", ".join(en for _, en in both)


def _within(dataset: Dataset, by: tuple[str, ...]) -> tuple[str, str]:
    if not by:
        return "", ""
    zh, en = _list(dataset, by)
    return f"同一{zh}内", f" of the same {en}"


def custom(rule: Custom) -> Text:
    return Text(zh=rule.says)
