"""Delta first, metadata second: what a Delta commit carries is enough to write its record, now or after a crash."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tianfu.model import Mode, Part, Quality, Staged, Text, Version
from tianfu.model.change import Change

from . import delta, problem_rows
from .failures import Unbalanced, full_disk_explained
from .landing import Landing, landing

if TYPE_CHECKING:
    from .shelves import Shelves


def commit(
    shelves: "Shelves",
    staged: Staged,
    schema: pa.Schema,
    *,
    quality: Quality,
    inputs: Mapping[str, int],
    declaration: str,
    note: str,
) -> Version:
    """The version that the load makes. The caller holds the dataset's lock and has repaired what came before."""
    dataset = staged.dataset
    before = shelves.version(dataset.id)
    folder = shelves.home.table(dataset.id)
    with full_disk_explained(folder):
        land = landing(shelves, staged, schema, before)
    changes = shelves.declared.changes_since(before.at, dataset) if before else ()
    version = _version(shelves, staged, land, before, quality=quality, inputs=inputs, declaration=declaration, changes=changes)
    _balance(shelves, version, staged, land, before)
    record = {
        "version": version.model_dump(mode="json", exclude={"delta"}),
        "problems": [_part_to_json(p) for p in staged.problem_parts],
        "attempt": staged.attempt,
        "note": note,
    }
    shelves.pause("staged")
    with full_disk_explained(folder):
        number = register(shelves, replace(staged, parts=land.parts), schema, record, without=land.without)
        shelves.pause("committed")
        recorded = complete(shelves, delta.DeltaCommit(number, record))
    shelves.pause("recorded")
    return recorded


def register(shelves: "Shelves", staged: Staged, schema: pa.Schema, record: Mapping[str, object], *, without: Collection[str] = ()) -> int:
    """The Delta commit. From here on the files belong to the table, even where an error hides that it succeeded."""
    folder = shelves.home.table(staged.dataset.id)
    last = delta.newest(folder)
    try:
        return delta.commit(folder, staged.parts, schema, staged.mode, record, without=without)
    finally:
        if any(c.record for c in delta.commits_after(folder, -1 if last is None else last)):
            shelves.attempts.end(staged.attempt)


def complete(shelves: "Shelves", found: delta.DeltaCommit) -> Version:
    """Whatever follows from a Delta commit: its problem rows, then the records of both, in one transaction. Safe to do again."""
    record: Mapping[str, Any] = found.record
    version = Version.model_validate({**record["version"], "delta": found.delta})
    parts = [_part_from_json(p) for p in record["problems"]]
    problems = _commit_problems(shelves, version, parts) if parts else None
    shelves.pause("problems")
    with shelves.unit() as tx:
        for each in (version, problems):
            if each is not None:
                keep = shelves.records.amend if each.compacted_at else shelves.records.record
                keep(each, tx)
                shelves.records.mark_seen(each.dataset, each.delta, tx)
    return version


def _commit_problems(shelves: "Shelves", version: Version, parts: list[Part]) -> Version:
    """The version of the problem rows. They are appended once, even if an earlier try got as far as their Delta commit."""
    sibling = f"{version.dataset}__problems"
    folder = shelves.home.table(sibling)
    before = shelves.version(sibling)
    made = [c for c in delta.commits_after(folder, before.delta if before else -1) if c.record.get("run") == version.run]
    number = made[0].delta if made else delta.commit(folder, parts, problem_rows.SCHEMA, Mode.append, {"run": version.run})
    rows = sum(p.rows for p in parts)
    return Version(
        dataset=sibling,
        number=before.number + 1 if before else 1,
        delta=number,
        at=version.at,
        run=version.run,
        mode=Mode.append,
        rows=rows + (before.rows if before else 0),
        bytes=sum(p.bytes for p in parts) + (before.bytes if before else 0),
        inserted=rows,
        deleted=0,
        counts={"read": rows, "accepted": rows, "flagged": 0, "quarantined": 0},
        problems=0,
        inputs={version.dataset: version.number},
        declaration=version.declaration,
        columns=tuple(problem_rows.SCHEMA.names),
    )


def _version(
    shelves: "Shelves",
    staged: Staged,
    land: Landing,
    before: Version | None,
    *,
    quality: Quality,
    inputs: Mapping[str, int],
    declaration: str,
    changes: tuple[Change, ...],
) -> Version:
    """The record to be, its Delta number still open."""
    counts, dataset = staged.counts, staged.dataset
    return Version(
        dataset=dataset.id,
        number=before.number + 1 if before else 1,
        delta=0,
        at=datetime.now(UTC),
        run=staged.run,
        mode=staged.mode,
        rows=land.rows,
        bytes=land.bytes,
        inserted=land.inserted,
        deleted=land.deleted,
        updated=land.updated,
        unchanged=land.unchanged,
        counts={"read": counts.read, "accepted": counts.accepted, "flagged": counts.flagged, "quarantined": counts.quarantined},
        problems=sum(p.rows for p in staged.problem_parts),
        quality=quality,
        profile=land.profile,
        inputs=dict(inputs),
        origins=tuple(o.sha256 for o in staged.origins),
        declaration=declaration,
        columns=tuple(c.name for c in dataset.columns),
        cursor=staged.cursor,
        changes=changes,
    )


def _balance(shelves: "Shelves", version: Version, staged: Staged, land: Landing, before: Version | None) -> None:
    """Every row is accounted for, counted a second time in the footers of the files."""
    counts, folder = staged.counts, shelves.home.table(version.dataset)
    had = before.rows if before else 0
    came = shelves.count_in_files([str(folder / p.path) for p in land.parts])
    went = shelves.count_in_files([str(folder / n) for n in land.without])
    written = came - went + (version.deleted if staged.mode is Mode.upsert else 0)
    facts = {
        "read = accepted + flagged + quarantined": counts.balanced,
        "rows written = inserted": written == version.inserted,
        "accepted + flagged = inserted + unchanged": counts.kept == version.inserted + version.unchanged,
        "rows after = before + inserted - deleted": version.rows == had + version.inserted - version.deleted,
    }
    if broken := [fact for fact, holds in facts.items() if not holds]:
        what = "; ".join(broken)
        numbers = f"{counts}, written {written}, before {had}, inserted {version.inserted}, deleted {version.deleted}, after {version.rows}"
        raise Unbalanced(
            Text(
                zh=f"{version.dataset} 行数不符（{what}；{numbers}），本次装载未生效。",
                en=f"{version.dataset}: rows do not add up ({what}; {numbers}); nothing was committed.",
            )
        )


def _part_to_json(part: Part) -> dict[str, object]:
    return {"path": part.path, "rows": part.rows, "bytes": part.bytes}


def _part_from_json(part: Mapping[str, Any]) -> Part:
    return Part(part["path"], part["rows"], part["bytes"])
