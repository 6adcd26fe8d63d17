"""The vectors of the tables of facts, judged on DuckDB."""

import csv

import pytest

from .judge import judge, outcomes


def test_valid_credit_codes_are_accepted(facts):
    codes = [v["code"] for v in facts("uscc.yaml")["vectors_valid"]]
    assert {c: o for c, o in zip(codes, outcomes("credit_code", *map(str, codes)), strict=True) if o != "accepted"} == {}


def test_invalid_credit_codes_are_kept_and_flagged_only_if_the_organisation_code_inside_fits(facts):
    vectors = facts("uscc.yaml")["vectors_invalid"]
    found = dict(zip([v["code"] for v in vectors], outcomes("credit_code", *[v["code"] for v in vectors]), strict=True))
    assert found == {v["code"]: "flagged" if "inner code passes" in v["why"] else "quarantined" for v in vectors}


def test_organisation_codes_follow_gb_11714(facts):
    assert outcomes("organisation_code", *facts("uscc.yaml")["gb11714"]["vectors"]) == ["accepted"]
    assert outcomes("organisation_code", "D21435690", "D2143569", "d2143569-x") == ["quarantined", "quarantined", "accepted"]


def test_the_letter_values_of_both_codes_differ_and_both_are_used(facts):
    """Inside every valid credit code stands a valid organisation code."""
    codes = [str(v["code"])[8:17] for v in facts("uscc.yaml")["vectors_valid"] if "constructed" not in v["note"]]
    assert set(outcomes("organisation_code", *codes)) == {"accepted"}


def test_citizen_identity_numbers(facts):
    vectors = [v for v in facts("citizen_id.yaml")["vectors"] if "valid" in v]
    found = outcomes("citizen_id", *[str(v["id"]) for v in vectors])
    assert found == ["accepted" if v["valid"] else "quarantined" for v in vectors]


def test_numbers_of_15_digits_are_kept_and_flagged(facts):
    old = [v for v in facts("citizen_id.yaml")["vectors"] if "id15" in v]
    assert outcomes("citizen_id", *[v["id15"] for v in old]) == ["flagged"] * len(old)
    assert outcomes("citizen_id", *[v["id18"] for v in old]) == ["accepted"] * len(old)


def test_every_province_of_the_table_begins_an_identity_number(facts):
    table = facts("citizen_id.yaml")
    remainders = str(table["check_by_remainder"])

    def complete(body: str) -> str:
        return body + remainders[sum(int(d) * w for d, w in zip(body, table["weights"], strict=True)) % 11]

    known = {str(p) for p in table["first_two_digits"]}
    every = [f"{p:02d}" for p in range(10, 90)]
    found = outcomes("citizen_id", *[complete(f"{p}010119900101123") for p in every])
    assert {p for p, o in zip(every, found, strict=True) if o == "accepted"} == known


def test_the_foreigners_card_of_2023_begins_with_nine(facts):
    table = facts("citizen_id.yaml")
    body = "91115619900230123"
    check = str(table["check_by_remainder"])[sum(int(d) * w for d, w in zip(body, table["weights"], strict=True)) % 11]
    assert outcomes("citizen_id", body + check, body + ("1" if check != "1" else "2")) == ["accepted", "quarantined"]


@pytest.mark.parametrize(("key", "element", "expected"), [
    ("mobile_ok", "mobile", {"accepted"}),
    ("mobile_bad", "mobile", {"quarantined"}),
    ("plate_ok", "plate", {"accepted"}),
    ("plate_bad", "plate", {"quarantined", "flagged"}),
])  # fmt: skip
def test_contact_codes(facts, key, element, expected):
    assert set(outcomes(element, *facts("contact_codes.yaml")["vectors"][key])) == expected


def test_seven_characters_after_d_are_flagged_because_old_plates_look_the_same():
    assert outcomes("plate", "川AD1234") == ["flagged"]


