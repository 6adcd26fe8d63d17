"""Blocks of a page through the gate. A block that cannot be drawn leaves the rest of the page as it is."""

from collections.abc import Iterator, Mapping, Sequence

from tianfu.catalogue.charts.view import chart_view
from tianfu.catalogue.maps.view import map_view
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Refused, Text
from tianfu.model.page import ChartBlock, FigureBlock, MapBlock, SearchBlock, TableBlock
from tianfu.store import BadQuestion

from .asking import asking
from .naming import Language
from .numbers import DASH, number_view
from .parts import Passage, Placed
from .sight import BROKEN, CLOSED, Seen, Sight
from .tables import table_view
from .views import NumberView, Part, SearchView
from .written import NAMED, Written

CATALOGUE = "/catalogue"


class Drawing:
    """The blocks of one page for one visitor."""

    def __init__(self, visit: Visit, pack: str, page: Written, lang: Language) -> None:
        self._visit, self._pack, self._page, self._lang = visit, pack, page, lang
        self._sight = Sight(visit, lang)
        self.values = {name: number_view(self._sight, asked) for name, asked in page.values.items()}

    def parts(self) -> Iterator[Part]:
        """Prose and blocks in order; numbers that follow each other stand together."""
        numbers: list[NumberView] = []
        places = {id(placed): n for n, placed in enumerate(self._page.blocks, 1)}
        for part in self._page.parts:
            if isinstance(part, Placed) and isinstance(part.block, FigureBlock):
                numbers.append(number_view(self._sight, part.block, self._filled(part.block.title)))
                continue
            if numbers:
                yield Part("numbers", numbers=tuple(numbers))
                numbers = []
            yield Part("prose", prose=part) if isinstance(part, Passage) else self._block(part, places[id(part)])
        if numbers:
            yield Part("numbers", numbers=tuple(numbers))

    def _block(self, placed: Placed, place: int) -> Part:
        """`place` among the blocks of the page names it, in both zones alike."""
        if isinstance(placed.block, SearchBlock):
            return Part("search", search=search_view(placed.block, self._pack, f"search-{place}"))
        asked = asking(placed.block)
        if asked is None:
            return Part("problem", problem=CLOSED if placed.block else BROKEN)
        found = self._sight.of(asked)
        if isinstance(found, Text):
            return Part("problem", problem=found)
        try:
            return self._of_dataset(placed, found, place)
        except BadQuestion as error:
            return Part("problem", problem=error.text)
        except Refused as refused:
            return Part("problem", problem=_reasons(refused.decision.reasons))

    def _of_dataset(self, placed: Placed, found: Seen, place: int) -> Part:
        match placed.block:
            case ChartBlock() as block:
                return Part("chart", chart=chart_view(self._visit, found.dataset, self._titled(block.chart), id=f"chart-{place}"))
            case MapBlock() as block:
                return Part("map", map=map_view(self._visit, found.dataset, self._titled(block.chart), id=f"map-{place}"))
            case TableBlock() as block:
                return Part("table", table=table_view(self._visit, block, found, self._filled(block.title)))
        return Part("problem", problem=BROKEN)

    def _titled(self, chart: Chart) -> Chart:
        """Words of an English page are English; values of the page stand in the title."""
        title = self._filled(chart.title)
        english = self._filled(chart.title_en) or (title if self._lang == "en" else "")
        return chart.model_copy(update={"title": title, "title_en": english})

    def _filled(self, title: str) -> str:
        return filled(title, self.values)


def filled(text: str, values: Mapping[str, NumberView]) -> str:
    """The text with the values that it names; what the page does not bind stays for the chart to fill."""
    return NAMED.sub(lambda m: values[m[1]].shown if m[1] in values else m[0], text)


def search_view(block: SearchBlock, pack: str, id: str) -> SearchView:
    """A box over the catalogue; without conditions over the pack's datasets."""
    return SearchView(id, block.title, CATALOGUE, tuple(block.where.items()) or (("pack", pack),))


def lacks_values(values: Mapping[str, NumberView]) -> bool:
    """Whether a dash stands in the prose."""
    return any(v.shown == DASH for v in values.values())


def _reasons(reasons: Sequence[Text]) -> Text:
    return Text(zh="；".join(r.zh for r in reasons), en="; ".join(r.en or r.zh for r in reasons))
