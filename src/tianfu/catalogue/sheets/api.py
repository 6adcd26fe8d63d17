"""Routes of workbooks and corrections: templates for everybody, lists as their pages show them, raw values only to uploaders."""

from typing import Annotated, Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from tianfu.catalogue.addresses import job as job_page
from tianfu.catalogue.asker.api import dataset_of, is_here, visit_of
from tianfu.catalogue.uploading import refused
from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Zone

router = APIRouter()
"""For everybody inside. The public zone takes no files and holds no problem rows."""
mending = APIRouter()
"""Only where files are taken: never in the public zone."""


def here_only(request: Request) -> None:
    """UploadRefused unless the client may hand in files."""
    if not is_here(request):
        raise refused()


def as_file(made: Any) -> Response:
    """The workbook to be saved. What it holds may change with every load."""
    headers = {
        "Content-Disposition": f"attachment; filename=\"workbook.xlsx\"; filename*=UTF-8''{quote(made.name)}",
        "Cache-Control": "no-store",
    }
    from .making import KIND

    return Response(made.content, media_type=KIND, headers=headers)


@router.get("/dataset/{dataset_id}/template.xlsx")
def template(request: Request, dataset_id: str) -> Response:
    """It says what the dataset's page says: what is collected, in which form, by which rules."""
    from .making import template_of  # openpyxl and ibis: after the start

    visit = visit_of(request)
    return as_file(template_of(visit.registry, dataset_of(request, dataset_id), visit.today))


@router.get("/dataset/{dataset_id}/problems.xlsx")
def problems(request: Request, dataset_id: str, check: str = "") -> Response:
    """What the page of problem rows shows, as a sheet."""
    from .making import list_of

    visit, found = visit_of(request), dataset_of(request, dataset_id)
    version = visit.store.version(dataset_id)
    if version is None:
        raise HTTPException(404)
    return as_file(list_of(visit, found, version, check))


@mending.get("/dataset/{dataset_id}/corrections.xlsx")
def corrections(request: Request, dataset_id: str) -> Response:
    """The open problem rows with their raw values, to be mended and uploaded again."""
    from .making import mending_of

    here_only(request)
    visit = visit_of(request)
    return as_file(mending_of(visit.store, visit.registry, dataset_of(request, dataset_id), visit.today))


@mending.get("/jobs/{number}/annotated.xlsx")
def annotated(request: Request, number: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    """What a job loaded, with its problems marked."""
    from .making import back_to_sender

    here_only(request)
    visit = visit_of(request)
    job = visit.store.jobs.one(number)
    if job is None or not job.subject:
        raise HTTPException(404)
    return as_file(back_to_sender(visit.store, visit.registry, job, visit.today))


@mending.get("/dataset/{dataset_id}/correct")
def correct(request: Request, dataset_id: str, run: str, record: int) -> Response:
    """The form of one problem row."""
    from tianfu.catalogue.correct_view import correct_view

    here_only(request)
    view = correct_view(visit_of(request), dataset_of(request, dataset_id), run, record)
    if not view.forms:
        raise HTTPException(404)
    answer: Response = request.app.state.render(request, "catalogue/correct.html", page=view)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@mending.post("/dataset/{dataset_id}/correct")
async def save(request: Request, dataset_id: str) -> Response:
    """The corrected record is kept, a job loads it, and its page says what became of it."""
    here_only(request)
    found = dataset_of(request, dataset_id)
    async with request.form(max_files=0, max_fields=2_000) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
    job = await to_thread.run_sync(lambda: _saved(visit_of(request), found, given))
    return RedirectResponse(job_page(job.id), 303)


@mending.get("/entries.xlsx")
def entries(request: Request) -> Response:
    """The entries of the list in the form of the national guide."""
    from tianfu.catalogue.entries.finding import every, sought

    from .entries_out import entries_workbook
    from .making import Made

    asked = sought(request.query_params.items(), inside=is_here(request))
    found = [line.standing.entry for line in every(request.app.state.store, asked)]
    return as_file(Made("政务信息资源目录.xlsx", entries_workbook(found)))


@mending.post("/entries/import")
async def take_entries(request: Request) -> Response:
    """Drafts from a workbook: all of them, or the workbook comes back with every problem marked."""
    here_only(request)
    async with request.form(max_files=1, max_fields=8) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise HTTPException(422)
        content, unit, person = await file.read(), str(form.get("unit") or ""), str(form.get("person") or "")
    return await to_thread.run_sync(lambda: _entries_taken(visit_of(request), content, unit, person))


def _entries_taken(visit: Visit, content: bytes, unit: str, person: str) -> Response:
    from tianfu.catalogue.entries import Actor, Entries

    from .cell_problems import marked
    from .entries_in import read_entries
    from .making import Made

    found, problems = read_entries(content)
    if problems:
        return as_file(Made("政务信息资源目录-标注.xlsx", marked(content, problems)))
    Entries(visit.store).write_all(found, Actor(unit, person), at=visit.now)
    return RedirectResponse("/entries", 303)


def _saved(visit: Visit, dataset: Dataset, given: dict[str, str]) -> Any:
    from tianfu.catalogue.correcting import saved

    run, record = given.get("run", ""), given.get("record", "")
    if not record.isascii() or not record.isdigit():
        raise HTTPException(422)
    return saved(visit, dataset, run, int(record), given, who="local")


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router, mending) if zone is Zone.internal else ()
