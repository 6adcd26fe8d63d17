"""One record per person from the copies of several departments: each element from the department that answers for it, the rest compared."""

from typing import TYPE_CHECKING

import ibis

from tianfu.blocks.conflict import CONFLICT, answered, claims, compare, disputed, listed
from tianfu.blocks.small_cells import grid, protected

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

POLICE, HEALTH, LABOUR, SCHOOL, CIVIL = (
    "dept.public_security",
    "dept.health",
    "dept.human_resources",
    "dept.education",
    "dept.civil_affairs",
)
ELEMENTS = ("name", "sex", "birth_date", "ethnic", "area", "address", "mobile", "schooling", "marital", "employment")
RESIDENCE = (POLICE, LABOUR)
"""Who asks where a person lives."""
PERSON = ("citizen_id", "element")


def base_records(
    persons: "ir.Table",
    births: "ir.Table",
    insured: "ir.Table",
    pupils: "ir.Table",
    marriages: "ir.Table",
    sources_of_elements: "ir.Table",
    today: "date",
) -> "ir.Table":
    """Each field from the department that answers for it, with source and day; what it does not say, nobody says for it."""
    said = _said(persons, births, insured, pupils, marriages)
    odd = compare(said, PERSON)
    odds = odd.group_by("citizen_id").aggregate(conflicts=(odd.state == CONFLICT).cast("int64").sum())
    holders = said.select("citizen_id", "source").distinct()
    held = holders.group_by("citizen_id").aggregate(held_by=listed(holders.source))
    told = _last(answered(said, _in_force(sources_of_elements, today), element="element"))
    fields = {n: v for element in ELEMENTS for n, v in _field(told, element).items()}
    t = odds.join(held, "citizen_id").left_join(told.group_by("citizen_id").aggregate(**fields), "citizen_id")
    columns = {n: t[n].cast("date") if n == "birth_date" else t[n] for n in fields}
    return t.select("citizen_id", **columns, held_by=t.held_by, conflicts=t.conflicts)


def conflicts(
    persons: "ir.Table",
    births: "ir.Table",
    insured: "ir.Table",
    pupils: "ir.Table",
    marriages: "ir.Table",
    sources_of_elements: "ir.Table",
    today: "date",
) -> "ir.Table":
    """Every copy that says otherwise than the department that answers, or than another copy where that department says nothing."""
    marked = answered(
        disputed(_said(persons, births, insured, pupils, marriages), PERSON), _in_force(sources_of_elements, today), element="element"
    )
    rule = _in_force(sources_of_elements, today).select("element", answers="source")
    mine = _last(marked).select("citizen_id", "element", answered="value", answered_as_of="as_of")
    copies = marked.filter(~marked.answers_for_it).group_by([*PERSON, "source", "value"]).aggregate(as_of=marked.as_of.max())
    t = copies.join(rule, "element").left_join(mine, PERSON).drop("citizen_id_right", "element_right")
    t = t.filter(t.answered.isnull() | (t.answered != t.value))
    return t.select(
        "citizen_id",
        "element",
        answers=t.answers,
        answered=t.answered,
        answered_as_of=t.answered_as_of,
        department=t.source,
        value=t.value,
        as_of=t.as_of,
        newer=t.as_of > t.answered_as_of,
        review=ibis.literal("待核实"),
    )


def by_county(base: "ir.Table", age_bands: "ir.Table", minimum_group: "ir.Table", today: "date") -> "ir.Table":
    """People of each county by sex and age, none of the cells small."""
    known = base.filter(base.area.notnull() & base.sex.notnull() & base.birth_date.notnull())
    day = ibis.literal(today)
    before = day.strftime("%m%d") < known.birth_date.strftime("%m%d")
    aged = known.mutate(age=day.year() - known.birth_date.year() - before.cast("int32"))
    bands = _in_force(age_bands, today)
    banded = aged.join(bands, (aged.age >= bands.low) & (aged.age <= bands.high)).select("area", "sex", age_band="band")
    cells = grid(banded, ["area", "sex", "age_band"])
    return protected(cells, _in_force(minimum_group, today), group=["area"], order=["sex", "age_band"]).mutate(as_of=day)


def _said(persons: "ir.Table", births: "ir.Table", insured: "ir.Table", pupils: "ir.Table", marriages: "ir.Table") -> "ir.Table":
    """`citizen_id, element, source, value, as_of`: all that departments say of persons whose number is on record."""
    copies = (
        (persons, POLICE, "registered_on"),
        (births, HEALTH, "issued_on"),
        (insured, LABOUR, "changed_on"),
        (pupils, SCHOOL, "enrolled_on"),
        (marriages, CIVIL, "registered_on"),
    )
    return ibis.union(*(_claims(*copy) for copy in copies))


def _claims(rows: "ir.Table", department: str, day: str) -> "ir.Table":
    """Where a birth or a school is says nothing of where a person lives: only answers to the same question are compared."""
    same = [e for e in ELEMENTS if e in rows.columns and (e != "area" or department in RESIDENCE)]
    known = rows.filter(rows.citizen_id.notnull())
    texts = known.select("citizen_id", _day=known[day], **{e: known[e].cast("string") for e in same})
    long = texts.pivot_longer(same, names_to="element", values_to="text")
    return claims(long, PERSON, "text", source=department, as_of="_day")


def _last(marked: "ir.Table") -> "ir.Table":
    """What the department that answers said last; missing where it said different things on that day."""
    mine = marked.filter(marked.answers_for_it)
    newest = mine.mutate(_newest=mine.as_of.max().over(group_by=PERSON))
    then = newest.filter(newest.as_of.isnull() | (newest.as_of == newest._newest))
    one = then.group_by([*PERSON, "source"]).aggregate(value=then.value.min(), other=then.value.max(), as_of=then.as_of.max())
    return one.filter(one.value == one.other).drop("other")


def _field(told: "ir.Table", element: str) -> "dict[str, ir.Scalar]":
    here = told.element == element
    parts = {"": "value", "_source": "source", "_as_of": "as_of"}
    return {f"{element}{suffix}": told[column].max(where=here) for suffix, column in parts.items()}


def _in_force(figure: "ir.Table", today: "date") -> "ir.Table":
    """The edition of the day."""
    day = ibis.literal(today)
    return figure.filter((figure.valid_from <= day) & (figure.valid_to.isnull() | (day < figure.valid_to)))
