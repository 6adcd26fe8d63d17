"""Datasets for machines: in brief, and one in full. The same facts as on the pages, and not one more."""

from typing import Any

from tianfu.catalogue.addresses import dataset_page, rows
from tianfu.catalogue.cards import Card, card, theme_of
from tianfu.catalogue.versions.changed import broke, for_machines
from tianfu.catalogue.views import Broke, FieldRow, VersionRow
from tianfu.catalogue.visit import Visit
from tianfu.model import Column, Dataset, Decision, Text, Version
from tianfu.standards import element

from .fields import field_rows
from .freshness import Freshness, freshness
from .history import sight_of, version_rows


def in_brief(visit: Visit, shown: Card) -> dict[str, Any]:
    """A dataset in short."""
    d, v = shown.dataset, shown.version
    return {
        "id": d.id,
        "title": d.title,
        "title_en": d.title_en,
        "description": d.description,
        "steward": d.steward,
        "steward_title": shown.steward.zh,
        "theme": theme_of(shown, visit.registry),
        "channel": d.channel.value,
        "open": d.sharing.to_public.value,
        "refresh": d.refresh.value,
        "licence": d.licence,
        "rows": shown.rows,
        "version": v.number if v else None,
        "quality": v.quality.total if v else None,
        "grade": shown.grade,
        "updated_at": _instant(shown),
        "page": dataset_page(d.id),
        "rows_at": rows(d.id),
    }


def in_full(visit: Visit, dataset: Dataset) -> dict[str, Any]:
    """The declaration as people may know it, the version, quality, and what the gate lets be known of the values."""
    shown, decision = card(visit.store, visit.registry, dataset), visit.decide(dataset)
    version = shown.version
    fields = field_rows(visit.registry, dataset, version, decision)
    versions, sight = visit.store.versions(dataset.id), sight_of(visit, dataset, decision)
    return {
        **in_brief(visit, shown),
        "description_en": dataset.description_en,
        "key": list(dataset.key),
        "time": dataset.time,
        "sharing": dataset.sharing.model_dump(mode="json"),
        "access": _access(decision),
        "columns": [_column(c, f) for c, f in zip(dataset.columns, fields, strict=True)],
        "freshness": _freshness(freshness(shown, visit.now)),
        "quality_detail": _quality(version),
        "breaking": _broke(broke(versions, sight.corrected)),
        "versions": [version_facts(v) for v in version_rows(versions, visit.registry, sight)],
        "inputs": list(visit.registry.inputs(dataset.id)),
        "consumers": list(visit.registry.consumers(dataset.id)),
    }


def _freshness(found: Freshness) -> dict[str, Any]:
    due = found.due_at.isoformat(timespec="seconds") if found.due_at else None
    return {"state": found.state, "due_at": due, "late_seconds": int(found.late_by.total_seconds()), "said": _text(found.sentence)}


def _access(decision: Decision) -> dict[str, Any]:
    return {"allowed": decision.allowed, "reasons": [_text(r) for r in decision.reasons], "masked": sorted(decision.masks)}


def _column(column: Column, field: FieldRow) -> dict[str, Any]:
    meaning = element(column.element)
    return {
        "name": column.name,
        "title": column.title,
        "title_en": column.title_en,
        "description": field.description.zh,
        "description_en": field.description.en,
        "element": column.element,
        "type": meaning.type,
        "unit": field.unit.zh or None,
        "standard": field.standard or None,
        "level": field.level,
        "key": field.key,
        "required": field.required,
        "seen": field.seen,
        "nulls": field.nulls,
        "distinct": field.distinct,
        "distinct_exact": field.distinct_exact if field.distinct is not None else None,
        "minimum": field.minimum or None,
        "maximum": field.maximum or None,
    }


def _quality(version: Version | None) -> dict[str, Any] | None:
    if version is None:
        return None
    quality = version.quality
    return {
        "total": quality.total,
        "grade": quality.grade,
        "scores": {s.dimension.value: s.value for s in quality.scores},
        "checks": [
            {
                "id": c.id,
                "rule": c.rule,
                "severity": c.severity.value,
                "tested": c.tested,
                "failed": c.failed,
                "expected": _text(c.expected),
            }
            for c in quality.checks
        ],
        "counts": dict(version.counts),
    }


COUNTED = ("number", "rows", "inserted", "deleted", "updated", "unchanged", "read", "accepted", "flagged", "quarantined", "bytes", "grade")


def version_facts(row: VersionRow) -> dict[str, Any]:
    """Without reasons and names, whoever asks: anybody's page may read this."""
    return {
        "at": row.at.isoformat(timespec="seconds"),
        "act": row.act,
        **{n: getattr(row, n) for n in COUNTED},
        "from": list(row.from_),
        "restored": row.restored,
        "compacted_at": row.compacted_at.isoformat(timespec="seconds") if row.compacted_at else None,
        "expired_at": row.expired_at.isoformat(timespec="seconds") if row.expired_at else None,
        "kept": row.kept,
        "changes": [for_machines(c) for c in row.changes],
        "diff": row.compare.replace("/dataset/", "/api/v1/datasets/", 1) if row.compare else None,
    }


def _broke(found: Broke | None) -> dict[str, Any] | None:
    if found is None:
        return None
    at = found.at.isoformat(timespec="seconds")
    return {"version": found.version, "at": at, "older": found.older, "changes": [_text(t) for t in found.changes]}


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _instant(shown: Card) -> str | None:
    return shown.updated_at.isoformat(timespec="seconds") if shown.updated_at else None
