"""Areas (GB/T 2260) and coordinates."""

from functools import cache
from typing import TYPE_CHECKING

import ibis

from tianfu.model import Dimension, Severity, Text
from tianfu.standards.code_lists import code_list

from .findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

SICHUAN = "51"


@cache
def _known() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(every code of Sichuan that is or was, the two digits of the other provinces)"""
    codes = code_list("areas").codes()
    return tuple(c for c in codes if c.startswith(SICHUAN)), tuple(sorted({c[:2] for c in codes} - {SICHUAN}))


def area_known(text: "ir.StringValue") -> "ir.BooleanValue":
    """Six digits, or nine or twelve whose first six are the county. Abolished codes pass: whether a code is in force depends on the day of
    the record, which the rule `in_codes` knows.
    """
    sichuan, provinces = _known()
    county = text.substr(0, 6)
    return ibis.cases(
        (text.length().notin((6, 9, 12)), False),
        ((text.length() > 6) & ~text.substr(6).re_search("^[0-9]+$"), False),
        (text.startswith(SICHUAN), county.isin(sichuan)),
        else_=county.re_search("^[0-9]{6}$") & text.substr(0, 2).isin(provinces),
    )


AREA = (
    Finding(
        "known",
        area_known,
        Text(zh="GB/T 2260 行政区划代码（6位；乡镇9位、村12位）", en="a division of GB/T 2260 (6 digits; 9 for towns, 12 for villages)"),
    ),
)
SICHUAN_LONGITUDE = (
    Finding(
        "sichuan",
        lambda degrees: degrees.between(97.35, 108.55),
        Text(zh="四川省内：97.35至108.55", en="inside Sichuan: 97.35 to 108.55"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
SICHUAN_LATITUDE = (
    Finding(
        "sichuan",
        lambda degrees: degrees.between(26.05, 34.32),
        Text(zh="四川省内：26.05至34.32", en="inside Sichuan: 26.05 to 34.32"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
