"""Routes of packs: the list with its twins, the home of each, its pages."""

from hashlib import sha256

import orjson
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from tianfu import __version__
from tianfu.catalogue.asker.api import visit_of
from tianfu.catalogue.feeds import MEDIA_TYPE, atom
from tianfu.catalogue.sending import Body, answer, body_of
from tianfu.model import Pack, Text, Zone

from .naming import Language, page_of
from .packs_view import lines, pack_view, packs_view
from .page_view import page_view
from .twins import pack_json, packs_csv, packs_feed, packs_json

router = APIRouter()


@router.get("/packs.json")
def list_json(request: Request) -> Response:
    return _sent(request, body_of(orjson.dumps(packs_json(lines(visit_of(request), "zh"))), "application/json"))


@router.get("/packs.csv")
def list_csv(request: Request) -> Response:
    return _sent(request, body_of(packs_csv(lines(visit_of(request), "zh")).encode(), "text/csv; charset=utf-8", "packs.csv"))


@router.get("/packs.atom")
def list_atom(request: Request) -> Response:
    settings, lang = request.app.state.settings, _asked_lang(request)
    platform = Text(zh=settings.platform, en=settings.platform_en)
    return _sent(request, body_of(atom(packs_feed(str(request.base_url), platform, lines(visit_of(request), lang), lang)), MEDIA_TYPE))


@router.get("/packs")
def packs(request: Request) -> Response:
    return _page(request, "packs.html", packs_view(visit_of(request), _lang(request)))


@router.get("/packs/{pack}.json")
def home_json(request: Request, pack: str) -> Response:
    view = pack_view(visit_of(request), request.app.state.search, _pack(request, pack), "zh")
    return _sent(request, body_of(orjson.dumps(pack_json(view)), "application/json"))


@router.get("/packs/{pack}")
def home(request: Request, pack: str) -> Response:
    found, lang = _pack(request, pack), _lang(request)
    return _page(request, "pack.html", pack_view(visit_of(request), request.app.state.search, found, lang))


@router.get("/packs/{pack}/{name}")
def page(request: Request, pack: str, name: str) -> Response:
    """A page. It is read through the gate each time; whoever has it already is told so."""
    found, lang = _pack(request, pack), _lang(request)
    wanted = page_of(found, name, lang)
    if wanted is None:
        raise HTTPException(404)
    view = page_view(visit_of(request), found, wanted, lang)
    etag = _etag(request, lang, view)
    if request.headers.get("if-none-match", "").removeprefix("W/") == etag:
        return Response(status_code=304, headers={"ETag": f"W/{etag}", "Cache-Control": "no-cache"})
    answered = _page(request, "pack_page.html", view)
    answered.headers["ETag"] = f"W/{etag}"
    return answered


def _etag(request: Request, lang: Language, view: object) -> str:
    """Changes with every word and number that the page shows, with the reader's language and size of type, and with the portal itself."""
    state = request.app.state
    around = (__version__, lang, request.cookies.get("care"), state.static.address("css/app.css"), state.static.address("js/app.js"))
    return f'"{sha256(repr((around, state.settings, view)).encode()).hexdigest()[:24]}"'


def _pack(request: Request, name: str) -> Pack:
    packs = request.app.state.registry.packs
    if name not in packs:
        raise HTTPException(404)
    found: Pack = packs[name]
    return found


def _lang(request: Request) -> Language:
    lang: Language = request.app.state.render.language(request)
    return lang


def _asked_lang(request: Request) -> Language:
    """What a feed speaks: as its address says, for readers of feeds choose no language."""
    return "en" if request.query_params.get("lang") == "en" else "zh"


def _page(request: Request, template: str, view: object) -> Response:
    answered: Response = request.app.state.render(request, f"catalogue/{template}", page=view)
    answered.headers["Cache-Control"] = "no-cache"
    return answered


def _sent(request: Request, body: Body) -> Response:
    """The answer, unless the client has it already."""
    status, headers, content = answer(body, lambda name: request.headers.get(name.decode(), "").encode("latin-1"))
    made = Response(content, status)
    made.raw_headers = headers
    return made


def routers(_zone: Zone) -> tuple[APIRouter, ...]:
    """The same in both zones: what differs is which datasets and pages are there."""
    return (router,)
