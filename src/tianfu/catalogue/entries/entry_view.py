"""An entry's page: its facts as the guide names them, its items, what is mounted on it and what is missing."""

from itertools import groupby
from typing import TYPE_CHECKING

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.terms import OPENNESS, REFRESH, SHARED
from tianfu.catalogue.views import Badge, Link
from tianfu.identity.units import units
from tianfu.model import Entry, EntryItem, EntryState, Text
from tianfu.standards import code_list, elements, levels

from .addresses import entries_page, entry_page
from .coverage import missing
from .fitness import level_of
from .mounts import Mounts
from .rates import AreaRate, area_rate, areas_with_data, days_since
from .record import Entries
from .resource_codes import CLASSES
from .standing import Mount, MountKind, Standing, Step
from .states import ACTS, REVIEWS, WORDS, Verb, possible
from .views import AreaCell, AreaGroup, EntryView, ItemRow, MountForm, MountRow, Stage, StepRow
from .words import FORMATS, ITEM_SHARING, ITEM_TYPES, KINDS, OPERATION, SHARING, WITH_DATA, state_badge, unit_title, waiting_badge

if TYPE_CHECKING:
    from tianfu.catalogue.visit import Visit

HOME = Link("/", Text(zh="首页", en="Home"))
LIST = Link(entries_page(), Text(zh="目录条目", en="Entries"))
WAY = (EntryState.draft, *REVIEWS, EntryState.published)
STEP_BADGES = {Verb.approve: ("ok", "circle-check"), Verb.send_back: ("warn", "triangle-alert"), Verb.withdraw: ("bad", "circle-x")}


def entry_view(visit: "Visit", entry_id: str, *, inside: bool, problem: Text | None = None) -> EntryView:
    """The page. Whoever is not in the office gets the published text, no steps, and no addresses of the government network."""
    entries, mounts = Entries(visit.store), Mounts(visit.store)
    standing = entries.of(entry_id) if inside else entries.public(entry_id)
    entry, live = standing.entry, mounts.live(entry_id)
    rate = area_rate(entry, areas_with_data(visit.store, entry_id)) if entry.areas else None
    waits = standing.public is not None and standing.state is not EntryState.withdrawn and not live
    days = days_since(standing.published_at, visit.now) if waits else None
    office = _office(visit, standing, problem) if inside else {}
    return EntryView(
        standing=standing,
        title=title_of(entry),
        crumbs=(HOME, LIST, Link(entry_page(entry.id), title_of(entry), current=True)),
        badges=_badges(standing, days, has_data=bool(live)),
        facts=facts(entry),
        provider=unit_title(entry.provider),
        items=tuple(_item(i) for i in entry.items),
        mounts=tuple(_mount(visit, entry, m, live=m.id in live, inside=inside) for m in mounts.of(entry_id)),
        area_rate=rate,
        areas=_areas(rate) if rate else (),
        days=days,
        has_data=bool(live),
        as_json=f"{entry_page(entry.id)}.json",
        **office,  # type: ignore[arg-type]  # the fields below
    )


def title_of(entry: Entry) -> Text:
    return Text(zh=entry.title, en=entry.title_en)


def facts(entry: Entry) -> tuple[tuple[Text, Text], ...]:
    """The core metadata of the guide, in its order."""
    kind = CLASSES.get(entry.category[0], Text(zh=""))
    category = "-".join(c for c in entry.category if c)
    pairs = [
        (Text(zh="信息资源代码", en="Resource code"), Text(zh=entry.code)),
        (Text(zh="信息资源分类", en="Class"), Text(zh=f"{kind.zh}（{category}）", en=f"{kind.en} ({category})")),
        (Text(zh="提供部门", en="Provider"), unit_title(entry.provider)),
        (Text(zh="提供部门代码", en="Provider code"), Text(zh=entry.provider_code)),
        (Text(zh="信息资源格式", en="Format"), FORMATS[entry.format]),
        (Text(zh="共享类型", en="Sharing"), SHARED[entry.sharing.to_departments]),
        (Text(zh="共享条件", en="Conditions of sharing"), Text(zh=entry.sharing_condition)),
        (Text(zh="共享方式", en="Way of sharing"), Text(zh=entry.sharing_method)),
        (Text(zh="开放类型", en="Openness"), OPENNESS[entry.sharing.to_public].text),
        (Text(zh="开放条件", en="Conditions of opening"), Text(zh=entry.open_condition)),
        (Text(zh="授权运营", en="Operation"), OPERATION[entry.sharing.to_operation]),
        (Text(zh="依据", en="Basis"), Text(zh=entry.sharing.basis)),
        (Text(zh="更新周期", en="Cycle"), REFRESH[entry.refresh]),
        (Text(zh="发布日期", en="Published on"), Text(zh=entry.published_on.isoformat() if entry.published_on else "")),
        (Text(zh="关联资源代码", en="Related resources"), Text(zh="、".join(entry.related))),
        (Text(zh="编制依据（事项编码）", en="Compiled from"), Text(zh="、".join(entry.matters))),
    ]
    return tuple((name, value) for name, value in pairs if value.zh)


