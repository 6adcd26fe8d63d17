"""What is measured, in words: “PM2.5 日均浓度，月平均”."""

from collections.abc import Mapping

from tianfu.catalogue.terms import unit_of
from tianfu.model import Chart, Column, Dataset, Text

from .series import Measured

OF: Mapping[str, Text] = {
    "mean": Text(zh="平均", en="mean"),
    "sum": Text(zh="合计", en="total"),
    "min": Text(zh="最小值", en="lowest"),
    "max": Text(zh="最大值", en="highest"),
    "count": Text(zh="记录数", en="records"),
}
EVERY: Mapping[str, Text] = {
    "hour": Text(zh="小时", en="hour"),
    "day": Text(zh="日", en="day"),
    "month": Text(zh="月", en="month"),
    "quarter": Text(zh="季度", en="quarter"),
    "year": Text(zh="年", en="year"),
}
ROWS = Text(zh="条", en="records")
PLAIN = Text(zh="")


def title(column: Column) -> Text:
    return Text(zh=column.title, en=column.title_en or column.name)


def measure_words(chart: Chart, dataset: Dataset, data: Measured) -> Text:
    """The measure; that single values were not put together is not said as if they were."""
    every = EVERY.get(data.every, PLAIN)
    per = f" by {every.en}" if every.en else f" by {title(dataset.column(chart.x)).en}"
    split = title(dataset.column(chart.split)) if chart.split else PLAIN
    by = (f"，按{split.zh}分列", f", by {split.en}") if split.zh else ("", "")
    if chart.counts:
        of = title(dataset.column(chart.y)) if chart.y else PLAIN
        zh = f"有“{of.zh}”的记录数" if of.zh else "记录数"
        en = f"Records that have '{of.en}'" if of.en else "Records"
        return Text(
            zh=f"{'每' + every.zh if every.zh else '按' + title(dataset.column(chart.x)).zh + '的'}{zh}{by[0]}", en=f"{en}{per}{by[1]}"
        )
    assert chart.y is not None
    what, of = title(dataset.column(chart.y)), OF[chart.of]
    if data.single:
        return Text(zh=f"{what.zh}{by[0]}", en=f"{what.en}{by[1]}")
    return Text(zh=f"{what.zh}，{every.zh}{of.zh}{by[0]}", en=f"{what.en}, {of.en}{per}{by[1]}")


def unit_words(chart: Chart, dataset: Dataset) -> Text:
    """The unit of what is drawn."""
    return ROWS if chart.counts else unit_of(dataset.column(chart.y or chart.x))


def axis_words(chart: Chart, dataset: Dataset) -> Text:
    return title(dataset.column(chart.x))
