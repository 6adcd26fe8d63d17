"""Classifications as trees with their codes put right, and the names of map polygons held against the codes of divisions."""

from typing import TYPE_CHECKING

import ibis

from tianfu.blocks.trees import continues, depths, filled, with_parent_code, within

if TYPE_CHECKING:
    import ibis.expr.types as ir

GB_4754, GB_2260, GB_6864, CCS, ICS = "GB/T 4754-2017", "GB/T 2260", "GB/T 6864-2003", "CCS", "ICS"
DEEPEST = 4
MATCHED, RENAMED, UNMATCHED = "一致", "已更名", "未匹配"


def classifications(
    industry_list: "ir.Table", area_history: "ir.Table", degrees: "ir.Table", standards_ccs: "ir.Table", standards_ics: "ir.Table"
) -> "ir.Table":
    """Every entry of five classifications: its code, its parent's, how deep it stands, and whether the two codes agree."""
    lists = {GB_4754: industry_list, GB_2260: area_history, GB_6864: degrees, CCS: standards_ccs, ICS: standards_ics}
    return ibis.union(*(_tree(scheme, rows) for scheme, rows in lists.items()))


def _tree(scheme: str, rows: "ir.Table") -> "ir.Table":
    deep = depths(rows, number="number", parent="parent_number", deepest=DEEPEST)
    deep = deep.mutate(written=deep.code, code=filled(deep.code, deep.depth) if scheme == GB_4754 else deep.code)
    t = with_parent_code(deep, number="number", parent="parent_number", code="code")
    return t.select(
        scheme=ibis.literal(scheme),
        number=t.number,
        code=t.code,
        title=t.title,
        parent=t.parent,
        depth=t.depth,
        written=t.written,
        agrees=_agrees(scheme, t),
    )


def _agrees(scheme: str, t: "ir.Table") -> "ir.BooleanValue":
    """A section of GB/T 4754 is a letter and its divisions are numbers: there is nothing to compare."""
    if scheme == GB_4754:
        return (t.depth <= 2) | continues(t.code, t.parent)
    return within(t.code, t.parent) if scheme == CCS else continues(t.code, t.parent)


def county_names_check(county_polygons: "ir.Table", areas: "ir.Table", prefecture_names: "ir.Table", renamings: "ir.Table") -> "ir.Table":
    """Each polygon by prefecture and name: a division in force, one that was renamed, or none. Names repeat, so the prefecture decides."""
    known = _divisions(areas)
    spelt = prefecture_names.select(city="spelling", prefecture=_code(prefecture_names.code))
    polygons = county_polygons.select("name", "city").join(spelt, "city").drop("city")
    found = polygons.left_join(known, ["prefecture", "name"]).select("prefecture", "name", "state", "code", "old_code")
    titled = found.left_join(areas.select("code", "title"), "code").drop("code_right")
    months = renamings.select(code=_code(renamings.successor), month="approved")
    t = titled.left_join(months, "code").drop("code_right")
    state, renamed = t.state.fill_null(UNMATCHED), t.old_code.notnull()
    to_do = ibis.literal("地图名称拟由“") + t["name"] + "”改为“" + t.title + "”，由自然资源部门核实后更正"
    return t.select(
        "prefecture",
        "name",
        state=state,
        code=t.code,
        title=t.title,
        old_code=t.old_code,
        approved=ibis.ifelse(renamed, t.month, None),
        confirmed=ibis.ifelse(renamed, "待确认", None),
        proposal=ibis.cases((renamed, to_do), (state == UNMATCHED, "没有同名的县级行政区，请核对名称和所属市州"), else_=None),
    )


def _divisions(areas: "ir.Table") -> "ir.Table":
    """Every name that a division has or had, with the code in force; a name that is in force again counts as in force."""
    now = areas.filter(areas.valid_to.isnull())
    current = now.select(prefecture=now.parent, name=now.title, state=ibis.literal(MATCHED), code=now.code, old_code=ibis.null("string"))
    then = areas.filter(areas.successor.notnull())
    old = then.select(prefecture=then.parent, name=then.title, state=ibis.literal(RENAMED), code=then.successor, old_code=then.code)
    return current.union(old.anti_join(current, ["prefecture", "name"]))


def _code(number: "ir.Value") -> "ir.StringValue":
    """Figures read what looks like a number as one."""
    return number.cast("int64").cast("string")