def stages(standing: Standing) -> tuple[Stage, ...]:
    """The way from draft to publication, and where the entry stands on it."""
    if standing.state is EntryState.withdrawn:
        been = WAY if standing.public is not None else WAY[:1]
        return (*(Stage(WORDS[s], "done") for s in been), Stage(WORDS[EntryState.withdrawn], "failed"))
    way = (EntryState.changed, *WAY[1:]) if standing.public is not None and standing.state is not EntryState.published else WAY
    here = way.index(standing.state)
    last = standing.state is EntryState.published
    return tuple(Stage(WORDS[s], "done" if n < here or last else "now" if n == here else "") for n, s in enumerate(way))


def step_rows(steps: list[Step]) -> tuple[StepRow, ...]:
    """Steps, the latest first."""
    return tuple(_step(s) for s in reversed(steps))


def _step(step: Step) -> StepRow:
    tone, icon = STEP_BADGES.get(step.verb, ("info", "arrow-right"))
    badge = Badge(tone, icon, ACTS[step.verb])  # type: ignore[arg-type]  # a tone
    return StepRow(step.at, WORDS[step.after], badge, unit_title(step.unit), step.person, step.reason, step.number)


def unit_titles() -> tuple[Text, ...]:
    """Units to choose from."""
    return tuple(Text(zh=u.title, en=u.title_en) for u in units().values())


def _office(visit: "Visit", standing: Standing, problem: Text | None) -> dict[str, object]:
    entry, verbs = standing.entry, possible(standing.state, public=standing.public is not None)
    return {
        "stages": stages(standing),
        "steps": step_rows(Entries(visit.store).steps(entry.id)),
        "edit": entry_page(entry.id, "edit") if Verb.write in verbs or Verb.change in verbs else None,
        "review": entry_page(entry.id, "review") if verbs else None,
        "form": _form(visit, entry, problem) if standing.state is not EntryState.withdrawn else None,
        "units": unit_titles(),
    }


def _form(visit: "Visit", entry: Entry, problem: Text | None) -> MountForm:
    known = code_list("areas").entries
    datasets = tuple((d.id, Text(zh=d.title, en=d.title_en)) for d in visit.registry.datasets())
    areas = tuple((a, Text(zh=known[a].title, en=known[a].title_en)) for a in entry.areas if a in known)
    return MountForm(entry_page(entry.id, "mounts"), datasets, areas, problem)


def _badges(standing: Standing, days: int | None, *, has_data: bool) -> tuple[Badge, ...]:
    found = [state_badge(standing.state), SHARING[standing.entry.sharing.to_departments], OPENNESS[standing.entry.sharing.to_public]]
    if has_data:
        found.append(WITH_DATA)
    return (*found, waiting_badge(days)) if days is not None else tuple(found)


def _item(item: EntryItem) -> ItemRow:
    kind, meaning = ITEM_TYPES[item.type], elements().get(item.element)
    length = f"（{item.length}）" if item.length else ""
    return ItemRow(
        title=Text(zh=item.title, en=item.title_en),
        description=item.description,
        kind=Text(zh=kind.zh + length, en=f"{kind.en} ({item.length})" if item.length else kind.en),
        element=item.element,
        element_title=Text(zh=meaning.title, en=meaning.title_en) if meaning else Text(zh=item.element),
        level=levels()[str(level_of(item))].title,
        sharing=ITEM_SHARING.get(item.sharing, Text(zh="")),
    )


def _mount(visit: "Visit", entry: Entry, mount: Mount, *, live: bool, inside: bool) -> MountRow:
    kind, icon = KINDS[mount.kind]
    area = code_list("areas").entries.get(mount.area)
    table = mount.kind is MountKind.table and any(d.id == mount.target for d in visit.registry.datasets())
    lacking = missing(entry, visit.registry.dataset(mount.target)) if table else None
    return MountRow(
        title=Text(zh=mount.title, en=visit.registry.dataset(mount.target).title_en if table else ""),
        href=dataset_page(mount.target) if table else None,
        address=mount.target if inside or table else "",
        kind=Badge("plain", icon, kind),
        area=Text(zh=area.title, en=area.title_en) if area else Text(zh=mount.area),
        live=live,
        since=mount.mounted_at,
        covered=len(entry.items) - len(lacking or ()),
        missing=None if lacking is None else tuple(Text(zh=i.title, en=i.title_en) for i in lacking),
        end=entry_page(entry.id, f"mounts/{mount.id}/end") if inside and not mount.declared else None,
    )


def _areas(rate: AreaRate) -> tuple[AreaGroup, ...]:
    groups = []
    for prefecture, codes in groupby(sorted(rate.owed), lambda a: a[:4] + "00"):
        cells = tuple(AreaCell(a, _area_name(a), a in rate.mounted) for a in codes)
        groups.append(AreaGroup(_area_name(prefecture), cells, sum(c.mounted for c in cells)))
    return tuple(groups)


def _area_name(code: str) -> Text:
    found = code_list("areas").entries.get(code)
    return Text(zh=found.title, en=found.title_en) if found else Text(zh=code)
