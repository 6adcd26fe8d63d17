"""Nobody real can be meant, and every published check is satisfied all the same."""

import csv
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tianfu.standards import code_list
from tianfu.synth import sample
from tianfu.synth.codes import ALPHABET, BODIES, PERSONS, citizen_check, citizen_ids, credit_codes, mobiles
from tianfu.synth.draw import Draw, span
from tianfu.synth.text import letters


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(sample(name, rows=200).decode().splitlines()))


def credit_code(body: int, division: int) -> str:
    return str(credit_codes(np.array([body]), letters("91", 1), np.array([division]))[0])


def test_divisions_of_invented_codes_were_never_issued() -> None:
    assert not [c for c in code_list("areas").entries if c.startswith("5199")]
    assert all(r["citizen_id"][:4] == "5199" for r in rows("persons.csv"))
    assert all(r["credit_code"][2:6] == "5199" for r in [*rows("firms.csv"), *rows("departments.csv")])


def test_mobile_numbers_lie_in_a_range_that_was_never_opened() -> None:
    assert all(r["mobile"][:3] == "154" and len(r["mobile"]) == 11 for r in [*rows("firms.csv"), *rows("persons.csv")])


def test_copies_in_other_departments_name_nobody_either() -> None:
    held = [r for name in ("births", "insured", "pupils", "marriages") for r in rows(f"{name}.csv")]
    assert all(r["citizen_id"][:4] in ("5199", "") for r in held)
    assert all(r["mobile"][:3] == "154" for r in held if "mobile" in r)


@given(st.integers(0, PERSONS - 1))
def test_every_citizen_id_has_the_right_check_character_a_birth_date_and_a_sex(number: int) -> None:
    ids, _, sex = citizen_ids(np.array([number]))
    text = str(ids[0])
    assert citizen_check(text) == text[17]
    assert date(1936, 1, 1) <= date(int(text[6:10]), int(text[10:12]), int(text[12:14])) <= date(2025, 12, 31)
    assert int(sex[0]) == (1 if int(text[16]) % 2 else 2)


@given(st.integers(0, BODIES - 1), st.integers(0, 99))
def test_every_credit_code_passes_both_checks(body: int, division: int) -> None:
    code = credit_code(body, division)
    total = sum(ALPHABET.index(c) * 3**i for i, c in enumerate(code))
    assert (total - ALPHABET.index(code[17]) * 3**17 + ALPHABET.index(code[17])) % 31 == 0
    inner = sum(int(c, 36) * w for c, w in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    assert {10: "X", 11: "0"}.get(11 - inner % 11, str(11 - inner % 11)) == code[16]


def test_ids_of_different_persons_differ() -> None:
    people = Draw(1, "persons.id").shuffled(span(0, 50_000), PERSONS)
    assert len(set(citizen_ids(people)[0].to_pylist())) == 50_000


def test_names_are_of_many_kinds() -> None:
    people = {r["name"]: r for r in csv.DictReader(sample("persons.csv", rows=20_000).decode().splitlines())}
    by_group = {g: [n for n, r in people.items() if r["ethnic"] == g] for g in ("01", "04", "07")}
    assert any(n.startswith("欧阳") and len(n) >= 3 for n in by_group["01"])
    assert any("卓玛" in n for n in by_group["04"])
    assert any(n.startswith("沙马") for n in by_group["07"])
    assert any("·" in n for n in people)
    assert {len(n) for n in by_group["01"]} >= {2, 3, 4}


def test_a_number_is_the_same_whatever_stands_beside_it() -> None:
    assert mobiles(np.array([0, 7]))[1].as_py() == mobiles(np.array([7]))[0].as_py() == "15400000007"
