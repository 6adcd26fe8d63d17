"""The first page: every number is counted and leads to what it counts, every word to begin with finds something."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue.areas_view import area_grid
from tianfu.model import Settings


def figures(page: str) -> list[tuple[str, str, str]]:
    """(name, number, address) of the strip of figures."""
    strip = page.partition('class="stats"')[2].partition("</ul>")[0]
    found = re.findall(
        r'<a href="([^"]+)"><span class="stat-name">([^<]*)</span><span class="stat-value"><b class="num">([^<]*)</b>', strip
    )
    return [(name, number, unescape(href)) for href, name, number in found]


def listed(site: TestClient, href: str) -> int:
    total: int = site.get(href.replace("/catalogue", "/catalogue.json")).json()["total"]
    return total


@pytest.mark.parametrize("zone", ["portal", "public"])
def test_each_figure_leads_to_what_it_counts(zone: str, request: pytest.FixtureRequest) -> None:
    site: TestClient = request.getfixturevalue(zone)
    shown = figures(site.get("/").text)
    assert [name for name, _, _ in shown] == ["数据集", "开放接口", "提供部门", "累计数据量", "按时更新率"]
    for name, number, href in shown[:2]:
        assert listed(site, href) == int(number.replace(",", "")), name
    stewards = site.get("/catalogue.json").json()["facets"]["steward"]
    assert int(shown[2][1]) == len(stewards)
    hits = site.get("/catalogue.json?limit=100&kind=dataset").json()["hits"]
    assert int(shown[3][1].replace(",", "")) == sum(h["rows"] or 0 for h in hits)
    for name, _, href in shown:
        assert site.get(href).status_code == 200, name


@pytest.mark.parametrize("zone", ["portal", "public"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_word_to_begin_with_finds_something(zone: str, lang: str, request: pytest.FixtureRequest) -> None:
    site: TestClient = request.getfixturevalue(zone)
    hints = site.get(f"/?lang={lang}").text.partition('class="hints"')[2].partition("</p>")[0]
    words = [unescape(h) for h in re.findall(r'href="(/catalogue\?q=[^"]+)"', hints)]
    assert words
    assert not [w for w in words if not listed(site, w)]


def test_themes_channels_and_packs_lead_to_as_many_as_they_say(portal: TestClient) -> None:
    page = portal.get("/").text
    tiles = re.findall(r'class="tile" href="([^"]+)".*?<small class="num">([\d,]+) 个数据集', page)
    assert tiles
    for href, count in tiles:
        assert listed(portal, unescape(href)) == int(count.replace(",", ""))
    assert 'href="/packs/library"' in page


def test_the_search_has_its_scope_and_needs_no_script(portal: TestClient) -> None:
    form = portal.get("/").text.partition('role="search"')[2].partition("</form>")[0]
    assert re.findall(r'<option value="(\w*)"', form) == ["", "dataset", "entry"]
    assert portal.get("/catalogue?kind=&q=图书馆").status_code == 200


def test_the_map_counts_the_list_where_prefectures_differ_and_else_rows(portal: TestClient) -> None:
    from datetime import UTC, datetime

    from tianfu.catalogue.visit import Visit
    from tianfu.identity.visitor import visitor
    from tianfu.model import BROWSING

    state = portal.app.state  # type: ignore[attr-defined]  # the application
    visit = Visit(state.store, state.registry, visitor(Settings()), BROWSING, datetime.now(UTC))
    by_list = area_grid(visit, {}, {"510100": 3, "510700": 1})
    assert by_list is not None
    assert by_list.source is None
    assert next(t for t in by_list.tiles if t.code == "510100").href == "/catalogue?region=510100"
    assert by_list.classes == ("1", "3")
    assert area_grid(visit, {}, {}) is None


def test_the_rate_on_time_is_that_of_the_time_in_which_data_were_fresh(public: TestClient) -> None:
    rate = figures(public.get("/").text)[4][1]
    assert rate == "—" or 0 <= float(rate) <= 100
