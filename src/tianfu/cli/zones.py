"""Both zones of one installation: what the public side is told, and how it runs beside the internal one in the demonstration."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tianfu.model import Settings, Text, Zone
from tianfu.release import make_keys, trust
from tianfu.release.keys import FOLDER, PUBLIC

from .serving import serve

PUBLIC_HOME, GAP = "public", "gap"
"""Folders of the demonstration's home: the store of the public zone, and what lies between the zones."""
WATCH_SECONDS = 0.5


class UnknownZone(ValueError):
    """There are two zones: internal and public."""

    def __init__(self, named: str) -> None:
        self.text = Text(zh=f"没有“{named}”区；可用 internal（内部区）、public（公开区）", en=f"no zone '{named}': internal or public")
        super().__init__(self.text.en)


def in_zone(settings: Settings, zone: str | None, gap: Path | None) -> Settings:
    """The settings with what the command line says of zone and gap. Of internal settings nothing reaches the public zone."""
    if zone is not None and zone not in [z.value for z in Zone]:
        raise UnknownZone(zone)
    changed = settings.model_copy(update={**({"zone": Zone(zone)} if zone else {}), **({"gap": gap} if gap else {})})
    return outside(changed, changed.home) if changed.zone is Zone.public else changed


def outside(settings: Settings, home: Path) -> Settings:
    """What a process of the public zone is told: who serves and how, its own home, the gap. Nothing of sources, packs and databases."""
    own = Settings(home=home, zone=Zone.public, gap=settings.gap)
    kept = (
        "platform",
        "platform_en",
        "owner",
        "site_code",
        "icp",
        "police",
        "map_review",
        "demo",
        "journal_sync_ms",
        "memory",
        "threads",
        "hosts",
    )
    return own.model_copy(update={n: getattr(settings, n) for n in kept})


def both_zones(settings: Settings) -> tuple[Settings, Settings]:
    """The demonstration's settings of both zones, with keys made and trusted."""
    home = settings.home.resolve()
    inside = settings.model_copy(update={"gap": home / GAP, "auto_release": True})
    public = outside(inside, home / PUBLIC_HOME)
    make_keys(home)
    trust(public.home, home / FOLDER / PUBLIC)
    return inside, public


@contextmanager
def serving_beside(settings: Settings, host: str, port: int) -> Iterator[None]:
    """A process that serves the other zone; both end together, whichever ends first."""
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(os.getpid(), settings, host, port))
    process.start()
    ending = threading.Event()
    threading.Thread(target=_watch, args=(process, ending), daemon=True).start()
    try:
        yield
    finally:
        ending.set()
        process.terminate()
        process.join(10)


def _watch(process: multiprocessing.process.BaseProcess, ending: threading.Event) -> None:
    process.join()
    if not ending.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


def _serve(parent: int, settings: Settings, host: str, port: int) -> None:
    """The other zone, until it is told to end or whoever started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started us ends us
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        serve(settings, host=host, port=port, workers=1)
    except RuntimeError as error:
        text = getattr(error, "text", None)
        if text is None:
            raise
        sys.stderr.write(f"{text.zh} {text.en}\n")


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
