"""`packs check` tells charts that nobody could draw, or that nobody should."""

from pathlib import Path

import pytest

from tianfu.catalogue.check import check_pack

from .conftest import Write

DATASET = """\
title: 图书馆名录
steward: dept.culture_tourism
source: {channel: administrative, files: libraries.csv}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: visits, element: count, title: 人次}
  - {name: area, element: area, title: 行政区划}
  - {name: kind, element: name_text, title: 类型}
  - {name: opened_on, element: date, title: 开馆日期}
  - {name: head, element: person_name, title: 馆长}
  - {name: note, element: text, title: 备注, level: 4}
sharing: {to_departments: always, to_public: always}
charts:
"""
SOUND = "  - {kind: bar, x: kind, y: visits, of: sum, title: '{high_at}最多：{high}', where: {opened_on.gte: '2001-01-01'}}\n"


def told(pack: Write, *charts: str) -> list[str]:
    folder: Path = pack(datasets__libraries_yaml=DATASET + "".join(charts), datasets__totals_yaml=None, analyses_py=None)
    return [str(p) for p in check_pack(folder)]


def test_a_sound_chart_is_not_told(pack: Write) -> None:
    assert told(pack, SOUND) == []


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("{kind: bar, x: kind, every: month, of: count}", "charts.1.every: 'kind' holds no dates or instants"),
        ("{kind: bar, x: opened_on, every: hour, of: count}", "charts.1.every: 'opened_on' holds days"),
        ("{x: opened_on, every: year, y: kind}", "charts.1.y: 'kind' holds text, no numbers"),
        ("{x: kind, y: visits}", "charts.1.kind: a line needs an order"),
        ("{kind: map, x: kind, y: visits}", "charts.1.x: a map needs codes of areas"),
        ("{x: opened_on, every: year, of: count, split: visits}", "charts.1.split: 'visits' holds values of type integer"),
        ("{x: opened_on, every: year, of: count, split: area}", "charts.1.split: 'area' has"),
        ("{kind: bar, x: head, of: count}", "charts.1.x: 'head' is about persons"),
        ("{kind: bar, x: note, of: count}", "charts.1.x: 'note' is of level 4"),
        ("{kind: bar, x: kind, of: count, where: {head: 张三}}", "charts.1.where: 'head' is about persons"),
        ("{kind: bar, x: kind, of: count, title: '{highest}最多'}", "charts.1.title: '{highest}' means nothing; there are {first}"),
        ("{kind: bar, x: kind, y: visits, limits: [{value: 5, title: 限值}]}", "limit 1 ('限值') must name its standard and edition"),
        ("{kind: bar, x: kind, y: visits, limits: [{value: 5, title: 限值, standard: GB 3095}]}", "must name its standard and edition"),
        ("{kind: bar, x: kind, of: count, limits: [{value: 5, title: 限, standard: GB 1-2020}]}", "charts.1.limits: records are counted"),
        ("{kind: bar, x: kind, of: count, where: {visits.gte: viel}}", "charts.1.where: 'viel' does not fit column 'visits'"),
        ("{kind: bar, x: kind, of: count, where: {visits.above: '3'}}", "charts.1.where: there is no operator 'above'"),
        (SOUND.strip().removeprefix("- "), "charts.1: is there twice"),
        ("{kind: bar, x: kidn, of: count}", "column 'kidn' is not declared; did you mean 'kind'?"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(pack: Write, chart: str, said: str) -> None:
    found = told(pack, SOUND, f"  - {chart}\n")
    assert len(found) == 1, found
    assert said in found[0]
    assert found[0].startswith("library/datasets/libraries.yaml:")
