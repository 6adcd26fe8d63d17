"""Packs and their pages: every number leads to its row, what is closed is said in words, and neither zone tells more than it may."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import load_packs
from tianfu.model import Event, Settings, Zone
from tianfu.release import push, receive, signing_key, trusted, withdraw
from tianfu.store import Store

from .conftest import FILES, browsing, links, released, settings_of

PAGE = "/packs/library/visits"


@contextmanager
def written(portal: TestClient, text: str) -> Iterator[None]:
    """The portal with another text on the page."""
    pages: Any = portal.app.state.registry.packs["library"].pages  # type: ignore[attr-defined]  # the application
    before = pages["visits"]
    pages["visits"] = text
    try:
        yield
    finally:
        pages["visits"] = before


def prose(html: str) -> str:
    """What stands in the article."""
    found = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert found
    return found[0]


def test_the_list_has_every_pack_with_its_pages(portal: TestClient) -> None:
    page = portal.get("/packs").text
    assert '<a href="/packs/library">图书馆</a>' in page
    assert '<a href="/packs/library/visits">谁到图书馆</a>' in page
    assert "5 个数据集，4 个已有数据" in page


def test_the_list_has_twins_for_machines(portal: TestClient) -> None:
    found = {p["name"]: p for p in portal.get("/packs.json").json()["packs"]}
    assert found["library"] | {"datasets": 5, "with_data": 4, "theme": "公共服务", "items": [37]} == found["library"]
    lines = portal.get("/packs.csv").text.splitlines()
    assert lines[0].startswith("\ufeffname,title,")
    assert any(line.startswith("library,图书馆,Libraries,") for line in lines)
    feed = ET.fromstring(portal.get("/packs.atom").text)
    assert "图书馆" in [e.text for e in feed.iter("{http://www.w3.org/2005/Atom}title")]


def test_the_home_of_a_pack_has_its_pages_datasets_and_facts(portal: TestClient) -> None:
    page = portal.get("/packs/library").text
    assert {"/packs/library/visits", "/dataset/library.libraries", "/dataset/library.readers"} <= set(links(page))
    assert "第 37 项" in page
    assert 'name="pack" value="library"' in page
    assert {d["id"] for d in portal.get("/packs/library.json").json()["datasets"]} >= {"library.libraries", "library.waiting"}


def test_numbers_in_prose_are_measured_and_lead_to_their_rows(portal: TestClient) -> None:
    page = prose(portal.get(PAGE).text)
    assert '人次最多的是<a class="val num" href="/dataset/library.libraries?sort=-visits">第60图书馆</a>' in page
    assert '<a class="val num" href="/dataset/library.libraries?sort=-visits">600</a> 人次' in page
    assert '<b class="num"><a href="/dataset/library.libraries">60</a></b> <span>家</span>' in page


def test_charts_tables_and_searches_stand_between_the_prose(portal: TestClient) -> None:
    page = prose(portal.get(PAGE).text)
    assert '<figure class="chart' in page
    assert "公共馆的人次最多" in page or "高校馆的人次最多" in page or "少儿馆的人次最多" in page
    assert "<svg" in page
    assert '<form class="search page-search" role="search" action="/catalogue"' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, "a hostile value in a table is text"
    assert "<script>" not in page


def test_what_a_reader_may_not_see_is_said_and_the_rest_stands(portal: TestClient) -> None:
    page = prose(portal.get(PAGE).text)
    assert "这里用到“读者”，您目前不能查看" in page
    assert '发出读者证 <span class="num">—</span> 张' in page or "—</a> 张" in page
    assert "赵六" not in page
    assert "读者的证号" not in page, "the title of a block that is not drawn says something of its data"
    assert "“尚未上报”还没有数据" in page


def test_a_page_speaks_the_readers_language_or_says_that_it_does_not(portal: TestClient) -> None:
    assert "<h1>Who visits libraries</h1>" in portal.get(f"{PAGE}?lang=en").text
    page = portal.get("/packs/library/about?lang=en").text
    assert "This page has not been translated yet" in page
    assert '<h1><span lang="zh-CN">怎样读</span></h1>' in page
    assert '<article class="dmain prose" lang="zh-CN">' in page


def test_a_page_that_is_known_is_not_sent_again(portal: TestClient) -> None:
    first = portal.get(PAGE)
    again = portal.get(PAGE, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    english = portal.get(f"{PAGE}?lang=en", headers={"if-none-match": first.headers["etag"]})
    assert english.status_code == 200


def test_its_name_changes_with_the_words_and_is_the_same_in_every_process(portal: TestClient, furnished: Path) -> None:
    before = portal.get(PAGE).headers["etag"]
    with written(portal, FILES["pages/visits.md"].replace("到馆人次，", "人次，")):
        assert portal.get(PAGE).headers["etag"] != before
    with browsing(settings_of(furnished)) as another:
        assert another.get(PAGE).headers["etag"] == before


def test_every_reading_of_a_page_is_in_the_journal(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    portal.get(PAGE)
    seen = [e for e in events() if e.dataset == "library.libraries"]
    assert {e.verb for e in seen} >= {"page", "count", "summary"}


def test_packs_and_pages_that_are_not_there_are_not_found(portal: TestClient) -> None:
    for path in ("/packs/nothing", "/packs/nothing.json", "/packs/library/nothing", "/packs/library/visits.en", "/packs/library/../visits"):
        assert portal.get(path).status_code == 404, path


HOSTILE = """---
title: <script>alert(1)</script>
summary: "\\"><img src=x onerror=alert(2)>"
---

<script>alert(3)</script> <img src=x onerror=alert(4)> <!-- a remark -->

