"""A process beside the web: runs jobs, and refreshes what is due."""

import os
import time
from datetime import UTC, datetime

from tianfu.model import Settings

START_SECONDS = 3.0
"""The portal comes first: importing engines at the same time would delay its first page."""
PAUSE_SECONDS = 1.0
DUE_EVERY_SECONDS = 60.0


def work(parent: int) -> None:
    """Works until the process that started it is gone. Settings come from the environment."""
    time.sleep(START_SECONDS)
    from tianfu.catalogue import load_packs  # heavy, and the portal is up by now
    from tianfu.flow.jobs import run_next
    from tianfu.flow.refresh import refresh
    from tianfu.flow.roots import roots_of
    from tianfu.store import Store

    settings = Settings.from_environ(os.environ)
    registry, roots = load_packs(settings.packs), roots_of(settings)
    due_at = time.monotonic()
    with Store.open(settings) as store:
        while os.getppid() == parent:
            now = datetime.now(UTC)
            if time.monotonic() >= due_at:
                refresh(store, registry, roots=roots, now=now)
                due_at = time.monotonic() + DUE_EVERY_SECONDS
            if run_next(store, registry, roots=roots, now=now) is None:
                time.sleep(PAUSE_SECONDS)
