"""A page of a pack for one visitor."""

from collections.abc import Iterable, Iterator

from tianfu.catalogue.registry import Registry
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Pack, Text

from .addresses import pack_home, pack_page, packs_list
from .drawn import Drawing, lacks_values
from .markdown import anchors, dataset_in, links
from .naming import Language, PackPage, page_of, pages_of
from .views import PackPageView, PageLink, Part, Source
from .written import Written

HOME = Link("/", Text(zh="首页", en="Home"))
PACKS = Link(packs_list(), Text(zh="主题应用", en="Packs"))


def page_view(visit: Visit, pack: Pack, page: PackPage, lang: Language) -> PackPageView:
    """The page; its datasets are read under the visitor's eyes and nobody else's."""
    said = page.written
    drawing = Drawing(visit, pack.name, said, page.lang)
    parts = tuple(drawing.parts())
    headings = anchors(said.tokens)
    here = Link(pack_page(pack.name, page.name), worded(said.head.title, page.lang), current=True)
    return PackPageView(
        crumbs=(HOME, PACKS, Link(pack_home(pack.name), titled(pack)), here),
        title=said.head.title,
        summary=said.head.summary,
        updated=said.head.updated,
        lang=page.lang,
        own=page.own,
        parts=parts,
        values=drawing.values,
        anchors={(token.map or [0])[0]: anchor for token, anchor, _ in headings},
        contents=tuple((anchor, words) for token, anchor, words in headings if token.tag == "h2"),
        dead=tuple(dict.fromkeys(_dead(visit.registry, said))),
        sources=tuple(dict.fromkeys(_sources(parts, drawing))),
        beside=tuple(p for p in page_links(pack, lang) if p.link.href != pack_page(pack.name, page.name)),
        incomplete=lacks_values(drawing.values),
    )


def page_links(pack: Pack, lang: Language) -> tuple[PageLink, ...]:
    """The pages of the pack in their order."""
    return tuple(_link(p) for p in pages_of(pack, lang))


def titled(pack: Pack) -> Text:
    return Text(zh=pack.declaration.title, en=pack.declaration.title_en)


def worded(text: str, lang: Language) -> Text:
    """Words of a page, which are in one language."""
    return Text(zh=text, en=text if lang == "en" else "")


def _link(page: PackPage) -> PageLink:
    head = page.written.head
    return PageLink(Link(pack_page(page.pack, page.name), worded(head.title, page.lang)), head.summary, page.lang)


def _dead(registry: Registry, page: Written) -> Iterator[str]:
    """Addresses that lead nowhere in this zone: datasets and pages that are not here."""
    for _, href in links(page.tokens):
        wanted = dataset_in(href)
        if wanted is not None and not _has_dataset(registry, wanted):
            yield href
        if href.startswith("/packs/") and not _has_page(registry, href.partition("#")[0]):
            yield href


def _has_dataset(registry: Registry, wanted: str) -> bool:
    pack, _, name = wanted.partition(".")
    return pack in registry.packs and name in registry.packs[pack].datasets


def _has_page(registry: Registry, path: str) -> bool:
    _, _, pack, *rest = path.split("/")
    return pack in registry.packs and (not rest or page_of(registry.packs[pack], rest[0], "zh") is not None)


def _sources(parts: Iterable[Part], drawing: Drawing) -> Iterator[Source]:
    """Every version that the page is made from."""
    for value in drawing.values.values():
        if value.source:
            yield value.source
    for part in parts:
        yield from (n.source for n in part.numbers if n.source)
        if part.table and part.table.source:
            yield part.table.source
        drawn = part.chart or part.map
        if drawn and drawn.version:
            yield Source(drawn.dataset, drawn.steward, drawn.version, drawn.as_of)
