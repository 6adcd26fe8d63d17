"""A process of its own for the tests: brings the index of a home up to date, or builds it, and can end in the middle of it.

`python -m tests.catalogue.search.writer HOME PACKS refresh|rebuild [NUMBER]`: kills itself before the document of that number is written.
"""

import os
import signal
import sys
from pathlib import Path

from tianfu.catalogue import load_packs
from tianfu.catalogue.search import Search, writing
from tianfu.model import Settings
from tianfu.store import Store


def main(home: str, packs: str, what: str, documents: str = "") -> None:
    """Say READY, do it, say DONE."""
    if documents:
        _die_before(int(documents))
    folders = (Path(packs),)
    registry = load_packs(folders)
    with Store.open(Settings(home=Path(home), packs=folders)) as store:
        search = Search(store, registry)
        print("READY", flush=True)
        search.rebuild() if what == "rebuild" else search.refresh()
        print("DONE", flush=True)


def _die_before(number: int) -> None:
    """The real thing: no cleaning up, as when the machine loses its power."""
    document, written = writing.document, []

    def dying(indexed: writing.Indexed) -> object:
        written.append(indexed.key)
        if len(written) >= number:
            os.kill(os.getpid(), signal.SIGKILL)
        return document(indexed)

    writing.document = dying  # type: ignore[assignment]


if __name__ == "__main__":
    main(*sys.argv[1:])
