"""Where things are, relative to the portal's root."""

from collections.abc import Iterable
from urllib.parse import urlencode

Pairs = Iterable[tuple[str, str]]


def asking(path: str, pairs: Pairs = ()) -> str:
    """The path with a query.

    >>> asking("/catalogue", [("q", "空气"), ("sort", "-rows")])
    '/catalogue?q=%E7%A9%BA%E6%B0%94&sort=-rows'
    """
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def catalogue(**chosen: str) -> str:
    return asking("/catalogue", chosen.items())


def dataset_page(dataset_id: str, pairs: Pairs = ()) -> str:
    return asking(f"/dataset/{dataset_id}", pairs)


def chart_page(dataset_id: str, pairs: Pairs = ()) -> str:
    return asking(f"/dataset/{dataset_id}/chart", pairs)


def map_page(dataset_id: str, pairs: Pairs = ()) -> str:
    return asking(f"/dataset/{dataset_id}/map", pairs)


def embed(dataset_id: str, kind: str, pairs: Pairs = ()) -> str:
    """A bare page that other sites may frame: `chart`, `table` or `map`."""
    return asking(f"/embed/dataset/{dataset_id}/{kind}", pairs)


def diff_page(dataset_id: str, before: int, after: int) -> str:
    return asking(f"/dataset/{dataset_id}/diff", [("from", str(before)), ("to", str(after))])


def diff_json(dataset_id: str, before: int, after: int) -> str:
    return asking(f"/api/v1/datasets/{dataset_id}/diff", [("from", str(before)), ("to", str(after))])


def problems_page(dataset_id: str, pairs: Pairs = ()) -> str:
    return asking(f"/dataset/{dataset_id}/problems", pairs)


def download(dataset_id: str, kind: str, pairs: Pairs = ()) -> str:
    return asking(f"/dataset/{dataset_id}/download.{kind}", pairs)


def upload(dataset_id: str) -> str:
    return f"/dataset/{dataset_id}/upload"


def template(dataset_id: str) -> str:
    return f"/dataset/{dataset_id}/template.xlsx"


def corrections(dataset_id: str) -> str:
    return f"/dataset/{dataset_id}/corrections.xlsx"


def correct(dataset_id: str, run: str, record: int) -> str:
    return asking(f"/dataset/{dataset_id}/correct", [("run", run), ("record", str(record))])


def rows(dataset_id: str, pairs: Pairs = ()) -> str:
    return asking(f"/api/v1/datasets/{dataset_id}/rows", pairs)


def job(number: int) -> str:
    return f"/jobs/{number}"
