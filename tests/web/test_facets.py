"""The catalogue's page: ways to narrow it and to widen it again, all of them links, and nothing that is hidden among them."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue.lists.marking import pieces
from tianfu.catalogue.lists.narrowing import FEW, SHOWN, facets
from tianfu.catalogue.search import Found, Wanted, wanted


def ids(portal: TestClient, query: str) -> list[str]:
    return [h["id"] for h in portal.get(f"/catalogue.json?limit=100&{query}").json()["hits"]]


def hrefs(html: str, within: str) -> list[str]:
    """Addresses in the part of a page that begins with that text, up to the next section."""
    part = html.partition(within)[2]
    part = re.split(r"</section>|</ul></nav>|</nav>|<div class=\"card\">", part)[0]
    return [unescape(h) for h in re.findall(r'href="(/catalogue[^"]*)"', part)]


def test_several_values_of_one_property_add_up(portal: TestClient) -> None:
    one, other = set(ids(portal, "pack=library")), set(ids(portal, "pack=codes"))
    assert one
    assert other
    assert set(ids(portal, "pack=library&pack=codes")) == one | other


def test_each_value_that_is_chosen_has_a_chip_that_takes_it_away(portal: TestClient) -> None:
    page = portal.get("/catalogue?q=图书馆&pack=library&open=always&open=never").text
    chips = hrefs(page, '<ul class="chips"')
    asked = [sorted(parse_qsl(urlsplit(c).query)) for c in chips]
    assert asked == [
        [("open", "never"), ("pack", "library"), ("q", "图书馆")],
        [("open", "always"), ("pack", "library"), ("q", "图书馆")],
        [("open", "always"), ("open", "never"), ("q", "图书馆")],
        [("q", "图书馆")],
    ]
    assert "取消条件：无条件开放" in page


def test_an_option_says_that_it_is_chosen_and_a_click_takes_it_away(portal: TestClient) -> None:
    page = portal.get("/catalogue?pack=library&pack=codes").text
    facet = page.partition('id="facet-pack"')[2].partition("</section>")[0]
    assert len(re.findall(r'aria-current="true"', facet)) == 2
    assert "/catalogue?pack=codes" in hrefs(page, 'id="facet-pack"')


def test_a_new_search_keeps_what_is_chosen_and_the_scope(portal: TestClient) -> None:
    page = portal.get("/catalogue?kind=dataset&pack=library&sort=title").text
    form = page.partition('role="search"')[2].partition("</form>")[0]
    assert '<option value="dataset" selected>' in form
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form) == [("pack", "library"), ("sort", "title")]


def test_scopes_are_counted_and_followed(public: TestClient) -> None:
    page = public.get("/catalogue").text
    whole, datasets, entries = (int(n) for n in re.findall(r'<span class="num">([\d,]+)</span>', page.partition('class="scopes"')[2])[:3])
    assert whole == datasets + entries
    assert len(ids(public, "kind=dataset")) == datasets
    assert ids(public, "kind=entry") == ["libraries"]
    assert "公共图书馆名录" in public.get("/catalogue?kind=entry").text


def test_the_title_of_the_page_says_what_is_asked(portal: TestClient) -> None:
    titles = {
        re.findall(r"<title>([^<]*)</title>", portal.get(f"/catalogue?{q}").text)[0] for q in ("", "q=图书馆", "pack=library", "limit=2")
    }
    assert len(titles) == 3, "a limit is no question"
    assert "检索“图书馆” · 天府数据" in titles


def test_heads_name_the_next_page_and_the_twins(portal: TestClient) -> None:
    head = portal.get("/catalogue?pack=library&limit=2").text.partition("</head>")[0]
    following = unescape(re.findall(r'<link rel="next" href="([^"]+)"', head)[0])
    assert portal.get(following).status_code == 200
    twins = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', head)
    assert [t for t, _ in twins] == ["application/json", "text/csv", "application/atom+xml"]
    for media_type, href in twins:
        assert portal.get(unescape(href)).headers["content-type"].startswith(media_type)


def test_words_that_were_looked_for_are_marked(portal: TestClient) -> None:
    assert "<mark>图书馆</mark>名录" in portal.get("/catalogue?q=图书馆").text
    assert "".join(p for p, _ in pieces("ＰＭ2.5 İstanbul ß", ["pm2.5", "ss"])) == "ＰＭ2.5 İstanbul ß"
    assert pieces("图书馆", []) == (("图书馆", False),)


def test_nothing_found_says_what_to_do(portal: TestClient) -> None:
    page = portal.get("/catalogue?q=火星车基地&pack=library").text
    assert "没有符合条件的数据集或目录条目" in page
    assert 'href="/catalogue?q=%E7%81%AB%E6%98%9F%E8%BD%A6%E5%9F%BA%E5%9C%B0">取消全部筛选条件' in page


def test_a_thousand_values_fold_behind_the_first_ones_and_those_chosen() -> None:
    counts = {f"5101{n:02}": 1000 - n for n in range(100)} | {f"dept.x{n}": 1 for n in range(1500)}
    group = facets(Found((), 0, {"steward": counts}, None), Wanted(chosen={"steward": ("dept.x7", "dept.gone")}), {})[0]
    assert len(group.shown) == SHOWN + 2
    assert [o.current for o in group.shown].count(True) == 2
    assert len(group.shown) + len(group.rest) in (1000, 1001, 1002)
    few = facets(Found((), 0, {"steward": {f"d{n}": 1 for n in range(SHOWN + FEW)}}, None), Wanted(), {})[0]
    assert few.rest == ()


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "空" * 5_000,
        "q=" + "x" * 10_000,
        "pack=" + "x" * 10_000,
        "&".join(f"pack=p{n}" for n in range(500)),
        "after=xx&sort=zz&limit=-1",
    ],
)
def test_odd_questions_are_answered(portal: TestClient, query: str) -> None:
    for face in ("", ".json", ".csv", ".atom"):
        assert portal.get(f"/catalogue{face}?{query}").status_code == 200


@pytest.mark.parametrize("face", ["", ".json", ".csv", ".atom"])
def test_values_that_the_gate_hides_are_nowhere_in_lists(portal: TestClient, public: TestClient, face: str) -> None:
    for site in (portal, public):
        whole = site.get(f"/catalogue{face}?limit=100").text
        for secret in ("赵六", "钱七", "张三", "李四"):
            assert secret not in whole
            assert site.get(f"/catalogue.json?q={secret}").json()["total"] == 0, secret


@pytest.mark.parametrize("face", ["", ".json", ".csv", ".atom"])
def test_what_is_not_released_is_in_no_list_and_no_count_of_the_public_zone(public: TestClient, face: str) -> None:
    answer = public.get(f"/catalogue{face}?limit=100").text
    for hidden in ("library.readers", "library.waiting", "读者", "尚未上报", "codes.sexes"):
        assert hidden not in answer
    facts = public.get("/catalogue.json").json()["facets"]
    assert sum(facts["kind"].values()) == 5
    assert "never" not in facts["open"]


def test_questions_are_read_and_written_the_same() -> None:
    pairs = [("q", "空气"), ("kind", "dataset"), ("theme", "environment"), ("theme", "health"), ("sort", "title")]
    assert wanted(pairs).pairs == pairs
