"""Suggestions for everybody; the page of search words on the government network, at the machine itself, until people can sign in."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tianfu.catalogue.asker.api import is_here
from tianfu.catalogue.entries.failures import OfficeOnly
from tianfu.model import Text, Zone

from .files import as_csv
from .kept import WordList, Words, WordsOvertaken
from .lines import WordsRefused
from .suggested import suggested
from .view import PAGE, words_view
from .views import WordsView

if TYPE_CHECKING:
    from tianfu.store import Store

everybody = APIRouter()
desk = APIRouter()
"""Never in the public zone."""
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=60"}
KEPT_NOWHERE = {"Cache-Control": "no-store"}
QUESTION_MOST = 200
Number = Annotated[int | None, Query(ge=1, le=2**31)]
NOBODY = Text(zh="没有保存：请填写经办单位和经办人", en="Nothing was kept: name the unit and the person")


@everybody.get("/suggest")
def suggest(request: Request, q: str = "", lang: str = "zh") -> Response:
    body = suggested(request.app.state.search, q[:QUESTION_MOST], english=lang == "en")
    return Response(body, media_type="application/json", headers=FOR_ALL)


def office(request: Request) -> "Store":
    """The store, for somebody at the machine; OfficeOnly for everybody else."""
    if not is_here(request):
        raise OfficeOnly
    store: Store = request.app.state.store
    return store


@desk.get(PAGE)
def page(request: Request, question: Annotated[str, Query(alias="try")] = "", saved: str = "") -> Response:
    return shown(request, words_view(office(request), question=question[:QUESTION_MOST], saved=bool(saved)))


@desk.post(PAGE)
async def replace(request: Request) -> Response:
    store = office(request)
    async with request.form(max_files=0, max_fields=8) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_replaced, request, store, given)


def _replaced(request: Request, store: "Store", given: dict[str, str]) -> Response:
    """Keeps the list; or shows it again with everything that is wrong."""
    unit, person = given.get("unit", ""), given.get("person", "")
    if not (unit.strip() and person.strip()):
        return shown(request, words_view(store, given=given, trouble=NOBODY), 422)
    expects = int(number) if (number := given.get("number", "")[:9]).isdigit() else None
    try:
        Words(store).replace(given.get("text", ""), unit=unit, person=person, at=datetime.now(UTC), expects=expects)
    except WordsRefused as refused:
        return shown(request, words_view(store, given=given, problems=refused.problems), 422)
    except WordsOvertaken as overtaken:
        return shown(request, words_view(store, given=given, trouble=overtaken.text), 409)
    return RedirectResponse(f"{PAGE}?saved=1", 303)


@desk.get(f"{PAGE}.txt")
def as_text(request: Request, number: Number = None) -> Response:
    return _file(_list(office(request), number).text, "text/plain", "txt")


@desk.get(f"{PAGE}.csv")
def as_table(request: Request, number: Number = None) -> Response:
    return _file(as_csv(_list(office(request), number)), "text/csv", "csv")


def _list(store: "Store", number: int | None) -> WordList:
    found = Words(store).of(number) if number else Words(store).now()
    if found is None:
        raise HTTPException(404)
    return found


def _file(text: str, media_type: str, ending: str) -> Response:
    headers = {**KEPT_NOWHERE, "Content-Disposition": f'attachment; filename="search_words.{ending}"'}
    return Response(text, media_type=f"{media_type}; charset=utf-8", headers=headers)


def shown(request: Request, view: WordsView, status: int = 200) -> Response:
    answer: Response = request.app.state.render(request, "catalogue/search_words.html", status=status, page=view)
    answer.headers.update(KEPT_NOWHERE)
    return answer


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (everybody, desk) if zone is Zone.internal else (everybody,)
