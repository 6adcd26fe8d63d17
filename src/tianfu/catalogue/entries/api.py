"""Routes of the entries: the list and the entries for everybody, the desk of the office at the machine itself.

What is inside (drafts, steps, names) is answered to the machine alone, and never to another site's page: such answers carry no leave to be
read elsewhere and are not kept.
"""

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from tianfu.catalogue.asker.api import is_here, visit_of
from tianfu.catalogue.visit import Visit
from tianfu.model import Text, Zone

from .addresses import entry_page
from .described import in_full, list_csv, list_json
from .entry_view import entry_view
from .failures import EntryError, OfficeOnly, Overtaken
from .finding import every, find, sought
from .form import entry_of, filled
from .form_view import edit_view, form_view, new_view
from .list_view import entries_view
from .mounts import Mounts
from .rates import rates
from .record import Entries
from .review_view import review_view
from .standing import MountKind
from .states import Actor, Verb

if TYPE_CHECKING:
    from tianfu.store import Store

router = APIRouter()
desk = APIRouter()
"""The office: never in the public zone."""
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
FOR_THE_OFFICE = {"Cache-Control": "no-store"}
ITEMS_ADDED = 5
Id = Annotated[str, Path(max_length=200)]


def page(request: Request, template: str, view: object, *, status: int = 200) -> Response:
    answer: Response = request.app.state.render(request, f"catalogue/{template}", status=status, page=view)
    answer.headers["Cache-Control"] = "no-store" if is_here(request) else "no-cache"
    return answer


def answered(request: Request, body: bytes | str, media_type: str, **headers: str) -> Response:
    """A twin for machines; with an ETag for everybody, for the office without."""
    if is_here(request):
        return Response(body, media_type=media_type, headers={**FOR_THE_OFFICE, **headers})
    etag = f'"{sha256(body.encode() if isinstance(body, str) else body).hexdigest()[:24]}"'
    if request.headers.get("if-none-match", "").removeprefix("W/") == etag:
        return Response(status_code=304, headers={**FOR_ALL, "ETag": etag})
    return Response(body, media_type=media_type, headers={**FOR_ALL, "ETag": etag, **headers})


def as_json(request: Request, content: Any) -> Response:
    return answered(request, orjson.dumps(content, default=str), "application/json")


# -- for everybody


@router.get("/entries")
def entries(request: Request) -> Response:
    asked = sought(request.query_params.items(), inside=is_here(request))
    return page(request, "entries.html", entries_view(visit_of(request), asked))


@router.get("/entries.json")
def entries_json(request: Request) -> Response:
    store: Store = request.app.state.store
    asked = sought(request.query_params.items(), inside=is_here(request))
    return as_json(request, list_json(find(store, asked), rates(store).whole, inside=asked.inside))


@router.get("/entries.csv")
def entries_csv(request: Request) -> Response:
    asked = sought(request.query_params.items(), inside=is_here(request))
    text = list_csv(every(request.app.state.store, asked), inside=asked.inside)
    named = {"Content-Disposition": 'attachment; filename="entries.csv"'}
    return answered(request, text, "text/csv; charset=utf-8", **named)


@router.get("/entry/{entry_id}.json")
def entry_json(request: Request, entry_id: Id) -> Response:
    inside = is_here(request)
    return as_json(request, in_full(entry_view(visit_of(request), entry_id, inside=inside), inside=inside))


# -- the office. These come before the entry's own page, whose address would swallow `new`


def office(request: Request) -> Visit:
    """The visit of somebody at the machine; OfficeOnly for everybody else."""
    if not is_here(request):
        raise OfficeOnly
    return visit_of(request)


async def sent(request: Request) -> list[tuple[str, str]]:
    """The fields of a form; files are none."""
    async with request.form(max_files=0, max_fields=5000) as form:
        return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def taken(entry_id: str) -> Text:
    return Text(zh=f"已有标识为“{entry_id}”的条目，请换一个标识", en=f"there is an entry '{entry_id}' already: choose another id")


def actor_of(given: dict[str, str]) -> Actor:
    return Actor(given.get("unit", ""), given.get("person", ""))


@desk.get("/entry/new")
def new(request: Request, matter: str = "") -> Response:
    return page(request, "entry_form.html", new_view(office(request), matter))


@desk.post("/entry/new")
async def create(request: Request) -> Response:
    visit, pairs = office(request), await sent(request)
    return await run_in_threadpool(_kept, request, visit, pairs, None)


