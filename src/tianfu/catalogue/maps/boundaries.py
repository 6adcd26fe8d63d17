"""Which of the installed boundaries are drawn: the newest that is sound and may be shown in this zone."""

import logging
from functools import lru_cache
from pathlib import Path

from tianfu.model import Zone

from .boundary import Boundary
from .boundary_files import ABOUT, AREAS, BoundaryRefused, installed, read_boundary

log = logging.getLogger(__name__)
Stamp = tuple[tuple[str, int, int], ...]


def boundary_for(home: Path, zone: Zone) -> Boundary | None:
    """The boundaries for maps of this installation; None: the tile grid is drawn."""
    return _chosen(home, zone, _stamp(home))


@lru_cache(maxsize=8)
def _chosen(home: Path, zone: Zone, stamp: Stamp) -> Boundary | None:
    """Read once for each state of the folders, so that what is wrong is said once in the log."""
    usable = [b for b in map(_read, installed(home)) if b is not None and _may_be_shown(b, zone)]
    return max(usable, key=lambda b: (b.approved, b.about.date, b.name), default=None)


def _read(folder: Path) -> Boundary | None:
    try:
        return read_boundary(folder)
    except BoundaryRefused as refused:
        log.warning("boundaries %s are not used: %s", folder.name, refused)
        return None


def _may_be_shown(boundary: Boundary, zone: Zone) -> bool:
    if zone is Zone.internal or boundary.approved:
        return True
    log.warning("boundaries %s have no approval number (审图号): public pages draw the tile grid instead", boundary.name)
    return False


def _stamp(home: Path) -> Stamp:
    """Changes when a file is installed, replaced or removed."""
    files = (f / name for f in installed(home) for name in (ABOUT, AREAS))
    return tuple((str(f), s.st_mtime_ns, s.st_size) for f in files if f.exists() and (s := f.stat()))
