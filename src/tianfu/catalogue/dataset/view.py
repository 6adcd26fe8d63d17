"""A dataset's page: everything there is to know of it, and of its rows what the gate gives.

One question (`Asked`, the address) governs rows, charts, map, files and calls; everything else is of the dataset as a whole.
"""

from dataclasses import dataclass
from functools import partial

from tianfu.catalogue.addresses import dataset_page, download, template, upload
from tianfu.catalogue.cards import Card, card
from tianfu.catalogue.crumbs import crumbs
from tianfu.catalogue.downloads.formats import kinds_of, sizes
from tianfu.catalogue.entries.of_dataset import entries_of
from tianfu.catalogue.maps.views import MapView
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.question.filter import FilterBar, filter_bar
from tianfu.catalogue.terms import CHANNELS, REFRESH, SHARED, badges
from tianfu.catalogue.uploading import takes_uploads
from tianfu.catalogue.versions.changed import broke
from tianfu.catalogue.views import ApiCall, Badge, Broke, Download, FieldRow, Link, QualityView, RunLine, VersionRow
from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Decision, Text, Version, Zone
from tianfu.standards import licences
from tianfu.store import question

from .calls import calls
from .chart_section import ChartSection, chart_section
from .cite import Cited, cited
from .compare import Choice, choices
from .fields import field_rows
from .framing import Frame, frames
from .freshness import Freshness, freshness
from .history import run_lines, sight_of, version_rows
from .lineage import Lineage, lineage
from .map_section import map_section
from .preview import Preview, preview
from .quality import quality_view
from .related import Related, related
from .trend import Trend, trend

RUNS = 14


@dataclass(frozen=True, slots=True)
class DatasetView:
    """A dataset's page. What is made of rows is None or empty where the gate refuses or nothing was loaded; `reasons` say why or how."""

    card: Card
    description: Text
    crumbs: tuple[Link, ...]
    badges: tuple[Badge, ...]
    facts: tuple[tuple[Text, Text], ...]
    freshness: Freshness
    allowed: bool
    reasons: tuple[Text, ...]
    filter: FilterBar | None
    preview: Preview | None
    charts: ChartSection | None
    map: MapView | None
    fields: tuple[FieldRow, ...]
    quality: QualityView | None
    trend: Trend | None
    versions: tuple[VersionRow, ...]
    choices: tuple[Choice, ...]
    runs: tuple[RunLine, ...]
    calls: tuple[ApiCall, ...]
    lineage: Lineage
    downloads: tuple[Download, ...]
    frames: tuple[Frame, ...]
    cited: Cited | None
    upload: str | None
    entries: tuple[Link, ...]
    related: tuple[Related, ...] = ()
    template: str | None = None
    broke: Broke | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What the page needs to know of the request: the portal's address as it was reached, and whether this client may upload."""

    base: str
    may_upload: bool = False


def dataset_view(visit: Visit, dataset: Dataset, asked: Asked, place: Place) -> DatasetView:
    """The page. Without a way to the rows it has the declaration and the reasons."""
    shown, decision = card(visit.store, visit.registry, dataset), visit.decide(dataset)
    version, way = shown.version, partial(dataset_page, dataset.id)
    seen = version if decision.allowed else None
    fields = field_rows(visit.registry, dataset, version, decision)
    charts = chart_section(visit, dataset, seen, decision, asked, way) if seen else None
    drawn = map_section(visit, dataset, decision, asked) if seen else None
    versions, sight = visit.store.versions(dataset.id), sight_of(visit, dataset, decision, at_the_machine=place.may_upload)
    return DatasetView(
        card=shown,
        description=Text(zh=dataset.description, en=dataset.description_en),
        crumbs=crumbs(visit, shown),
        badges=badges(dataset, shown.theme),
        facts=facts(shown),
        freshness=freshness(shown, visit.now),
        allowed=decision.allowed,
        reasons=decision.reasons,
        filter=filter_bar(visit, dataset, seen, decision, asked, way) if seen else None,
        preview=preview(visit, dataset, seen, decision, asked, fields, way) if seen else None,
        charts=charts,
        map=drawn,
        fields=fields,
        quality=quality_view(visit, dataset, version) if version else None,
        trend=trend(versions),
        versions=version_rows(versions, visit.registry, sight),
        choices=choices(versions) if decision.allowed else (),
        broke=broke(versions, sight.corrected),
        runs=run_lines(visit.store.runs.recent(dataset.id, RUNS), visit.registry),
        calls=calls(place.base, dataset.id, asked.of_rows()) if seen else (),
        lineage=lineage(visit.registry, dataset),
        downloads=downloads(visit, dataset, version, decision, asked),
        frames=frames(visit, dataset, asked, place.base, _kinds(charts, drawn)) if seen else (),
        cited=cited(dataset, seen, place.base, visit.now) if seen else None,
        entries=entries_of(visit.store, dataset.id),
        related=related(visit.registry, dataset),
        upload=upload(dataset.id) if place.may_upload and takes_uploads(dataset) else None,
        template=template(dataset.id) if takes_uploads(dataset) and visit.store.settings.zone is Zone.internal else None,
    )


def _kinds(charts: ChartSection | None, drawn: MapView | None) -> tuple[str, ...]:
    """Views that there are to be framed."""
    found = (
        ("chart", charts is not None and any(f.svg for f in charts.figures)),
        ("table", True),
        ("map", drawn is not None and drawn.drawn),
    )
    return tuple(kind for kind, there_is in found if there_is)


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


def downloads(visit: Visit, dataset: Dataset, version: Version | None, decision: Decision, asked: Asked) -> tuple[Download, ...]:
    """Files of the present view, where the reader sees rows; with the sizes of those that somebody took before."""
    if version is None or not decision.allowed:
        return ()
    pairs = asked.filtered()
    sized = sizes(visit, dataset, question(pairs))
    return tuple(
        Download(Text(zh=k.name), k.note, download(dataset.id, k.format, pairs), sized.get(k.format)) for k in kinds_of(dataset, decision)
    )
