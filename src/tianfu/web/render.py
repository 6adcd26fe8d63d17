"""Pages from templates: base page and macros of `web/templates`, pages of each stage under its name (`catalogue/home.html`).

Every template knows `_`, `lang`, `settings`, `static(path)`, `icon(name)`, and of the request `request`, `url_with(**changes)`
and `here`: whether the reader sits at the machine itself.
Texts are escaped always; a name that nobody provided is an error.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from tianfu.catalogue.packing import packed, takes_gzip
from tianfu.catalogue.uploading import may_upload
from tianfu.model import Settings

from .figures import filters
from .icons import icon
from .language import COOKIE, TAGS, Language, language
from .pages.markup import prose
from .static_files import StaticFiles
from .translations import translations

if TYPE_CHECKING:
    from jinja2 import BaseLoader

YEAR_SECONDS = int(timedelta(days=365).total_seconds())
STAGES = ("catalogue",)
"""Rooms that have pages."""


class Renderer:
    """Implements `model.Render`. One environment per language: macros know it without being told."""

    def __init__(self, settings: Settings, static: StaticFiles) -> None:
        self._settings = settings
        self._environments = {lang: _environment(lang, settings, static) for lang in TAGS}

    def __call__(self, request: Request, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
        """The page. A language that was asked for in the address is remembered."""
        lang = of_request(request)
        about = {"request": request, "url_with": url_with(request), "here": is_here(request, self._settings)}
        body = self._environments[lang].get_template(template).render(**about, **values).encode()
        headers = {"Content-Language": TAGS[lang], "Vary": "Cookie, Accept-Language, Accept-Encoding, Accept"}
        if takes_gzip(request.headers.get("accept-encoding", "")):
            body, headers["Content-Encoding"] = packed(body), "gzip"
        answer = HTMLResponse(body, status, headers)
        if request.query_params.get("lang") == lang:
            answer.set_cookie(COOKIE, lang, max_age=YEAR_SECONDS, samesite="lax", httponly=True, path="/")
        return answer

    def language(self, request: Request) -> Language:
        """The language of whoever asks, for views that hold words of one language."""
        return of_request(request)

    def environment(self, lang: Language) -> Environment:
        return self._environments[lang]


def of_request(request: Request) -> Language:
    """The language of whoever asks."""
    return language(request.query_params.get("lang"), request.cookies.get(COOKIE), request.headers.get("accept-language", ""))


def is_here(request: Request, settings: Settings) -> bool:
    """Whether the reader sits at the machine itself, where the desk is."""
    client = request.client.host if request.client else ""
    return may_upload(settings, client, request.url.hostname or "", request.headers.keys())


def url_with(request: Request) -> Any:
    """A function that gives the present address with some parameters changed; None takes one away."""

    def changed(**changes: str | int | None) -> str:
        kept = [(k, v) for k, v in request.query_params.multi_items() if k not in changes]
        asked = urlencode(kept + [(k, str(v)) for k, v in changes.items() if v is not None])
        return request.url.path + (f"?{asked}" if asked else "")

    return changed


def _environment(lang: Language, settings: Settings, static: StaticFiles) -> Environment:
    environment = Environment(
        loader=_loader(), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )
    words = translations(lang)
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    environment.filters.update(filters(lang))
    environment.filters["prose"] = lambda passage, page: prose(passage, page, lang)
    environment.globals.update(_globals(lang, settings, static))
    return environment


def _globals(lang: Language, settings: Settings, static: StaticFiles) -> Mapping[str, Any]:
    return {"lang": lang, "settings": settings, "static": static.address, "icon": icon, "now": lambda: datetime.now(UTC)}


def _loader() -> "BaseLoader":
    pages = {stage: FileSystemLoader(str(files(f"tianfu.{stage}") / "pages")) for stage in STAGES}
    return ChoiceLoader([FileSystemLoader(str(files(__package__) / "templates")), PrefixLoader(pages)])
