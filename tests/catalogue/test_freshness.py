"""Freshness against the declared cycle, in words; and how quality went over the versions."""

from datetime import UTC, datetime, timedelta

import pytest

from tianfu.catalogue.cards import Card
from tianfu.catalogue.dataset.freshness import freshness
from tianfu.catalogue.dataset.trend import trend
from tianfu.model import Dataset, Dimension, Mode, Quality, Score, Text, Version

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SCORED = {"completeness": Dimension.completeness, "accuracy": Dimension.accuracy}


def card(refresh: str, ago: timedelta | None) -> Card:
    dataset = Dataset.model_validate(
        {
            "id": "library.libraries",
            "title": "图书馆名录",
            "steward": "dept.culture_tourism",
            "columns": [{"name": "code", "element": "code", "title": "编号"}],
            "sources": [{"channel": "upload", "files": "a.csv"}],
            "refresh": refresh,
        }
    )
    version = version_of(1, NOW - ago) if ago is not None else None
    return Card(dataset, Text(zh="图书馆"), Text(zh="文化和旅游厅"), Text(zh=""), version)


def version_of(number: int, at: datetime = NOW, **scores: float | None) -> Version:
    known = [s for s in scores.values() if s is not None]
    quality = Quality(
        total=sum(known) / len(known) if known else None,
        scores=tuple(Score(dimension=SCORED[n], value=s, formula=Text(zh="")) for n, s in scores.items()),
    )
    return Version(
        dataset="library.libraries",
        number=number,
        delta=number,
        at=at,
        run="r",
        mode=Mode.replace,
        rows=1,
        bytes=1,
        inserted=1,
        deleted=0,
        counts={},
        problems=0,
        quality=quality,
        declaration="",
    )


@pytest.mark.parametrize(
    ("refresh", "ago", "state", "said"),
    [
        ("daily", timedelta(hours=5), "on_time", "下次应不晚于 2026-11-25 07:00"),
        ("daily", timedelta(hours=24, minutes=5), "late", "已逾期 1 小时内"),
        ("daily", timedelta(hours=30), "late", "已逾期 6 小时"),
        ("monthly", timedelta(days=40), "late", "已逾期 9 天"),
        ("irregular", timedelta(days=400), "no_cycle", "没有承诺下次更新的时间"),
        ("monthly", None, "never", "声明为每月更新，但还没有装载过数据"),
        ("irregular", None, "never", "没有承诺更新周期"),
    ],
)
def test_freshness_says_when_it_is_due_and_how_late_it_is(refresh: str, ago: timedelta | None, state: str, said: str) -> None:
    found = freshness(card(refresh, ago), NOW)
    assert found.state == state
    assert said in found.sentence.zh
    assert found.sentence.en


def test_one_version_is_no_trend_and_unscored_ones_are_left_out() -> None:
    assert trend([]) is None
    assert trend([version_of(1, completeness=90.0), version_of(2)]) is None


def test_a_trend_has_a_line_for_the_total_and_for_each_dimension_that_was_tested() -> None:
    found = trend([version_of(2, completeness=95.0, accuracy=99.0), version_of(1, completeness=90.0, accuracy=None)])
    assert found is not None
    assert [p.number for p in found.points] == [1, 2]
    assert [line.change for line in found.lines] == [5.0, 0.0]
    assert found.low == 90.0
    assert found.lines[1].parts == ()
    assert len(found.lines[1].dots) == 1, "a score that stands alone is a dot, and a missing one a gap"


def test_a_trend_shows_the_last_versions_only() -> None:
    found = trend([version_of(n, completeness=80.0 + n / 10) for n in range(1, 60)])
    assert found is not None
    assert len(found.points) == 20
    assert found.points[-1].number == 59
    assert found.low == 80.0
