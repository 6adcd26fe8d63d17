"""The likely cause of a failure, as a clerk would tell it."""

import pytest

from tianfu.standards import causes

from .judge import judge

CASES = {
    "credit_code": {
        "9.14403E+17": "scientific",
        "911100001000044000": "precision_lost",
        "310115123456789": "old_licence",
        "D2143569X": "organisation_code",
        "91350100M00O100Y43": "letter_for_digit",
        "9135010": "truncated",
        "91350211M0000XUF46": "early_code",
        "91310115MA1G4L1WXK": "check_digit",
        "91350100M000100Y433": "too_long",
    },
    "citizen_id": {
        "1.10105E+17": "scientific",
        "110105194912310000": "precision_lost",
        "1101051949123100X": "truncated",
        "11010519490231002X": "impossible_date",
        "110105194931120021": "swapped_day_month",
        "110105491331002": "impossible_date",
        "11010519491231O02X": "letter_for_digit",
        "110105194912310020": "check_digit",
    },
    "number": {
        "-9999": "missing_mark",
        "999990": "missing_mark",
        "-99": "missing_mark",
        "NA": "missing_mark",
        "<0.02": "below_detection",
        "未检出": "below_detection",
        "0.02L": "below_detection",
        "1,200": "thousands",
        "12mg": "unit_inside",
        "1-Mar": "spreadsheet_date",
        "#REF!": "spreadsheet_error",
        "########": "spreadsheet_error",
        "3O": "letter_for_digit",
        "鎴愰兘": "mojibake",
    },
    "date": {
        "45231": "serial_date",
        "2024-13-05": "swapped_day_month",
        "2024-02-30": "impossible_date",
        "05/03/2024": "day_first",
        "1-Mar": "spreadsheet_date",
        "0000-00-00": "missing_mark",
        "20240230": "impossible_date",
        "2024年3月": "truncated",
        "#N/A": "spreadsheet_error",
    },
    "instant": {"45231.5": "serial_date", "2024-13-05 08:00": "swapped_day_month", "2024-03-01": "no_time"},
    "area": {
        "513425": "abolished_code",
        "5101": "truncated",
        "成都市": "name_for_code",
        "51O104": "letter_for_digit",
        "519999": "not_in_standard",
    },
    "ethnic": {"57": "not_in_standard", "汉人": "name_for_code"},
    "mobile": {"1380013800": "truncated", "1064812345678": "foreign_number", "138OO138000": "letter_for_digit"},
    "phone": {"2886112233": "lost_zeros", "86112233": "truncated"},
    "postcode": {"10000": "lost_zeros"},
    "industry": {"1": "lost_zeros", "农业": "name_for_code"},
    "plate": {"川A1234O": "letter_for_digit", "川AD1234": "truncated"},
    "bank_card": {"6222021234567890": "check_digit", "6222021234567890000": "precision_lost"},
    "longitude": {"30.66": "lat_lon_swapped", "0": "no_fix", "10403.942": "degrees_minutes"},
    "latitude": {"104.06": "lat_lon_swapped"},
    "air_co": {"1200": "wrong_unit", "-9999": "missing_mark"},
    "text": {"锟斤拷": "mojibake"},
}


@pytest.mark.parametrize("element", CASES)
def test_a_failure_is_told_with_its_likely_cause(element):
    found = {v.text: v.cause for v in judge(element, *CASES[element])}
    assert found == CASES[element]
    assert set(found.values()) <= set(causes())


@pytest.mark.parametrize("element", [e for e in CASES if e not in ("text",)])
def test_what_has_a_cause_here_also_fails_a_check(element):
    accepted = {v.text for v in judge(element, *CASES[element]) if v.outcome == "accepted"}
    assert accepted <= {"513425", "-99"}, "an abolished code needs the record's day, and -99 may be a number"
