"""What is put right silently, and what is not."""

from datetime import date

import pytest

from tianfu.standards import elements

from .judge import judge


@pytest.mark.parametrize(("element", "text", "value"), [
    ("credit_code", "９１350100m000100y43 ", "91350100M000100Y43"),
    ("credit_code", "91350100-M000100Y43", "91350100M000100Y43"),
    ("citizen_id", "11010519491231002x", "11010519491231002X"),
    ("mobile", "+86 138-0013-8000", "13800138000"),
    ("mobile", "008613800138000", "13800138000"),
    ("phone", "+86 28 86112233", "02886112233"),
    ("phone", "(028)86112233", "02886112233"),
    ("number", "１２.5", 12.5),
    ("number", " -3 ", -3.0),
    ("number", "−3", -3.0),
    ("integer", "12.0", 12),
    ("percent", "12.5%", 12.5),
    ("area", "510104.0", "510104"),
    ("boolean", "是", True),
    ("boolean", "N", False),
    ("text", "\u3000天府 新区\u00a0", "天府 新区"),
    ("text", "\ufeff天府\r\n", "天府"),
    ("text", "   ", None),
    ("date", "２０２４-０３-０１", date(2024, 3, 1)),
    ("ethnic", "达翰尔族", "31"),
])  # fmt: skip
def test_a_named_normalisation_puts_it_right(element, text, value):
    (found,) = judge(element, text)
    assert (found.value, found.outcome) == (value, "accepted")


@pytest.mark.parametrize(("element", "text"), [
    ("integer", "1.5"), ("integer", "1e3"), ("integer", "1_000"), ("integer", "0x10"), ("integer", "9223372036854775808"),
    ("number", "nan"), ("number", "inf"), ("number", "-Infinity"), ("number", "1_0"), ("number", "1,200"), ("number", "<0.02"),
    ("date", "infinity"), ("date", "epoch"), ("date", "2024-02-30"), ("date", "01/02/2024"), ("date", "45231"),
    ("instant", "2024-03-01"), ("instant", "now"), ("instant", "infinity"), ("boolean", "2"), ("decimal", "1e5"),
])  # fmt: skip
def test_what_only_an_engine_would_take_for_a_value_is_quarantined(element, text):
    (found,) = judge(element, text)
    assert (found.value, found.outcome) == (None, "quarantined")


def test_a_missing_value_fails_no_check():
    for name in elements():
        assert {v.outcome for v in judge(name, None, "")} == {"accepted"}
