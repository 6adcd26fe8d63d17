"""The form of a declaration as a page, with its problems or with what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tianfu.catalogue.terms import CHANNELS, OPENNESS, REFRESH, SHARED
from tianfu.catalogue.views import Link
from tianfu.identity.units import units
from tianfu.model import Access, Dataset, Files, Mode, Severity, Text
from tianfu.standards import code_lists, elements, levels, licences, themes

from .checked import Checked
from .form import Filled, Problems, Row
from .labels import LABELS, summary

if TYPE_CHECKING:
    from tianfu.catalogue.visit import Visit

Options = Sequence[tuple[str, Text]]
NONE = Text(zh="—")
NEW_COLUMNS, NEW_RULES = 5, 3
OPERATION: Mapping[Access, Text] = {
    Access.always: Text(zh="可以运营", en="Any"),
    Access.on_request: Text(zh="经授权运营", en="With authorisation"),
    Access.never: Text(zh="不予运营", en="None"),
}
MODES: Mapping[Mode, Text] = {
    Mode.replace: Text(zh="替换：每次是全部数据", en="Replace: each delivery is everything"),
    Mode.append: Text(zh="追加：每次是新数据", en="Append: each delivery is new"),
    Mode.upsert: Text(zh="更新：按主键", en="Upsert: by the key"),
}
RULES: Mapping[str, Text] = {
    "required": Text(zh="必填", en="Required"),
    "unique": Text(zh="不重复", en="Unique"),
    "between": Text(zh="值域", en="Between"),
    "matches": Text(zh="格式", en="Matches"),
    "in_codes": Text(zh="代码", en="In a code list"),
}
SEVERITIES: Mapping[str, Text] = {
    "": NONE,
    Severity.quarantine.value: Text(zh="列入问题数据", en="Kept apart"),
    Severity.flag.value: Text(zh="标记", en="Flagged"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A declaration in which nothing is wrong, and where its file belongs."""

    yaml: str
    pack: str
    name: str
    known_pack: bool
    replaces: bool
    has_template: bool
    pack_yaml: str


@dataclass(frozen=True, slots=True)
class DeclareView:
    """The form: what was filled in, what is wrong by field and as a list, or what came of it."""

    values: Mapping[str, str]
    columns: tuple[Row, ...]
    rules: tuple[Row, ...]
    choices: Mapping[str, Options]
    problems: Problems
    summary: Sequence[tuple[str, Text]]
    datasets: Sequence[Link]
    units: Options
    outcome: Outcome | None = None
    begun: Text | None = None
    lost: Sequence[Text] = field(default_factory=tuple)
    trouble: Text | None = None
    labels: Mapping[str, Text] = field(default_factory=lambda: LABELS)


def declare_view(
    visit: "Visit",
    form: Filled,
    found: Checked | None = None,
    *,
    begun: Text | None = None,
    lost: Sequence[Text] = (),
    trouble: Text | None = None,
    more: int | None = None,
) -> DeclareView:
    """The page; without `found` nothing is said about what is filled in."""
    problems = found.problems if found else {}
    return DeclareView(
        values=form.values,
        columns=_with_room(form.columns, NEW_COLUMNS, more),
        rules=_with_room(form.rules, NEW_RULES, more),
        choices=_choices(form),
        problems=problems,
        summary=summary(problems),
        datasets=tuple(Link(d.id, Text(zh=d.title, en=d.title_en)) for d in visit.registry.datasets()),
        units=tuple((u.id, Text(zh=u.title, en=u.title_en)) for u in units().values()),
        outcome=_outcome(visit, found) if found and found.dataset else None,
        begun=begun,
        lost=tuple(lost),
        trouble=trouble,
    )


def has_template(dataset: Dataset) -> bool:
    """Whether departments hand in files of it."""
    return any(isinstance(s, Files) for s in dataset.sources)


def _with_room(rows: tuple[Row, ...], new: int, more: int | None) -> tuple[Row, ...]:
    """Empty rows at the end."""
    return (*rows, *({} for _ in range(new if more is None or not rows else more)))


def _outcome(visit: "Visit", found: Checked) -> Outcome | None:
    dataset = found.dataset
    if dataset is None:
        return None
    pack = visit.registry.packs.get(dataset.pack)
    replaces = pack is not None and dataset.name in pack.datasets
    pack_yaml = f"title: {dataset.title}\nitems: []   # 1-52\nstewards: [{dataset.steward}]\n"
    return Outcome(found.yaml, dataset.pack, dataset.name, pack is not None, replaces, has_template(dataset), pack_yaml)


def _choices(form: Filled) -> Mapping[str, Options]:
    """What may be chosen; a word that a file brought along stays among it, so that it is not changed without being seen."""
    found: dict[str, Options] = {
        "channel": (("", Text(zh="—（写在“其他”中）", en="— (written under “More”)")), *((c.value, t) for c, (t, _) in CHANNELS.items())),
        "refresh": tuple((r.value, t) for r, t in REFRESH.items()),
        "mode": tuple((m.value, t) for m, t in MODES.items()),
        "theme": (("", NONE), *((n, t.title) for n, t in themes().items())),
        "licence": (("", NONE), *((n, Text(zh=n)) for n in licences())),
        "to_departments": tuple((a.value, SHARED[a]) for a in Access),
        "to_public": tuple((a.value, OPENNESS[a].text) for a in Access),
        "to_operation": tuple((a.value, OPERATION[a]) for a in Access),
    }
    for name, options in found.items():
        value = form.values.get(name, "")
        if value and value not in {v for v, _ in options}:
            found[name] = (*options, (value, Text(zh=value)))
    return {
        **found,
        "level": (("", NONE), *((n, v.title) for n, v in levels().items())),
        "rule": (("", NONE), *RULES.items()),
        "severity": tuple(SEVERITIES.items()),
        "element": tuple((n, Text(zh=e.title, en=e.title_en)) for n, e in elements().items()),
        "codes": tuple((n, Text(zh=n)) for n in code_lists()),
    }
