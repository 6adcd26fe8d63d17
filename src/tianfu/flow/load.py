"""A collected dataset: files or rows of databases in, a version out. The same again under the same declaration changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.catalogue.corrections.present import delivered
from tianfu.collect import fetch, is_classified
from tianfu.govern import plan
from tianfu.model import Batch, Dataset, Files, Mode, Origin, Report, Run, Staged, Version

from .databases import Taken, files_alone, is_read_in_place, taken
from .run import PATIENCE_SECONDS, Attempt
from .stale import files_of
from .tidying import tidied

if TYPE_CHECKING:
    from tianfu.store import Store


def load(
    store: "Store",
    registry: Registry,
    dataset_id: str,
    *,
    roots: Sequence[Path],
    now: datetime,
    report: Report | None = None,
    upload: Origin | None = None,
) -> Run:
    """The run that brought the dataset up to date, `unchanged` when there was nothing new. `upload` is loaded instead of declared files.

    Raises what stands in the way, after recording it: MissingFiles, Busy when another load holds the dataset, StorageFull.
    """
    dataset = registry.dataset(dataset_id)
    attempt = Attempt(store, dataset, registry.hash(dataset_id), now, report)
    with store.lock(dataset_id, wait_seconds=PATIENCE_SECONDS):
        last = store.version(dataset_id)
        newest = store.last_load(dataset_id)
        known = last if newest is not None and newest.declaration == attempt.declaration else None
        if upload is None and is_read_in_place(dataset):
            done = attempt.recorded(lambda run: _read(attempt, registry, run, roots, last, known))
        elif known is not None and _is_same(store, dataset, known, roots, upload):
            return attempt.unchanged(known, "the same files under the same declaration")
        else:
            done = attempt.recorded(lambda run: _loaded(attempt, registry, run, roots, upload))
    if done.state == "done":
        store.profile(dataset_id)
        tidied(store, dataset_id)
    return done


def _read(attempt: Attempt, registry: Registry, run: Run, roots: Sequence[Path], last: Version | None, known: Version | None) -> Version:
    """The new version, or the known one where neither databases nor files brought anything new."""
    attempt.tell("fetch")
    rows = taken(attempt, last)
    if (
        known is not None
        and rows.is_known(delivered(attempt.store, known))
        and _are_same_files(attempt.store, attempt.dataset, known, roots)
    ):
        return known
    return _loaded(attempt, registry, run, roots, None, rows)


def _loaded(
    attempt: Attempt,
    registry: Registry,
    run: Run,
    roots: Sequence[Path],
    upload: Origin | None,
    rows: Taken = Taken(()),  # noqa: B008
) -> Version:
    dataset, store = attempt.dataset, attempt.store
    attempt.tell("fetch")
    checks = plan(dataset, today=attempt.today, custom=registry.custom_rules(dataset.id))
    batches = chain(rows.batches(store), _batches(store, dataset, roots, upload))
    return attempt.brought_in(run, checks, batches, mode=rows.mode(dataset), inputs=_sizes)


def _batches(store: "Store", dataset: Dataset, roots: Sequence[Path], upload: Origin | None) -> Iterator[Batch]:
    """All files in turn; an upload is read as the first source describes."""
    sources = [s for s in dataset.sources if isinstance(s, Files)]
    if upload is not None:
        yield from fetch(dataset, sources[0], store=store, roots=roots, upload=upload)
        return
    for source in sources:
        if source.files:
            yield from fetch(dataset, source, store=store, roots=roots)


def _sizes(staged: Staged) -> dict[str, int]:
    return {o.name: o.bytes for o in staged.origins}


def _is_same(store: "Store", dataset: Dataset, last: Version, roots: Sequence[Path], upload: Origin | None) -> bool:
    """Names and sizes first, content only where they agree: a new file is not read twice."""
    if upload is not None:
        return any(upload.sha256 in v.origins and v.declaration == last.declaration for v in _making_up(store, dataset))
    return _are_same_files(store, dataset, last, roots)


def _are_same_files(store: "Store", dataset: Dataset, last: Version, roots: Sequence[Path]) -> bool:
    files, before = files_of(dataset, roots), delivered(store, last)
    kept = files_alone(dataset, before)
    if {f.name: f.stat().st_size for f in files} != kept:
        return False
    if any(is_classified(f) for f in files):  # to be refused where it is fetched
        return False
    found = {store.raw.keep(f, f.name).sha256 for f in files}
    return found == set(before.origins) if kept == before.inputs else found <= set(before.origins)


def _making_up(store: "Store", dataset: Dataset) -> Iterator[Version]:
    """The loads whose rows are there: back to the one that replaced what was before. Of an upsert only the last one for certain."""
    for version in store.loads_behind(dataset.id):
        yield version
        if version.mode in (Mode.replace, Mode.upsert):
            return
