"""A collected dataset: files in, a version out. The same files under the same declaration change nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tianfu.catalogue import Registry
from tianfu.collect import fetch
from tianfu.govern import plan
from tianfu.model import Batch, Files, Mode, Origin, Report, Run, Staged, Version
from tianfu.store import Busy

from .patience import entered
from .run import Attempt

if TYPE_CHECKING:
    from tianfu.store import Store


def load(
    store: "Store",
    registry: Registry,
    dataset_id: str,
    *,
    roots: Sequence[Path],
    now: datetime,
    report: Report | None = None,
    upload: Origin | None = None,
) -> Run:
    """The run that brought the dataset up to date, `unchanged` when there was nothing new.

    Raises what stands in the way, after recording it: MissingFiles, Busy when another load holds the dataset, errors of the disk.
    """
