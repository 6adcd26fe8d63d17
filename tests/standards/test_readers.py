"""Elements, code lists and vocabularies as they are declared."""

import csv
import subprocess
import sys
from datetime import date

import pytest

from tianfu import standards
from tianfu.standards import UnknownCodeList, UnknownElement, code_list, code_lists, element, elements, expressions, tile_grid

WANTED = {
    "text",
    "code",
    "name_text",
    "integer",
    "number",
    "decimal",
    "boolean",
    "date",
    "instant",
    "percent",
    "money",
    "credit_code",
    "organisation_code",
    "citizen_id",
    "person_name",
    "firm_name",
    "area",
    "industry",
    "country",
    "sex",
    "ethnic",
    "marital",
    "schooling",
    "political",
    "mobile",
    "phone",
    "postcode",
    "plate",
    "bank_card",
    "longitude",
    "latitude",
    "air_pm25",
    "air_pm10",
    "air_so2",
    "air_no2",
    "air_co",
    "air_o3",
    "aqi",
    "temperature",
    "humidity",
    "pressure",
    "wind_speed",
    "wind_direction",
    "precipitation",
    "dew_point",
    "station_code",
    "address",
    "email",
    "url",
    "year",
    "month",
}


def test_every_element_that_declarations_use_is_there():
    assert set(elements()) >= WANTED


@pytest.mark.parametrize("name", elements())
def test_an_element_is_told_in_two_languages_and_its_checks_say_what_they_expect(name):
    found = element(name)
    assert found.title
    assert found.title_en
    for check in expressions.checks(found):
        assert check.expected.zh
        assert check.expected.en
    assert len({c.id for c in expressions.checks(found)}) == len(expressions.checks(found))


@pytest.mark.parametrize("name", elements())
def test_values_about_a_person_are_masked_and_at_least_of_level_two(name):
    found = element(name)
    assert (found.mask is None) or found.level >= 2


def test_an_unknown_name_is_answered_with_the_near_one():
    with pytest.raises(UnknownElement, match="did you mean 'citizen_id'"):
        element("citzen_id")
    with pytest.raises(UnknownCodeList, match="did you mean 'areas'"):
        code_list("area")


@pytest.mark.parametrize("name", code_lists())
def test_parents_and_successors_are_codes_of_the_same_list(name):
    found = code_list(name)
    for entry in found.entries.values():
        assert entry.parent is None or entry.parent in found.entries
        assert entry.successor is None or entry.successor in found.entries
        assert (entry.successor is None) or entry.valid_to is not None
    assert found.table().num_rows == len(found.entries)
    assert all((found.standard, found.status, found.title_en))


def test_huili_county_became_huili_city_in_2021():
    old, new = code_list("areas").entries["513425"], code_list("areas").entries["513402"]
    assert old.successor == new.code
    days = (date(2020, 6, 1), date(2022, 1, 1))
    assert [old.in_force(d) for d in days] == [True, False]
    assert [new.in_force(d) for d in days] == [False, True]
    assert old.code in code_list("areas").codes()
    assert old.code not in code_list("areas").codes(date(2024, 1, 1))


def test_lists_agree_with_the_tables_of_facts(shared):
    def codes(file: str, column: str = "code") -> set[str]:

        text = (shared / "standards" / file).read_text("utf-8")
        return {r[column] for r in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))}

    now = date(2026, 11, 1)
    assert set(code_list("areas").codes(now)) == codes("gbt2260_sichuan.csv") | codes("gbt2260_provinces.csv")
    assert set(code_list("countries").codes(now)) == codes("gbt2659_countries.csv", "alpha3")
    assert set(code_list("ethnic_groups").codes(now)) == codes("gb3304_ethnic.csv")
    assert set(code_list("industries").codes(now)) == codes("gbt4754_sections.csv", "section")


def test_person_codes_agree_with_the_table_of_facts(facts):
    table = facts("person_codes.yaml")
    for key, name in (("sex_gbt2261_1", "sexes"), ("marital_gbt2261_2", "marital_states"), ("schooling_gbt4658", "schooling")):
        assert {e.code: e.title for e in code_list(name).entries.values()} == table[key]
    assert {e.code: e.title for e in code_list("political_states").entries.values()} == table["political_gbt4762"]


def test_hong_kong_macao_and_taiwan_stand_under_china():
    countries = code_list("countries").entries
    assert {countries[c].parent for c in ("HKG", "MAC", "TWN")} == {"CHN"}


def test_vocabularies_have_the_words_of_their_standards(facts):
    assert list(standards.levels()) == ["1", "2", "3", "4", "5", "6"]
    assert {d.zh for d in standards.dimensions().values()} == {d["dim"] for d in facts("catalog_sharing_security.yaml")["quality_gbt36344"]}
    assert list(standards.sharing_classes()) == ["always", "on_request", "never"]
    assert {"environment", "population", "credit"} <= set(standards.themes())
    assert standards.licences()["CC-BY-4.0"].url.startswith("https://")
    assert all(term.zh and term.en and term.text.zh for term in standards.causes().values())


def test_reading_an_element_imports_neither_ibis_nor_arrow():
    code = "import sys; from tianfu.standards import element; element('area'); print([m for m in ('ibis', 'pyarrow') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_tile_grid_places_every_prefecture_of_the_province_once():
    places = [(t.column, t.row) for t in tile_grid()]
    prefectures = {
        code for code, entry in code_list("areas").entries.items() if code[:2] == "51" and code[2:4] != "00" and code[4:] == "00"
    }
    assert {t.code for t in tile_grid()} == prefectures
    assert len(set(places)) == len(places) == 21
