"""What a citizen id says about its holder must agree with the record (GB 11643-1999). Rows where either side is missing pass."""

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


def sex_agrees_with_id(persons: "ir.Table") -> "ir.BooleanValue":
    """Position 17 is odd for men and even for women; other codes of GB/T 2261.1 (unknown, not stated) agree with both."""
    place = persons.citizen_id.substr(16, 1)
    said = ibis.ifelse(place.isin(["1", "3", "5", "7", "9"]), "1", "2")
    tested = (persons.citizen_id.length() == 18) & persons.sex.isin(["1", "2"])
    return ~tested | (said == persons.sex)


def birth_agrees_with_id(persons: "ir.Table") -> "ir.BooleanValue":
    """Positions 7 to 14 are the birth date."""
    tested = (persons.citizen_id.length() == 18) & persons.birth_date.notnull()
    return ~tested | (persons.citizen_id.substr(6, 8) == persons.birth_date.strftime("%Y%m%d"))
