"""A process beside the web: runs jobs, and refreshes what is due."""

import logging
import os
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tianfu.model import Settings

if TYPE_CHECKING:
    from tianfu.catalogue import Registry
    from tianfu.store import Store

START_SECONDS = 3.0
"""The portal comes first: importing engines at the same time would delay its first page."""
PAUSE_SECONDS = 1.0
DUE_EVERY_SECONDS = 60.0
log = logging.getLogger(__name__)


def work(parent: int) -> None:
    """Works until the process that started it is gone. Settings come from the environment."""
    time.sleep(START_SECONDS)
    from tianfu.catalogue import load_packs  # heavy, and the portal is up by now
    from tianfu.flow.roots import roots_of
    from tianfu.release.worker import Pushing
    from tianfu.store import Store

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started us ends us
    settings = Settings.from_environ(os.environ)
    registry, roots = load_packs(settings.packs), roots_of(settings)
    due_at = time.monotonic()
    with Store.open(settings) as store:
        pushing = Pushing(store, registry)
        while os.getppid() == parent:
            did = turn(store, registry, roots, due=time.monotonic() >= due_at)
            pushing.turn()
            if did == "refresh":
                due_at = time.monotonic() + DUE_EVERY_SECONDS
            if did == "nothing":
                time.sleep(PAUSE_SECONDS)


def turn(store: "Store", registry: "Registry", roots: Sequence[Path], *, due: bool) -> Literal["job", "refresh", "nothing"]:
    """One thing at a time: a job that somebody waits for, and only when there is none what is due."""
    if worked(store, registry, roots):
        return "job"
    if due:
        refreshed(store, registry, roots)
        return "refresh"
    return "nothing"


def refreshed(store: "Store", registry: "Registry", roots: Sequence[Path]) -> None:
    """Brings up to date what is due. A full disk is told and tried again: the portal goes on serving what there is."""
    from tianfu.flow.refresh import refresh
    from tianfu.store import StorageFull

    try:
        refresh(store, registry, roots=roots, now=datetime.now(UTC), patient=True)
    except (StorageFull, OSError) as error:
        log.warning("refresh: %s", error)


def worked(store: "Store", registry: "Registry", roots: Sequence[Path]) -> bool:
    """Runs the oldest waiting job, if there is one."""
    from tianfu.flow.jobs import run_next

    store.jobs.requeue_abandoned()
    return run_next(store, registry, roots=roots, now=datetime.now(UTC)) is not None
