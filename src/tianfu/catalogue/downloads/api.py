"""Routes of files: a view as a file in six formats, and its citation.

Files are sent as they are and never packed on the way: a packed one would be another file, with a tag and ranges of its own, and packing
costs ten times what sending does. Who wants few bytes takes Parquet or XLSX, which are packed.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC
from email.utils import format_datetime
from functools import partial

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from tianfu.catalogue.asker.api import visit_of
from tianfu.catalogue.citing import citation
from tianfu.catalogue.question.asked import asked
from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Zone
from tianfu.store import PageQuery, question
from tianfu.store.export import Export, Sending

from .formats import FORMATS
from .ranges import tags, wanted

router = APIRouter()
refused_rows = APIRouter()
"""Problem rows stay where they can be mended: they are not released."""
BEGINNING = CapacityLimiter(8)
"""So many wait for the first byte of a file that is being made, and do not hold up pages."""
SENDING = CapacityLimiter(16)
CITED = {
    "txt": ("gbt7714", "text/plain; charset=utf-8"),
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
    "json": ("csl_json", "application/vnd.citationstyles.csl+json"),
}
"""Style and media type by the ending of the address."""
EXPOSED = "ETag, Last-Modified, Content-Length, Content-Range, Accept-Ranges, Content-Disposition"
SHARED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED, "Cache-Control": "no-cache"}


@router.api_route("/dataset/{dataset_id}/download.{kind}", methods=["GET", "HEAD"])
async def download(request: Request, dataset_id: str, kind: str) -> Response:
    """All rows of the view as a file, sent while it is made."""
    request.app.state.registry.dataset(dataset_id)  # UnknownDataset names the near one
    given = asked(request.query_params.multi_items())
    return await sent_as_file(request, dataset_id, question(given.filtered()), kind)


@refused_rows.api_route("/dataset/{dataset_id}/problems.{kind}", methods=["GET", "HEAD"])
async def problems_file(request: Request, dataset_id: str, kind: str, check: str = "") -> Response:
    rows = await to_thread.run_sync(lambda: _problem_rows(visit_of(request), request.app.state.registry.dataset(dataset_id), check))
    return await sent_as_file(request, *rows, kind)


def _problem_rows(visit: Visit, dataset: Dataset, check: str) -> tuple[str, PageQuery]:
    from tianfu.catalogue.problem_rows import narrowed, problems_id, runs_of  # ibis: after the start

    version = visit.store.version(dataset.id)
    if version is None:
        raise HTTPException(404)
    return problems_id(dataset), PageQuery(narrowed(runs_of(visit, version), check))


@router.api_route("/dataset/{dataset_id}/cite.{kind}", methods=["GET", "HEAD"])
def cite(request: Request, dataset_id: str, kind: str) -> Response:
    """How the newest version is cited: by reference managers, or as a line of text."""
    visit, dataset = visit_of(request), request.app.state.registry.dataset(dataset_id)
    version = visit.store.version(dataset_id)
    if kind not in CITED or version is None:
        raise HTTPException(404)
    style, media = CITED[kind]
    text = getattr(citation(dataset, version, str(request.base_url), visit.now), style)
    shown = "inline" if kind == "txt" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{dataset_id}.v{version.number}.{kind}"', **SHARED}
    return Response(text if text.endswith("\n") else f"{text}\n", media_type=media, headers=headers)


async def sent_as_file(request: Request, dataset_id: str, query: PageQuery, kind: str) -> Response:
    """The file or the part that is asked for. Refused, and what cannot be asked or made, is said before the first byte."""
    if kind not in FORMATS:
        raise HTTPException(404)
    known, looks = tags(request.headers.get("if-none-match", "")), request.method == "HEAD"
    visit = visit_of(request)
    ask = partial(visit.store.export, dataset_id, visit.reader, visit.purpose, query, FORMATS[kind], has=known, looks=looks)
    made: Export = await to_thread.run_sync(lambda: ask(today=visit.today), limiter=BEGINNING)
    headers = {"ETag": made.etag, "Last-Modified": format_datetime(made.modified.astimezone(UTC), usegmt=True), **SHARED}
    if made.same:
        return Response(status_code=304, headers=headers)
    headers |= {"Accept-Ranges": "bytes", "Content-Disposition": f'attachment; filename="{made.name}"'}
    if looks:
        headers |= {} if made.size is None else {"Content-Length": str(made.size)}
        return Response(media_type=made.media_type, headers=headers) if made.size is not None else _unmeasured(made, headers)
    part = request.headers.get("range", ""), request.headers.get("if-range", "")
    status, more, pieces = await to_thread.run_sync(lambda: _begun(made, *part), limiter=BEGINNING)
    return StreamingResponse(_sent(pieces), status, {**headers, **more}, made.media_type)


def _unmeasured(made: Export, headers: dict[str, str]) -> Response:
    """A look at a file that nobody took before: how long it will be is not known."""
    answer = Response(media_type=made.media_type, headers=headers)
    del answer.headers["content-length"]
    return answer


def _begun(made: Export, ranged: str, condition: str) -> tuple[int, dict[str, str], Iterator[bytes]]:
    """Status, headers and pieces, the first of which is at hand: what goes wrong before it becomes an answer in words."""
    part = wanted(ranged, condition, made.etag)
    sending = made.opened()
    try:
        if part is not None and (sending.size is not None or part.first != 0 or part.last is not None):
            size = sending.settle()
            place = part.within(size)
            if place is None:
                sending.close()
                return 416, {"Content-Range": f"bytes */{size}", "Content-Length": "0"}, iter(())
            start, stop = place
            more = {"Content-Range": f"bytes {start}-{stop - 1}/{size}", "Content-Length": str(stop - start)}
            return 206, more, _led(sending, start, stop)
        more = {} if sending.size is None else {"Content-Length": str(sending.size)}
        return 200, more, _led(sending, 0, None)
    except BaseException:
        sending.close()
        raise


def _led(sending: Sending, start: int, stop: int | None) -> Iterator[bytes]:
    """The pieces; the first is made now."""
    pieces = sending.pieces(start, stop)
    return _chained(next(pieces, b""), pieces)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield first
        yield from rest
    finally:
        getattr(rest, "close", int)()


async def _sent(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each piece is read in a thread. Whoever leaves early lets go of the file at once, and the journal says so."""
    try:
        while piece := await to_thread.run_sync(next, pieces, b"", limiter=SENDING):
            yield piece
    finally:
        with CancelScope(shield=True):
            await to_thread.run_sync(getattr(pieces, "close", int))


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router, refused_rows) if zone is Zone.internal else (router,)