def test_luhn_flags_and_never_rejects(facts):
    vectors = facts("contact_codes.yaml")["vectors"]
    assert all("luhn" not in v.failed for v in judge("bank_card", *vectors["luhn_valid"]))
    assert all("luhn" in v.failed for v in judge("bank_card", *vectors["luhn_invalid"]))
    assert outcomes("bank_card", "6222021234567890") == ["flagged"]


def test_person_codes_are_in_their_lists(facts):
    table = facts("person_codes.yaml")
    for key, element in (
        ("sex_gbt2261_1", "sex"),
        ("marital_gbt2261_2", "marital"),
        ("schooling_gbt4658", "schooling"),
        ("political_gbt4762", "political"),
    ):
        assert set(outcomes(element, *table[key])) == {"accepted"}
    assert outcomes("schooling", "72", "82", "50") == ["quarantined"] * 3
    assert outcomes("ethnic", "57", "97", "98") == ["flagged"] * 3


def test_titles_are_mapped_to_their_codes(facts):
    table = facts("person_codes.yaml")
    assert [v.value for v in judge("marital", *table["marital_gbt2261_2"].values())] == list(table["marital_gbt2261_2"])
    assert [v.value for v in judge("sex", "男", "女", "M", "F", "男性", "1")] == ["1", "2", "1", "2", "1", "1"]


def test_coordinates_in_the_box_of_sichuan_outside_of_it_and_outside_of_china(facts):
    box = facts("coordinates_nmea.yaml")["sichuan_bbox"]
    for element, (low, high) in (("longitude", box["lon"]), ("latitude", box["lat"])):
        assert outcomes(element, str(low), str(high), str(low - 0.01), str(high + 0.01)) == ["accepted", "accepted", "flagged", "flagged"]
    assert outcomes("longitude", "73.3", "135.2", "0") == ["quarantined"] * 3
    assert outcomes("latitude", "3.7", "53.7", "0") == ["quarantined"] * 3
    chengdu = facts("coordinates_nmea.yaml")["vectors"][0]["wgs84"]
    assert outcomes("longitude", str(chengdu[0])) + outcomes("latitude", str(chengdu[1])) == ["accepted", "accepted"]


def test_area_codes_of_sichuan_to_the_county_and_of_other_provinces_to_the_province(shared):
    for file in ("gbt2260_sichuan.csv", "gbt2260_provinces.csv"):
        text = (shared / "standards" / file).read_text("utf-8")
        codes = [r["code"] for r in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))]
        assert set(outcomes("area", *codes)) == {"accepted"}
    assert outcomes("area", "513425", "510104001", "510104001001") == ["accepted"] * 3
    assert outcomes("area", "519901", "990000", "5101", "成都市") == ["quarantined"] * 4


def test_industry_letters_agree_with_their_divisions(shared):
    text = (shared / "standards" / "gbt4754_sections.csv").read_text("utf-8")
    sections = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    good = [s["section"] + d for s in sections for d in ("", s["division_from"], s["division_to"] + "11")]
    bad = [s["section"] + f"{int(s['division_to']) + 1:02d}" for s in sections]
    assert set(outcomes("industry", *good, "0111", "97")) == {"accepted"}
    assert set(outcomes("industry", *bad, "98", "00", "U", "I65101")) == {"quarantined"}


def test_countries_are_known_by_four_notations(shared):
    text = (shared / "standards" / "gbt2659_countries.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    for column in ("alpha3", "alpha2", "numeric"):
        assert [v.value for v in judge("country", *[r[column] for r in rows])] == [r["alpha3"] for r in rows]


def test_codes_for_other_things_are_refused():
    assert outcomes("postcode", "610000", "0", "910000") == ["accepted", "quarantined", "quarantined"]
    assert (
        outcomes("phone", "028-86112233", "0816-2233445", "0281234567", "4001234567", "12345")
        == ["accepted"] * 2 + ["quarantined"] + ["accepted"] * 2
    )
