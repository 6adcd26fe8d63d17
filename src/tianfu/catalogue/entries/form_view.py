"""The form of an entry as a page: new, from a service item, or of an entry that exists."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tianfu.catalogue.terms import OPENNESS, REFRESH, SHARED
from tianfu.catalogue.views import Link
from tianfu.model import Access, Text
from tianfu.standards import elements, levels

from .addresses import entries_page, entry_page, new_entry
from .compiling import COLUMNS, Matter, compile_from, matters_like
from .entry_view import unit_titles
from .form import BLANK, MORE, Filled, Problems, filled, form_of, problems_of
from .resource_codes import CLASSES
from .standing import Standing
from .views import FormView, Options
from .words import FORMATS, ITEM_SHARING, ITEM_TYPES, OPERATION

if TYPE_CHECKING:
    from tianfu.catalogue.visit import Visit

NEW = Text(zh="编制目录条目", en="Compile an entry")
DEFAULTS = {"kind": "3", "item": "00", "subject": "000", "format": "数据库", "sharing_method": "共享平台", "refresh": "irregular"}
DOORS = {"to_departments": "on_request", "to_public": "on_request", "to_operation": "on_request"}
NOTHING: Text = Text(zh="—")


def new_view(visit: "Visit", matter: str) -> FormView:
    """An empty form, or one that is filled in from a service item; items that match are offered."""
    found = matters_found(visit, matter)
    exact = [m for m in found if m.item_code == matter.strip()]
    if exact:
        return form_view(form_of(compile_from(exact)), new_entry(), problems=problems_of(compile_from(exact)), matter=matter)
    offered = tuple(Link(new_entry(m.item_code), Text(zh=f"{m.item}（{m.department}）")) for m in found)
    return form_view(filled([*DEFAULTS.items(), *DOORS.items()]), new_entry(), matter=matter, matters=offered)


def edit_view(standing: Standing) -> FormView:
    """The newest text, with what it still lacks."""
    entry = standing.entry
    return form_view(form_of(entry), entry_page(entry.id, "edit"), standing=standing, problems=problems_of(entry))


def form_view(
    form: Filled,
    action: str,
    *,
    standing: Standing | None = None,
    problems: Problems | None = None,
    matter: str = "",
    matters: tuple[Link, ...] = (),
    more: int = MORE,
    stopped: bool = False,
    trouble: Text | None = None,
) -> FormView:
    """The page of the form as it stands."""
    fixed = standing is not None
    return FormView(
        title=Text(zh=f"变更“{standing.entry.title}”", en=f"Change “{standing.entry.title_en or standing.entry.title}”")
        if standing
        else NEW,
        action=action,
        fixed=fixed,
        number=standing.number if standing else None,
        values=form.values,
        items=(*form.items, *(BLANK for _ in range(more))),
        problems=problems or {},
        summary=summary(problems or {}),
        choices=_choices(),
        units=unit_titles(),
        back=entry_page(standing.entry.id) if standing else entries_page(),
        matter=matter,
        matters=matters,
        stopped=stopped,
        trouble=trouble,
    )


def summary(problems: Problems) -> tuple[tuple[str, Text], ...]:
    """Every problem with the name of its field, in the order of the form."""

    def place(where: str) -> tuple[int, ...]:
        top, _, rest = where.partition(".")
        return list(LABELS).index(top) if top in LABELS else len(LABELS), int(rest.partition(".")[0] or 0)

    return tuple((w, _labelled(w, t)) for w in sorted(problems, key=place) for t in problems[w])


def _labelled(where: str, said: Text) -> Text:
    top, _, rest = where.partition(".")
    label = LABELS.get(top, Text(zh=where))
    number = str(int(rest.partition(".")[0]) + 1) if rest else ""
    return Text(zh=f"{label.zh}{number}：{said.zh}", en=f"{label.en or label.zh}{' ' if number else ''}{number}: {said.en or said.zh}")


LABELS: Mapping[str, Text] = {
    "id": Text(zh="标识", en="Id"),
    "title": Text(zh="信息资源名称", en="Title"),
    "title_en": Text(zh="英文名称", en="English title"),
    "abstract": Text(zh="信息资源摘要", en="Abstract"),
    "provider": Text(zh="提供部门", en="Provider"),
    "provider_code": Text(zh="提供部门代码", en="Provider code"),
    "category": Text(zh="信息资源分类", en="Classification"),
    "format": Text(zh="信息资源格式", en="Format"),
    "refresh": Text(zh="更新周期", en="Cycle"),
    "code": Text(zh="信息资源代码", en="Resource code"),
    "to_departments": Text(zh="共享类型", en="Sharing"),
    "sharing_condition": Text(zh="共享条件", en="Conditions of sharing"),
    "to_public": Text(zh="开放类型", en="Openness"),
    "open_condition": Text(zh="开放条件", en="Conditions of opening"),
    "to_operation": Text(zh="授权运营", en="Operation"),
    "sharing_method": Text(zh="共享方式", en="Way of sharing"),
    "basis": Text(zh="依据", en="Basis"),
    "items": Text(zh="信息项", en="Item"),
    "matters": Text(zh="编制依据", en="Compiled from"),
    "areas": Text(zh="承担地区", en="Areas"),
    "related": Text(zh="关联资源代码", en="Related resources"),
}
"""Fields in the order of the form."""


def matters_found(visit: "Visit", text: str) -> list[Matter]:
    """Service items of that code or with these words, of every dataset that has such items."""
    if not text.strip():
        return []
    lists = [d.id for d in visit.registry.datasets() if {c.name for c in d.columns} >= set(COLUMNS) and visit.store.version(d.id)]
    return [m for dataset_id in lists for m in matters_like(visit.store, dataset_id, text.strip()[:200], today=visit.today)]


def _choices() -> Mapping[str, Options]:
    return {
        "kind": tuple((n, Text(zh=f"{n} {t.zh}", en=f"{n} {t.en}")) for n, t in CLASSES.items()),
        "format": tuple(FORMATS.items()),
        "to_departments": tuple((a.value, SHARED[a]) for a in Access),
        "to_public": tuple((a.value, OPENNESS[a].text) for a in Access),
        "to_operation": tuple((a.value, OPERATION[a]) for a in Access),
        "refresh": tuple((r.value, t) for r, t in REFRESH.items()),
        "type": tuple((n, Text(zh=f"{n} {t.zh}", en=f"{n} {t.en}")) for n, t in ITEM_TYPES.items()),
        "level": (("", NOTHING), *((n, v.title) for n, v in levels().items())),
        "sharing": (("", NOTHING), *ITEM_SHARING.items()),
        "element": tuple((n, Text(zh=e.title, en=e.title_en)) for n, e in elements().items()),
    }
