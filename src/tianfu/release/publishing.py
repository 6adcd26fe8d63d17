"""To release and to withdraw, by hand or because a new version came: decisions on record, one row each, the last of a dataset counts."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from tianfu.catalogue import Registry
from tianfu.model import Dataset, Event, Grant, Release, Text

from .checks import REVIEWED, Outlook, against, may_open, outlook
from .failures import NotReleasable, ReleaseError
from .tables import releases

if TYPE_CHECKING:
    from tianfu.store import Store

BEIJING = timezone(timedelta(hours=8))
PIN = "release"
"""A released version does not expire while it is released."""
AUTOMATIC = "automatic"
"""Who releases where nobody was asked."""


def publish(
    store: "Store",
    registry: Registry,
    dataset_id: str,
    *,
    version: int | None = None,
    licence: str = "",
    by: str,
    reason: str = "",
    opening: bool = False,
) -> Release:
    """Releases a version, by default the newest, under a licence, by default the declared one. NotReleasable with every reason against it.

    With `opening`, data that are open on request are opened to everybody by a grant that is recorded together with the release.
    """
    dataset, today = registry.dataset(dataset_id), _today()
    licence = licence or dataset.licence
    grant = _grant(dataset, today, reason) if opening and may_open(dataset) else None
    seen, found = outlook(store, dataset, today=today, also=grant), store.version(dataset_id, version)
    if reasons := against(seen, found, licence):
        raise NotReleasable(dataset_id, reasons)
    assert found is not None  # `against` has a reason otherwise
    release, before = _release(seen, found.number, licence, by, reason), current(store).get(dataset_id)
    store.pin(dataset_id, found.number, PIN)
    with store.unit() as tx:
        if grant is not None and release.grant == grant.id:
            store.grants.record(grant, tx)
        _record(release, tx)
    if before is not None and before.version != release.version:
        _let_go(store, before)
    _told(store, "publish", release, by)
    return release


def withdraw(store: "Store", dataset_id: str, *, by: str, reason: str) -> Release:
    """Takes a release back, with the grant that came with it: the next push removes the data over there. ReleaseError if there is none."""
    release = current(store).get(dataset_id)
    if release is None:
        raise ReleaseError(Text(zh=f"{dataset_id} 没有开放，无需撤回。", en=f"{dataset_id} is not released; there is nothing to withdraw."))
    taken_back = release.model_copy(update={"reason": reason})
    opened = [g for g in store.grants.on(dataset_id) if g.id == _grant_id(dataset_id)]
    with store.unit() as tx:
        for grant in opened:
            store.grants.record(grant.model_copy(update={"valid_to": _today() - timedelta(days=1)}), tx)
        _record(taken_back, tx, withdrawn_by=by)
    _let_go(store, release)
    _told(store, "withdraw", taken_back, by)
    return taken_back


def current(store: "Store") -> dict[str, Release]:
    """What is released now, by dataset."""
    return {d: release for d, (release, withdrawn_by) in _latest(store).items() if not withdrawn_by}


def withdrawn(store: "Store") -> dict[str, str]:
    """What was released and is not any more: dataset -> who took it back."""
    return {d: withdrawn_by for d, (_, withdrawn_by) in _latest(store).items() if withdrawn_by}


def _latest(store: "Store") -> dict[str, tuple[Release, str]]:
    last = select(func.max(releases.c.id)).group_by(releases.c.dataset)
    query = select(releases).where(releases.c.id.in_(last)).order_by(releases.c.dataset)
    with store.database.read() as connection:
        return {r.dataset: (Release.model_validate_json(r.value), r.withdrawn_by) for r in connection.execute(query)}


def _record(release: Release, tx: Connection, *, withdrawn_by: str = "") -> None:
    row = {"dataset": release.dataset, "at": datetime.now(UTC), "withdrawn_by": withdrawn_by, "value": release.model_dump_json()}
    tx.execute(releases.insert().values(**row))


def _release(seen: Outlook, version: int, licence: str, by: str, reason: str) -> Release:
    return Release(
        dataset=seen.dataset.id,
        version=version,
        licence=licence,
        released_at=datetime.now(UTC),
        columns=seen.columns,
        masks=seen.decision.masks,
        grant=seen.decision.grant or "",
        reviewed=REVIEWED,
        by=by,
        reason=reason,
    )


def _grant(dataset: Dataset, today: date, reason: str) -> Grant:
    return Grant(id=_grant_id(dataset.id), door="open", dataset=dataset.id, reader="*", valid_from=today, basis=reason)


def _let_go(store: "Store", release: Release) -> None:
    """The version may expire like any other."""
    version = store.version(release.dataset, release.version)
    if version is not None and PIN in version.pinned_by:
        store.unpin(release.dataset, release.version, PIN)


def _grant_id(dataset_id: str) -> str:
    return f"open:{dataset_id}"


def _told(store: "Store", verb: str, release: Release, by: str) -> None:
    detail: dict[str, str | int | None] = {"version": release.version, "licence": release.licence, "columns": len(release.columns)}
    store.journal.write(Event(datetime.now(UTC), by, verb, release.dataset, detail))


def _today() -> date:
    return datetime.now(UTC).astimezone(BEIJING).date()
