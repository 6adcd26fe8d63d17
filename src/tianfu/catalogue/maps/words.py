"""A map in words: what is measured, that counts are counts, what is not drawn."""

from tianfu.catalogue.charts.measures import OF, ROWS, title
from tianfu.catalogue.terms import title_of, unit_of
from tianfu.model import Chart, Dataset, Text

NO_DATA = Text(zh="还没有数据：没有装载过文件。", en="No data yet: nothing was ever loaded.")
NO_VALUES = Text(
    zh="没有符合条件、且在四川各市（州）内的数值可画。", en="There is no value within the prefectures of Sichuan under these conditions."
)
COUNTS = Text(
    zh="这是数量，不是比率：人口多、面积大的市（州）往往数值也大。",
    en="These are counts, not rates: prefectures with more people or land tend to have more.",
)
POINTS = Text(zh="每个点是一条有经纬度的记录", en="Each point is a record with longitude and latitude")


def measure_words(chart: Chart, dataset: Dataset) -> Text:
    """What the value of an area is.

    Counts say that they are counts; other values say how those of one area were put together.
    """
    if not chart.counts:
        assert chart.y is not None
        what, of = title(dataset.column(chart.y)), OF[chart.of]
        return Text(zh=f"{what.zh}，各市（州）{of.zh}", en=f"{what.en}, {of.en} by prefecture")
    if chart.y is None:
        return Text(zh="各市（州）的记录数", en="Number of records by prefecture")
    what = title(dataset.column(chart.y))
    return Text(zh=f"各市（州）有“{what.zh}”的记录数", en=f"Number of records that have '{what.en}', by prefecture")


def unit_words(chart: Chart, dataset: Dataset) -> Text:
    return ROWS if chart.counts else unit_of(dataset.column(chart.y or chart.x))


def title_words(chart: Chart, dataset: Dataset, *, declared: bool) -> Text:
    """The finding that is declared, as long as it is about what is drawn; else what the map is of."""
    if declared and chart.title and "{" not in chart.title:
        return Text(zh=chart.title, en=chart.title_en or chart.title)
    of = title_of(dataset)
    return Text(zh=f"{of.zh}：市（州）分布", en=f"{of.en or of.zh}, by prefecture")


def points_title(dataset: Dataset) -> Text:
    of = title_of(dataset)
    return Text(zh=f"{of.zh}：位置", en=f"{of.en or of.zh}: places")


def notes_of(chart: Chart, outside: int, without: int) -> Text:
    """That counts are counts, and what is not in the picture: nothing is dropped without a word."""
    notes = [COUNTS] if chart.counts or chart.of == "sum" else []
    if without:
        zh, en = f"另有 {without:,} 条记录没有这项数值，未计入。", f"{without:,} records have no such value and are not counted in."
        notes.append(Text(zh=zh, en=en))
    if outside:
        zh = f"另有 {outside:,} 条记录不在四川各市（州）内或没有区划代码，未画出。"
        notes.append(Text(zh=zh, en=f"{outside:,} records lie elsewhere or have no division: they are not drawn."))
    return Text(zh="".join(n.zh for n in notes), en=" ".join(n.en for n in notes))
