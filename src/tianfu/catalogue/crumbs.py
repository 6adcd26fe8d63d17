"""The way from the first page to a dataset."""

from tianfu.model import Text

from .addresses import catalogue, dataset_page
from .cards import Card, theme_of
from .terms import title_of
from .views import Link
from .visit import Visit

HOME = Link("/", Text(zh="首页", en="Home"))
LIST = Link("/catalogue", Text(zh="数据目录", en="Catalogue"))


def crumbs(visit: Visit, shown: Card, *more: Link) -> tuple[Link, ...]:
    """The way from the first page to here; the last is the reader's place."""
    theme = theme_of(shown, visit.registry)
    through = (Link(catalogue(theme=theme), shown.theme),) if theme else ()
    here = Link(dataset_page(shown.dataset.id), title_of(shown.dataset), current=not more)
    return (HOME, LIST, *through, here, *more)
