"""Routes that compare versions: a page and its twin for machines. Both wait for one of the places that queries have."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from tianfu.catalogue.api import QUERIES, as_json, dataset_of, page, visit_of

from .comparing import ROWS, ROWS_MOST, in_json
from .diff_view import diff_view

router = APIRouter()
Number = Annotated[int | None, Query(ge=1, le=2**31)]
Limit = Annotated[int, Query(ge=0, le=ROWS_MOST)]


@router.get("/dataset/{dataset_id}/diff")
async def diff(request: Request, dataset_id: str, from_: Annotated[Number, Query(alias="from")] = None, to: Number = None) -> Response:
    """What differs between two versions; the two newest ones unless the address names others."""
    dataset = dataset_of(request, dataset_id)
    view, status = await to_thread.run_sync(lambda: diff_view(visit_of(request), dataset, from_, to), limiter=QUERIES)
    return await to_thread.run_sync(lambda: page(request, "diff.html", view, status=status))


@router.get("/api/v1/datasets/{dataset_id}/diff")
async def diff_api(
    request: Request, dataset_id: str, from_: Annotated[Number, Query(alias="from")] = None, to: Number = None, limit: Limit = ROWS
) -> Response:
    dataset = dataset_of(request, dataset_id)
    return await to_thread.run_sync(lambda: as_json(request, in_json(visit_of(request), dataset, from_, to, limit)), limiter=QUERIES)
