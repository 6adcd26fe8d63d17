"""A dataset's page: everything there is to know of it, and of its rows what the gate gives."""

from dataclasses import dataclass

from tianfu.model import Dataset, Decision, Files, Text, Version, Zone
from tianfu.standards import licences

from .addresses import catalogue, dataset_page, download, template, upload
from .asked import Asked
from .calls import calls
from .cards import Card, card, theme_of
from .entries.of_dataset import entries_of
from .fields_view import field_rows
from .history_view import run_lines, sight_of, version_rows
from .lineage_view import consumers, sources
from .preview_view import preview
from .quality_view import quality_view
from .terms import CHANNELS, REFRESH, SHARED, badges, title_of
from .versions.changed import broke
from .views import DatasetView, Download, Link
from .visit import Visit

HOME = Link("/", Text(zh="首页", en="Home"))
LIST = Link("/catalogue", Text(zh="数据目录", en="Catalogue"))
FILES: tuple[tuple[str, str, Text], ...] = (
    ("csv", "CSV", Text(zh="UTF-8，Excel 可直接打开", en="UTF-8, opens in Excel")),
    ("parquet", "Parquet", Text(zh="列式，带类型，适合分析", en="columnar, typed, for analysis")),
    ("ndjson", "NDJSON", Text(zh="每行一个 JSON 对象", en="one JSON object per line")),
)
RUNS = 14


@dataclass(frozen=True, slots=True)
class Place:
    """What the page needs to know of the request: the portal's address as it was reached, and whether this client may upload."""

    base: str
    may_upload: bool = False


def dataset_view(visit: Visit, dataset: Dataset, asked: Asked, place: Place) -> DatasetView:
    """The page. Without a way to the rows it has the declaration and the reasons."""
    shown, decision = card(visit.store, visit.registry, dataset), visit.decide(dataset)
    version = shown.version
    readable = decision.allowed and version is not None
    versions, sight = visit.store.versions(dataset.id), sight_of(visit, dataset, decision, at_the_machine=place.may_upload)
    return DatasetView(
        card=shown,
        description=Text(zh=dataset.description, en=dataset.description_en),
        crumbs=crumbs(visit, shown),
        badges=badges(dataset, shown.theme),
        facts=facts(shown),
        allowed=decision.allowed,
        reasons=decision.reasons,
        preview=preview(visit, dataset, version, decision, asked) if version and decision.allowed else None,
        fields=field_rows(visit.registry, dataset, version, decision),
        quality=quality_view(visit, dataset, version) if version else None,
        versions=version_rows(versions, visit.registry, sight),
        broke=broke(versions, sight.corrected),
        runs=run_lines(visit.store.runs.recent(dataset.id, RUNS), visit.registry),
        calls=calls(place.base, dataset.id, asked.pairs()) if readable else (),
        sources=sources(visit.registry, dataset),
        consumers=consumers(visit.registry, dataset),
        downloads=downloads(dataset, version, decision, asked),
        entries=entries_of(visit.store, dataset.id),
        upload=upload(dataset.id) if place.may_upload and takes_uploads(dataset) else None,
        template=template(dataset.id) if takes_uploads(dataset) and visit.store.settings.zone is Zone.internal else None,
    )


def takes_uploads(dataset: Dataset) -> bool:
    """What is computed, follows from another dataset or is read from a database is not uploaded."""
    return any(isinstance(s, Files) for s in dataset.sources)


def crumbs(visit: Visit, shown: Card, *more: Link) -> tuple[Link, ...]:
    """The way from the first page to here; the last is the reader's place."""
    theme = theme_of(shown, visit.registry)
    through = (Link(catalogue(theme=theme), shown.theme),) if theme else ()
    here = Link(dataset_page(shown.dataset.id), title_of(shown.dataset), current=not more)
    return (HOME, LIST, *through, here, *more)


def facts(shown: Card) -> tuple[tuple[Text, Text], ...]:
    """What the declaration says, in pairs of words."""
    d = shown.dataset
    licence = licences().get(d.licence)
    key = "、".join(d.column(n).title for n in d.key), ", ".join(d.column(n).title_en or n for n in d.key)
    pairs = [
        (Text(zh="标识", en="Id"), Text(zh=d.id)),
        (Text(zh="提供部门", en="Steward"), shown.steward),
        (Text(zh="所属主题应用", en="Pack"), shown.pack),
        (Text(zh="采集方式", en="Channel"), CHANNELS[d.channel][0]),
        (Text(zh="更新周期", en="Cycle"), REFRESH[d.refresh]),
        (Text(zh="共享类型", en="Sharing"), SHARED[d.sharing.to_departments]),
        (Text(zh="依据", en="Basis"), Text(zh=d.sharing.basis)),
        (Text(zh="主键", en="Key"), Text(zh=key[0], en=key[1])),
        (Text(zh="许可协议", en="Licence"), licence.title if licence else Text(zh=d.licence)),
    ]
    return tuple((name, value) for name, value in pairs if value.zh)


def downloads(dataset: Dataset, version: Version | None, decision: Decision, asked: Asked) -> tuple[Download, ...]:
    """Files of the present view, where the reader sees rows."""
    if version is None or not decision.allowed:
        return ()
    pairs = asked.filtered()
    return tuple(Download(Text(zh=name), note, download(dataset.id, kind, pairs)) for kind, name, note in FILES)
