"""Areas (GB/T 2260) and coordinates."""

from functools import cache
from typing import TYPE_CHECKING

from tianfu.model import Dimension, Severity, Text
from tianfu.standards.code_lists import code_list

from .findings import Finding
from .measures import double

if TYPE_CHECKING:
    import ibis.expr.types as ir

SICHUAN = "51"


@cache
def _pattern() -> str:
    """A county of Sichuan that is or was, or any number under another province; three or six digits of town and village may follow."""
    codes = code_list("areas").codes()
    counties = "|".join(c for c in codes if c.startswith(SICHUAN))
    provinces = "|".join(sorted({c[:2] for c in codes} - {SICHUAN}))
    return f"^(?:{counties}|(?:{provinces})[0-9]{{4}})(?:[0-9]{{3}}|[0-9]{{6}})?$"


def area_known(text: "ir.StringValue") -> "ir.BooleanValue":
    """Six digits, or nine or twelve whose first six are the county. Abolished codes pass: whether a code is in force depends on the day of
    the record, which the rule `in_codes` knows.
    """
    return text.re_search(_pattern())


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
        lambda degrees: degrees.between(double(97.35), double(108.55)),
        Text(zh="四川省内：97.35至108.55", en="inside Sichuan: 97.35 to 108.55"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
SICHUAN_LATITUDE = (
    Finding(
        "sichuan",
        lambda degrees: degrees.between(double(26.05), double(34.32)),
        Text(zh="四川省内：26.05至34.32", en="inside Sichuan: 26.05 to 34.32"),
        severity=Severity.flag,
        dimension=Dimension.accuracy,
    ),
)
