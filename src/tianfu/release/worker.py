"""What runs beside the web by itself: in the internal zone pushing, in the public zone receiving."""

import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.model import Settings, Text

if TYPE_CHECKING:
    from tianfu.catalogue import Registry
    from tianfu.store import Store

EVERY_SECONDS = 2.0
LONGEST_SECONDS = 20.0
log = logging.getLogger(__name__)


class Lines:
    """Tells each sentence once, until another one of the same subject takes its place."""

    def __init__(self, tell: Callable[[str], None] = log.warning) -> None:
        self._tell = tell
        self._told: dict[str, str] = {}

    def say(self, subject: str, text: Text) -> None:
        line = f"{subject}: {text.zh} {text.en}".strip()
        if self._told.get(subject) != line:
            self._told[subject] = line
            self._tell(line)


def receive_beside(parent: int) -> None:
    """Receives until the process that started it is gone. Settings come from the environment."""
    from tianfu.store import Store  # heavy

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started us ends us
    settings, lines = Settings.from_environ(os.environ), Lines()
    assert settings.gap is not None  # whoever starts this has looked
    with Store.open(settings) as store:
        while os.getppid() == parent:
            receive_once(store, settings.gap, lines)
            time.sleep(EVERY_SECONDS)


def receive_once(store: "Store", gap: Path, lines: Lines) -> None:
    """One look into the gap. What stands in the way is told once and tried again."""
    from .failures import ReleaseError
    from .keys import trusted
    from .receiving import receive

    try:
        for verdict in receive(store, gap, trusted(store.home.root)):
            if verdict.outcome != "taken":
                lines.say(verdict.name, verdict.text)
    except ReleaseError as error:
        lines.say(str(gap), error.text)
    except (RuntimeError, OSError) as error:
        lines.say(str(gap), getattr(error, "text", Text(zh=f"接收未完成：{error}", en="receiving will be tried again")))


class Pushing:
    """Pushes what is owed to the public zone, if there is a gap: soon after something changed, and at least three times a minute."""

    def __init__(self, store: "Store", registry: "Registry") -> None:
        self._store, self._registry, self._lines = store, registry, Lines()
        self._seen: object = None
        self._at = 0.0

    def turn(self) -> None:
        """Looks whether anything has changed; nothing to do costs nothing."""
        gap = self._store.settings.gap
        state, now = self._store.records.seen(), time.monotonic()
        if gap is None or (state == self._seen and now < self._at + LONGEST_SECONDS):
            return
        self._push(gap)
        self._seen, self._at = state, now

    def _push(self, gap: Path) -> None:
        from .failures import ReleaseError
        from .keys import signing_key
        from .push import push

        store = self._store
        try:
            push(store, self._registry, gap, signing_key(store.home.root), automatic=store.settings.auto_release)
        except ReleaseError as error:
            self._lines.say(str(gap), error.text)
        except (RuntimeError, OSError) as error:
            self._lines.say(str(gap), getattr(error, "text", Text(zh=f"推送未完成：{error}", en="pushing will be tried again")))
