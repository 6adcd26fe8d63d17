"""Getting ready for the first pages while nobody waits: what they import, templates, lists of files. No row is read: nothing to journal."""

import gc
import logging
from collections.abc import Sequence
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from .language import TAGS

if TYPE_CHECKING:
    from tianfu.catalogue import Registry
    from tianfu.store import Store

    from .render import Renderer

HEAVY = ("tianfu.catalogue.dataset.view", "tianfu.catalogue.problems_view", "ibis.backends.duckdb")
log = logging.getLogger(__name__)


def warm(render: "Renderer", store: "Store", registry: "Registry") -> Thread:
    """Warms up in a thread of its own, which ends by itself."""
    thread = Thread(target=_warmed, args=(render, store, [d.id for d in registry.datasets()]), name="warming", daemon=True)
    thread.start()
    return thread


def _warmed(render: "Renderer", store: "Store", datasets: Sequence[str]) -> None:
    try:
        _templates(render)
        _files(store, datasets)
        for name in HEAVY:
            import_module(name)
        gc.collect()
        gc.freeze()  # what is there now stays: a full collection over it would hold up one answer in hundreds by 0.1 s
    except Exception:  # a store that is closing; the first page will say what is wrong
        log.debug("not warmed up", exc_info=True)


def _templates(render: "Renderer") -> None:
    for lang in TAGS:
        environment = render.environment(lang)
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)


def _files(store: "Store", datasets: Sequence[str]) -> None:
    for dataset_id in datasets:
        if store.version(dataset_id) is not None:
            store.files(dataset_id)
            store.schema(dataset_id)
