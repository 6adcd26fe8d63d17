"""What somebody typed into the form of a problem row."""

from collections.abc import Mapping

from tianfu.collect import CollectError
from tianfu.model import Dataset, Job

from .correct_view import of_record
from .corrections.mended import Mended, correct
from .corrections.values import fields_of, values_of
from .visit import Visit


def saved(visit: Visit, dataset: Dataset, run: str, record: int, given: Mapping[str, str], *, who: str) -> Job:
    """The job that loads the record. `given`: `<part>.<field>` -> value; a browser writes line ends as CR LF, files as LF."""
    mended: list[Mended] = []
    for key, found in of_record(visit, dataset, run, record).items():
        was = values_of(dataset, next((f.raw for f in found if f.raw), None))
        now = {f: _plain(given.get(f"{key[2]}.{f}", was.get(f, "")), was.get(f, "")) for f in fields_of(dataset)}
        mended.append(Mended(*key, was, now))
    if not mended:
        raise CollectError(
            "没有找到这条问题记录：之后可能已有新的报送。请返回问题数据页面。",
            "This problem row is not open any more: there may be a newer delivery. Go back to the problem rows.",
        )
    return correct(visit.store, dataset, mended, name=_name(visit, record), who=who, now=visit.now)


def _plain(text: str, before: str) -> str:
    """Only what was changed counts as changed: a one-line input drops line ends by itself."""
    unix = text.replace("\r\n", "\n")
    return before if unix == before.replace("\r\n", "\n") or unix == before.replace("\r", "").replace("\n", "") else unix


def _name(visit: Visit, record: int) -> str:
    """What the delivery was called."""
    origin = visit.store.raw.origin(record >> 40)
    return origin.name if origin else str(record >> 40)
