"""Stewards are units of the province, dated."""

from tianfu.identity.units import units


def test_every_unit_has_an_id_a_title_in_two_languages_and_a_first_day() -> None:
    assert len(units()) > 20
    for name, unit in units().items():
        assert name == unit.id
        assert unit.title
        assert unit.title_en
        assert unit.valid_to is None or unit.valid_to > unit.valid_from
