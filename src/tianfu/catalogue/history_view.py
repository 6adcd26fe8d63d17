"""What happened to a dataset: its versions, and the runs that made or failed to make them."""

from collections.abc import Mapping, Sequence

from tianfu.model import Dataset, Run, Text, Version
from tianfu.model.values import Act

from .addresses import dataset_page
from .registry import Registry, UnknownDataset
from .terms import STATES, title_of
from .views import Link, RunLine, VersionRow

VERSIONS_MOST = 20


def version_rows(versions: Sequence[Version], registry: Registry, *, names: bool = True) -> tuple[VersionRow, ...]:
    """The newest first. Without `names`, delivered files stay unnamed: whoever named one may have named a person."""
    newest = sorted(versions, key=lambda v: -v.number)[:VERSIONS_MOST]
    return tuple(_row(v, registry, current=i == 0, names=names) for i, v in enumerate(newest))


def _row(version: Version, registry: Registry, *, current: bool, names: bool) -> VersionRow:
    counts = version.counts if version.act is Act.load else {}  # a deletion reads nothing
    return VersionRow(
        number=version.number,
        at=version.at,
        rows=version.rows,
        inserted=version.inserted,
        deleted=version.deleted,
        read=counts.get("read", 0),
        accepted=counts.get("accepted", 0),
        flagged=counts.get("flagged", 0),
        quarantined=counts.get("quarantined", 0),
        bytes=version.bytes,
        total=version.quality.total,
        grade=version.quality.grade,
        from_=made_from(version.inputs, registry) if names else (),
        current=current,
    )


def made_from(inputs: Mapping[str, int], registry: Registry) -> tuple[str, ...]:
    """Files by their names; datasets with the version that was read."""
    known = {d.id for d in registry.datasets()}
    return tuple(f"{name} v{number}" if name in known else name for name, number in inputs.items())


def run_lines(runs: Sequence[Run], registry: Registry) -> tuple[RunLine, ...]:
    """Runs in the order in which they come; those of datasets that are no longer declared are left out."""
    found = ((r, _declared(r.dataset, registry)) for r in runs)
    return tuple(_line(r, d) for r, d in found if d is not None)


def _declared(dataset_id: str, registry: Registry) -> Dataset | None:
    try:
        return registry.dataset(dataset_id)
    except UnknownDataset:
        return None


def _line(run: Run, dataset: Dataset) -> RunLine:
    word, tone = STATES.get(run.state, (Text(zh=run.state), "plain"))
    link = Link(dataset_page(dataset.id), title_of(dataset))
    return RunLine(link, run.started_at, run.state, word, tone, run.counts.read, run.seconds)
