"""Generated values: valid ones pass, one wrong character is noticed."""

import re
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from .judge import judge, outcomes

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PROVINCES = ["11", "31", "44", "51", "51", "54", "65", "81", "83"]
quick = settings(max_examples=20, deadline=None)


def organisation(body: str) -> str:
    c = 11 - sum(ALNUM.index(x) * w for x, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(c, str(c))


def credit(prefix: str, area: str, body: str) -> str:
    first = prefix + area + organisation(body)
    return first + LETTERS[-sum(LETTERS.index(x) * pow(3, i, 31) for i, x in enumerate(first)) % 31]


def identity(province: str, county: int, born: date, order: int) -> str:
    first = f"{province}{county:04d}{born:%Y%m%d}{order:03d}"
    return first + "10X98765432"[sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(first)) % 11]


def luhn(body: str) -> str:
    digits = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(body))]
    return body + str(-sum(d - 9 * (d > 9) for d in digits) % 10)


credit_codes = st.builds(
    credit, st.text(LETTERS, min_size=2, max_size=2), st.integers(100000, 999999).map(str), st.text(LETTERS, min_size=8, max_size=8)
)
identities = st.builds(
    identity, st.sampled_from(PROVINCES), st.integers(0, 9999), st.dates(date(1850, 1, 1), date(2099, 12, 31)), st.integers(0, 999)
)
cards = st.text("0123456789", min_size=12, max_size=18).map(luhn)


def spoiled(values: st.SearchStrategy[str], alphabet: str) -> st.SearchStrategy[str]:
    """The value with one other character somewhere."""

    @st.composite
    def draw(pick: st.DrawFn) -> str:
        value = pick(values)
        at = pick(st.integers(0, len(value) - 1))
        other = pick(st.sampled_from([c for c in alphabet if c != value[at]]))
        return value[:at] + other + value[at + 1 :]

    return draw()


@quick
@given(st.lists(credit_codes, min_size=50, max_size=200))
def test_generated_credit_codes_are_accepted(codes):
    assert set(outcomes("credit_code", *codes)) == {"accepted"}


@quick
@given(st.lists(spoiled(credit_codes, ALNUM + "*-#é省"), min_size=50, max_size=200))
def test_no_single_substitution_in_a_credit_code_is_accepted(codes):
    found = judge("credit_code", *codes)
    assert [v.text for v in found if v.outcome == "accepted"] == []
    outside = [v for v in found if re.search(f"[^{LETTERS}-]", v.text or "")]
    assert all(v.outcome == "quarantined" for v in outside)


@quick
@given(st.lists(identities, min_size=50, max_size=200))
def test_generated_identity_numbers_are_accepted(numbers):
    assert set(outcomes("citizen_id", *numbers)) == {"accepted"}


@quick
@given(st.lists(spoiled(identities, "0123456789XEe.+_"), min_size=50, max_size=200))
def test_no_single_substitution_in_an_identity_number_is_accepted(numbers):
    assert [v.text for v in judge("citizen_id", *numbers) if v.outcome == "accepted" and v.text[0] != "9"] == []


@quick
@given(st.lists(cards, min_size=50, max_size=200))
def test_generated_card_numbers_are_accepted_and_one_other_digit_is_flagged(numbers):
    assert set(outcomes("bank_card", *numbers)) == {"accepted"}
    wrong = [n[:-1] + str((int(n[-1]) + 1) % 10) for n in numbers]
    assert set(outcomes("bank_card", *wrong)) == {"flagged"}


@quick
@given(st.lists(st.tuples(st.integers(1800, 2099), st.integers(0, 14), st.integers(0, 33)), min_size=50, max_size=300))
def test_an_identity_number_is_accepted_exactly_if_its_day_exists(days):
    def exists(y: int, m: int, d: int) -> bool:
        try:
            return bool(date(y, m, d))
        except ValueError:
            return False

    def number(y: int, m: int, d: int) -> str:
        first = f"510104{y}{m:02d}{d:02d}001"
        return first + "10X98765432"[sum(int(x) * pow(2, 17 - i, 11) for i, x in enumerate(first)) % 11]

    found = outcomes("citizen_id", *[number(*day) for day in days])
    assert found == ["accepted" if exists(*day) else "quarantined" for day in days]


@quick
@given(st.lists(st.text(max_size=25), min_size=1, max_size=50))
def test_no_text_breaks_an_expression(texts):
    clean = [t.replace("\0", "").encode("utf-8", "ignore").decode() for t in texts]
    for name in ("credit_code", "citizen_id", "number", "integer", "date", "instant", "plate", "area", "phone", "text", "country"):
        assert len(judge(name, *clean)) == len(clean)


@quick
@given(st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=20, max_size=100))
def test_dates_are_read_however_they_are_written(days):
    for form in (
        "{0:%Y-%m-%d}",
        "{0:%Y%m%d}",
        "{0.year}/{0.month}/{0.day}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}.{0.month}.{0.day}",
        "{0:%Y-%m-%d} 00:00:00",
    ):
        assert [v.value for v in judge("date", *[form.format(d) for d in days])] == days


@quick
@given(st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2199, 1, 1)), min_size=20, max_size=100))
def test_instants_without_offset_are_beijing_time(moments):
    moments = [m.replace(microsecond=0) for m in moments]
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y%m%d%H%M%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+08:00"):
        values = [v.value for v in judge("instant", *[m.strftime(form) for m in moments])]
        assert [v.replace(tzinfo=None) + timedelta(hours=8) for v in values] == moments
