"""Results in sentences for a clerk."""

from tianfu.govern import ProblemRow, headline, plan, score, sentence
from tianfu.model import CheckResult, Counts, Dimension, Severity, Text


def result(kit, dataset, check_id, failed=0):
    p = plan(dataset, today=kit.today)
    staged = kit.staged_of(p, Counts(1000, 1000 - failed, 0, failed), {check_id: failed})
    from datetime import UTC, datetime

    quality = score(p, staged, dataset=dataset, today=kit.today, refreshed_at=datetime(2026, 11, 24, tzinfo=UTC))
    return next(c for c in quality.checks if c.id == check_id)


def test_a_headline_says_how_many_and_what_becomes_of_them(kit):
    dataset = kit.dataset_of("v number", "rules: [{rule: between, column: v, low: 0, high: 500, because: GB 3095-2026}]")
    text = headline(result(kit, dataset, "v.between", 7), dataset)
    assert text.zh == "“v 标题”：1,000 行中有 7 行不符合（0.70%），已列入问题数据，未入库；应为：0 至 500（GB 3095-2026）"
    assert text.en == "'v': 7 of 1,000 rows fail (0.70%), kept apart as problem rows; expected: 0 to 500 (GB 3095-2026)"


def test_a_problem_row_says_where_what_why_and_what_to_do(kit):
    dataset = kit.dataset_of("id_no citizen_id")
    check = next(c.id for c in plan(dataset, today=kit.today).checks if c.standard)
    text = sentence(result(kit, dataset, check, 1), ProblemRow(12, "id_no", "110105194912310000", "precision_lost"), dataset)
    assert text.zh.startswith("第 12 条“id_no 标题”为“110105194912310000”：可能是末位变成0")
    assert "按“文本”重新导入" in text.zh
    assert "GB 11643-1999" in text.zh
    assert text.en.startswith("record 12, 'id_no' is '110105194912310000': probably:")


def test_an_abolished_code_names_its_successor(kit):
    dataset = kit.dataset_of("area area", "rules: [{rule: in_codes, column: area, codes: areas}]")
    text = sentence(result(kit, dataset, "area.in_codes", 1), ProblemRow(3, "area", "513425", "abolished_code"), dataset)
    assert "现为 513402 会理市" in text.zh
    assert "now 513402" in text.en


def test_a_missing_value_is_called_empty(kit):
    dataset = kit.dataset_of("name text", "rules: [{rule: required, columns: [name]}]")
    text = sentence(result(kit, dataset, "name.required", 1), ProblemRow(1, "name", None, None), dataset)
    assert text.zh == "第 1 条“name 标题”为空：应为：必填"


def test_a_dataset_that_is_late_is_told_as_a_whole_and_no_row_is_blamed(kit):
    dataset = kit.dataset_of("v number", "refresh: daily")
    late = CheckResult(
        id="dataset.refreshed",
        columns=(),
        rule="refreshed",
        severity=Severity.flag,
        dimension=Dimension.timeliness,
        expected=Text(zh="最新数据不早于 2 天前", en="newest data at most 2 days old"),
        tested=10,
        failed=10,
    )
    text = headline(late, dataset)
    assert text.zh == f"“{dataset.title}”：未按更新周期更新；应为：最新数据不早于 2 天前"
    assert "rows" not in text.en