[one](javascript:alert(5)) [two](data:text/html,x) [three](//evil.example/) [four](https://evil.example/?a="b) <https://evil.example>

![picture](https://evil.example/x.png) [a " onclick="alert(6)](/catalogue "t\\" onmouseover=\\"alert(7)")

# Heading "><b>

| a" | b |
| :-- | --: |
| <i> | {x} |

```text
</code></pre><script>alert(8)</script>
```

```figure
title: <b onclick=alert(9)>
dataset: library.libraries
note: "<u>"
```

```table
dataset: library.nothing
title: 不存在
```

```search
title: "\\"><script>alert(10)</script>"
where: {theme: "\\"><script>"}
```
"""


def test_hostile_pages_are_text(portal: TestClient) -> None:
    with written(portal, HOSTILE):
        answer = portal.get(PAGE)
    page = answer.text
    assert answer.status_code == 200
    assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script type="module" src="/static/[^"]+">', page)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=|<img|<iframe|\sstyle\s*=|<b onclick|<u>", prose(page))
    assert not re.search(r'(?:href|src|action)="(?!/|#)', prose(page)), "nothing leads out of the portal"
    assert "https://evil.example" in page, "an address elsewhere is text"
    assert "这里用到的数据没有开放" in page, "a dataset that nobody declares"


@pytest.mark.parametrize(
    "text", ["空" * 1_000_000, "---\n" + "[" * 10_000 + "\n---\n", "> " * 20_000, "", "\0", "---\ntitle: x\n---\n```chart\n```"]
)
def test_pages_that_cannot_be_read_are_pages_all_the_same(portal: TestClient, text: str) -> None:
    with written(portal, text):
        assert portal.get(PAGE).status_code == 200
        assert portal.get("/packs/library").status_code == 200


def test_a_block_that_is_not_written_right_says_so_without_its_words(portal: TestClient) -> None:
    with written(portal, "---\ntitle: x\n---\n\n前。\n\n```chart\ndataset: library.readers\ncolour: red_secret\n```\n\n后。\n"):
        page = prose(portal.get(PAGE).text)
    assert "这一块写得不对" in page
    assert "red_secret" not in page
    assert page.index("前。") < page.index("这一块写得不对") < page.index("后。")


# -- the public zone


def test_the_public_zone_has_the_page_without_what_is_not_open(public: TestClient) -> None:
    answer = public.get(PAGE)
    page = prose(answer.text)
    assert answer.status_code == 200
    assert ">600</a> 人次" in page
    assert "<svg" in page
    assert page.count("这里用到的数据没有开放") == 2
    for word in ("library.readers", "读者的证号", "内部备注", "尚未上报", "library.waiting", '<a href="/dataset/library.readers"'):
        assert word not in answer.text, word
    assert "发出读者证 — 张" in page


def test_the_public_zone_draws_the_same_of_what_is_open(portal: TestClient, public: TestClient) -> None:
    inside, outside = (re.findall(r'<svg class="drawing.*?</svg>', prose(b.get(PAGE).text), re.DOTALL) for b in (portal, public))
    assert inside
    assert inside == outside


def test_a_page_for_inside_does_not_cross(portal: TestClient, public: TestClient) -> None:
    assert portal.get("/packs/library/about").status_code == 200
    assert public.get("/packs/library/about").status_code == 404
    assert "怎样读" not in public.get("/packs/library").text


def test_the_lists_of_the_public_zone_know_what_was_released(public: TestClient) -> None:
    found = {p["name"]: p for p in public.get("/packs.json").json()["packs"]}
    assert set(found) == {"library", "codes"}
    assert found["library"]["datasets"] == 3
    assert "library.readers" not in public.get("/packs/library").text


def test_pages_cross_with_the_next_push_and_go_with_their_data(furnished: Path, tmp_path: Path) -> None:
    folder = released(furnished, tmp_path / "portal")
    settings = settings_of(folder)
    file = folder / "packs" / "library" / "pages" / "visits.md"

    def pushed(*withdrawn: str) -> None:
        with Store.open(settings) as inside:
            for dataset in withdrawn:
                withdraw(inside, dataset, by="dept.culture_tourism", reason="")
            push(inside, load_packs(settings.packs), folder / "gap", signing_key(settings.home))
        with Store.open(Settings(home=folder / "public", zone=Zone.public)) as outside:
            assert {v.outcome for v in receive(outside, folder / "gap", trusted(folder / "public"))} <= {"taken"}

    with browsing(Settings(home=folder / "public", zone=Zone.public)) as browser:
        assert "到馆人次，按类型。" in browser.get(PAGE).text
        file.write_text(file.read_text("utf-8").replace("到馆人次，按类型。", "改过的说明。"), "utf-8")
        pushed()
        assert "改过的说明。" in browser.get(PAGE).text
        pushed("library.hostile")  # the first of the pack's datasets, with which the pages travelled
        page = browser.get(PAGE).text
        assert "改过的说明。" in page
        assert "library.hostile" not in page
        pushed("library.libraries")
        assert browser.get(PAGE).status_code == 404, "nothing of the page is open any more"
        pushed("library.totals")
        assert browser.get("/packs/library").status_code == 404
    shutil.rmtree(folder)


def test_a_page_with_a_mark_of_secrecy_stays(furnished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "marked"
    shutil.copytree(furnished, folder)
    file = folder / "packs" / "library" / "pages" / "visits.md"
    file.write_text(file.read_text("utf-8").replace("到馆人次，按类型。", "内部资料，请勿外传。"), "utf-8")
    folder = released(folder, tmp_path / "portal")
    with browsing(Settings(home=folder / "public", zone=Zone.public)) as browser:
        assert browser.get(PAGE).status_code == 404
        assert browser.get("/packs/library").status_code == 200
