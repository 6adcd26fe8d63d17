"""Icons: `icons/<name>.svg`, drawn inline so that they take the colour of the text around them."""

import logging
import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

log = logging.getLogger(__name__)
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
OUTER = re.compile(r"<svg[^>]*>|</svg>|<!--.*?-->|<\?xml.*?\?>", re.DOTALL)
DRAWN = (
    '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)


class UnknownIcon(LookupError):
    """There is no `icons/<name>.svg`."""


@cache
def icon(name: str) -> Markup:
    """The icon as SVG that readers' machines pass over. A pack may name one that is not there: a square stands for it."""
    try:
        return Markup(DRAWN.format(shape(name)))  # noqa: S704 - shipped files only
    except UnknownIcon:
        log.warning("no icon '%s' in web/icons", name)
        return Markup(DRAWN.format('<rect x="5" y="5" width="14" height="14" rx="2"/>'))  # noqa: S704 - fixed text


def shape(name: str) -> str:
    """What is inside the file's <svg>."""
    file = files(__package__).joinpath("icons", f"{name}.svg")
    if not NAME.fullmatch(name) or not file.is_file():
        raise UnknownIcon(name)
    return OUTER.sub("", file.read_text("utf-8")).strip()
