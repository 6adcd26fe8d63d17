"""A dataset as the public may know it: declaration, version and pack without what is internal. What is not named here does not leave."""

from collections.abc import Collection
from hashlib import sha256
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.model import CheckResult, Column, Database, Dataset, Derived, Files, Grant, Mode, Quality, Release, Source, Version
from tianfu.model.rule import Refers

from .checks import Outlook
from .manifest import PackFacts, Released
from .pages import pages_with

if TYPE_CHECKING:
    from tianfu.store import Store


def facing(store: "Store", registry: Registry, seen: Outlook, release: Release, released: Collection[str]) -> Released:
    """Everything that is said of a release. `released`: the datasets that the public knows, to which others may refer."""
    dataset, shown = seen.dataset, set(seen.columns)
    version = store.records.at(dataset.id, release.version)
    return Released(
        dataset=_dataset(dataset, shown, seen.decision.columns, release.licence),
        pack=_pack(store, registry, dataset, released),
        version=_version(version, seen, shown, released),
        release=_release(release, seen),
        grant=_grant(store, seen),
        inputs=tuple(i for i in registry.inputs(dataset.id) if i in released),
        rows_chosen=sha256(repr(seen.decision.rows).encode()).hexdigest()[:16] if seen.decision.rows else "",
    )


def _release(release: Release, seen: Outlook) -> Release:
    """As it is seen now; who decided and why stays inside."""
    return Release(
        dataset=release.dataset,
        version=release.version,
        licence=release.licence,
        released_at=release.released_at,
        columns=seen.columns,
        masks=seen.decision.masks,
        reviewed=release.reviewed,
    )


def _dataset(dataset: Dataset, shown: Collection[str], plain: Collection[str], licence: str) -> Dataset:
    """Columns that are shown, where rows come from in one word, no rules: names of files, fields and functions stay inside.

    Charts are those of columns that are shown plainly, their conditions included: from masked ones nothing is drawn.
    """
    return Dataset(
        columns=tuple(_column(c) for c in dataset.columns if c.name in shown),
        key=dataset.key if set(dataset.key) <= set(shown) else (),
        time=dataset.time if dataset.time in shown else None,
        sources=tuple(dict.fromkeys(_source(s) for s in dataset.sources)),
        licence=licence,
        charts=tuple(c for c in dataset.charts if set(c.columns) <= set(plain)),
        **{n: getattr(dataset, n) for n in WORDS},
    )


WORDS = ("id", "title", "title_en", "description", "description_en", "steward", "theme", "sharing", "refresh", "kind")


def _column(column: Column) -> Column:
    return Column(**{n: getattr(column, n) for n in Column.model_fields if n != "from_field"})


def _source(source: Source) -> Source:
    if isinstance(source, Files | Database):
        return Files(channel=source.channel, licence=source.licence, citation=source.citation)
    return Derived(channel="derived")


def _version(version: Version, seen: Outlook, shown: Collection[str], released: Collection[str]) -> Version:
    """Counts and quality as they are; checks and profiles only of columns that are shown, values only of those shown plainly."""
    decision, quality = seen.decision, version.quality
    plain = set() if decision.rows else set(decision.columns)
    closed = {r.column for r in seen.dataset.rules if isinstance(r, Refers) and r.to not in released}

    def says(check: CheckResult) -> bool:
        """Not of columns that stay inside, nor of datasets that do."""
        return set(check.columns) <= set(shown) and not (check.rule == "refers" and closed & set(check.columns))

    return Version(
        dataset=version.dataset,
        number=version.number,
        delta=0,
        at=version.at,
        run="",
        mode=Mode.replace,
        rows=version.rows,
        bytes=version.bytes,
        inserted=version.rows,
        deleted=0,
        counts=version.counts,
        problems=0,
        quality=Quality(total=quality.total, scores=quality.scores, checks=tuple(c for c in quality.checks if says(c))),
        profile=tuple(p for p in version.profile if p.name in plain),
        inputs={i: n for i, n in version.inputs.items() if i in released},
        declaration="",
        columns=seen.columns,
    )


def _grant(store: "Store", seen: Outlook) -> Grant | None:
    """The grant that opens it, for whoever asks over there: its rows are chosen already, its reasons stay inside."""
    if seen.decision.grant is None:
        return None
    held = next(g for g in store.grants.on(seen.dataset.id) if g.id == seen.decision.grant)
    named = tuple(n for n in held.columns if n in seen.columns)
    return Grant(
        id=f"open:{held.dataset}",
        door="open",
        dataset=held.dataset,
        reader="*",
        columns=named,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
    )


def _pack(store: "Store", registry: Registry, dataset: Dataset, released: Collection[str]) -> PackFacts:
    declared = registry.packs[dataset.pack].declaration
    words = {n: getattr(declared, n) for n in PackFacts.model_fields if n != "pages"}
    return PackFacts(**words, pages=pages_with(store, registry, dataset, released))