@desk.get("/entry/{entry_id}/edit")
def edit(request: Request, entry_id: Id) -> Response:
    visit = office(request)
    return page(request, "entry_form.html", edit_view(Entries(visit.store).of(entry_id)))


@desk.post("/entry/{entry_id}/edit")
async def change(request: Request, entry_id: Id) -> Response:
    visit, pairs = office(request), await sent(request)
    return await run_in_threadpool(_kept, request, visit, pairs, entry_id)


def _kept(request: Request, visit: Visit, pairs: list[tuple[str, str]], entry_id: str | None) -> Response:
    """Keeps the text and goes on to the reviews; or shows the form again, with everything that is wrong."""
    store, given = Entries(visit.store), dict(pairs)
    standing = store.of(entry_id) if entry_id else None
    form = filled([*pairs, ("id", entry_id)] if entry_id else pairs)
    action = entry_page(entry_id, "edit") if entry_id else "/entry/new"
    entry, problems = entry_of(form)
    if given.get("do") == "add":
        return page(request, "entry_form.html", form_view(form, action, standing=standing, more=ITEMS_ADDED))
    if entry is None:
        return page(request, "entry_form.html", form_view(form, action, standing=standing, problems=problems, stopped=True), status=422)
    try:
        if entry_id is None and store.known([entry.id]):
            raise Overtaken(taken(entry.id))
        expects = int(number) if (number := given.get("number", "")).isdigit() else None
        store.write(entry, actor_of(given), at=visit.now, expects=expects)
    except EntryError as error:
        again = form_view(form, action, standing=standing, problems=problems, trouble=error.text)
        return page(request, "entry_form.html", again, status=409)
    return RedirectResponse(entry_page(entry.id, "review"), 303)


@desk.get("/entry/{entry_id}/review")
def review(request: Request, entry_id: Id) -> Response:
    return page(request, "entry_review.html", review_view(office(request), entry_id))


@desk.post("/entry/{entry_id}/step")
async def step(request: Request, entry_id: Id) -> Response:
    visit, given = office(request), dict(await sent(request))
    return await run_in_threadpool(_stepped, request, visit, entry_id, given)


def _stepped(request: Request, visit: Visit, entry_id: str, given: dict[str, str]) -> Response:
    expects = int(number) if (number := given.get("number", "")).isdigit() else None
    try:
        verb = Verb(given.get("verb", ""))
    except ValueError:
        return page(request, "entry_review.html", review_view(visit, entry_id, given=given), status=422)
    try:
        Entries(visit.store).take(entry_id, verb, actor_of(given), at=visit.now, reason=given.get("reason", ""), expects=expects)
    except EntryError as error:
        return page(request, "entry_review.html", review_view(visit, entry_id, given=given, problem=error.text), status=409)
    return RedirectResponse(entry_page(entry_id), 303)


@desk.post("/entry/{entry_id}/mounts")
async def mount(request: Request, entry_id: Id) -> Response:
    visit, given = office(request), dict(await sent(request))
    return await run_in_threadpool(_mounted, request, visit, entry_id, given)


def _mounted(request: Request, visit: Visit, entry_id: str, given: dict[str, str]) -> Response:
    kind = MountKind(given["kind"]) if given.get("kind") in list(MountKind) else MountKind.table
    target = given.get("dataset", "") if kind is MountKind.table else given.get("target", "")
    more = {"title": given.get("title", ""), "area": given.get("area", "")}
    try:
        Mounts(visit.store).mount(visit.registry, entry_id, kind, target, actor_of(given), at=visit.now, **more)
    except EntryError as error:
        return page(request, "entry.html", entry_view(visit, entry_id, inside=True, problem=error.text), status=409)
    return RedirectResponse(entry_page(entry_id) + "#mounts", 303)


@desk.post("/entry/{entry_id}/mounts/{number}/end")
async def unmount(request: Request, entry_id: Id, number: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    visit, given = office(request), dict(await sent(request))

    def ended() -> Response:
        try:
            Mounts(visit.store).unmount(number, actor_of(given), given.get("reason", ""), at=visit.now)
        except EntryError as error:
            return page(request, "entry.html", entry_view(visit, entry_id, inside=True, problem=error.text), status=409)
        return RedirectResponse(entry_page(entry_id) + "#mounts", 303)

    return await run_in_threadpool(ended)


everybody = APIRouter()


@everybody.get("/entry/{entry_id}")
def entry(request: Request, entry_id: Id) -> Response:
    return page(request, "entry.html", entry_view(visit_of(request), entry_id, inside=is_here(request)))


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router, desk, everybody) if zone is Zone.internal else (router, everybody)
