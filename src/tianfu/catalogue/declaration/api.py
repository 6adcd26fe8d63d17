"""Routes of the form: internal zone, at the machine itself. Nothing is written: what comes out is saved by the browser."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tianfu.catalogue.asker.api import is_here, visit_of
from tianfu.catalogue.uploading import UploadRefused
from tianfu.catalogue.visit import Visit
from tianfu.collect import CollectError
from tianfu.model import Text, Zone

from .checked import checked
from .files import saved
from .form import Filled, filled
from .split import form_of
from .started import started
from .view import DeclareView, declare_view

router = APIRouter()
FIELDS_MOST = 5_000


def visit_here(request: Request) -> Visit:
    """The visit of somebody at the machine itself; UploadRefused for everybody else."""
    if not is_here(request):
        raise UploadRefused(
            "登录功能启用前，只能在平台所在的机器上用表单声明数据集。其他机器上请编写 YAML 或 Excel 声明。",
            "Until people can sign in, the form is at the machine itself only. Elsewhere write the YAML file or the workbook.",
        )
    return visit_of(request)


def page(request: Request, view: DeclareView, *, status: int = 200) -> Response:
    answer: Response = request.app.state.render(request, "catalogue/declare.html", status=status, page=view)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/declare")
def declare(request: Request, origin: Annotated[str, Query(alias="from", max_length=200)] = "") -> Response:
    """An empty form, or one that starts from a dataset."""
    visit = visit_here(request)
    if not origin.strip():
        return page(request, declare_view(visit, Filled()))
    dataset = visit.registry.dataset(origin.strip())
    begun = Text(zh=f"数据集“{dataset.title}”", en=f"the dataset “{dataset.title_en or dataset.title}”")
    return page(request, declare_view(visit, form_of(dataset), begun=begun, more=1))


@router.post("/declare/upload")
async def start(request: Request) -> Response:
    """A form that starts from a file."""
    visit = visit_here(request)
    async with request.form(max_files=1, max_fields=8) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise HTTPException(422)
        content, name = await file.read(), file.filename or ""
    return await run_in_threadpool(_started, request, visit, content, name)


def _started(request: Request, visit: Visit, content: bytes, name: str) -> Response:
    try:
        found = started(content, name)
    except CollectError as error:
        return page(request, declare_view(visit, Filled(), trouble=error.text), status=422)
    return page(request, declare_view(visit, found.form, begun=found.taken_for, lost=found.lost, more=1))


@router.post("/declare")
async def check(request: Request) -> Response:
    """One row more or less; or everything that is wrong; or what came of it, to be looked at or saved."""
    visit = visit_here(request)
    async with request.form(max_files=0, max_fields=FIELDS_MOST) as form:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return await run_in_threadpool(_checked, request, visit, pairs)


def _checked(request: Request, visit: Visit, pairs: list[tuple[str, str]]) -> Response:
    form, do = filled(pairs), dict(pairs).get("do", "")
    if do == "add" or do.startswith("drop "):
        return page(request, declare_view(visit, form, more=None if do == "add" else 1))
    found = checked(form, visit.registry)
    if found.dataset is None:
        return page(request, declare_view(visit, form, found, more=1), status=422)
    file = saved(do, found.dataset, found.yaml, visit.registry)
    if file is None:
        return page(request, declare_view(visit, form, found, more=1))
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(file.content, media_type=file.kind, headers=headers)


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router,) if zone is Zone.internal else ()
