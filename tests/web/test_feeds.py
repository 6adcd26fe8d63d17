"""Feeds hold to RFC 4287, whatever stands in titles; they tell what is new to anybody, and nothing that is not public."""

from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue.feeds import Feed, FeedEntry, FeedLink, atom

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/catalogue.atom", "/catalogue.atom?q=图书馆&lang=en", "/entries.atom", "/dataset/library.libraries/versions.atom")
WHEN = datetime(2026, 11, 24, 4, tzinfo=UTC)


def checked(body: bytes) -> ET.Element:
    """The feed, held to what section 4 of the RFC says of feeds and entries."""
    feed = ET.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
            assert each.findtext(f"{ATOM}{name}")
        assert str(each.findtext(f"{ATOM}id")).startswith("tag:")
        datetime.strptime(str(each.findtext(f"{ATOM}updated")), "%Y-%m-%dT%H:%M:%SZ")
        assert each.findtext(f"{ATOM}author/{ATOM}name")
        links = each.findall(f"{ATOM}link")
        alternates = [(a.get("type"), a.get("hreflang")) for a in links if a.get("rel") == "alternate"]
        assert alternates
        assert len(alternates) == len(set(alternates)), "no two alternates of one type"
        assert all(str(a.get("href")).startswith(("http://", "https://")) for a in links)
    ids = [e.findtext(f"{ATOM}id") for e in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    updated = [e.findtext(f"{ATOM}updated") for e in feed.findall(f"{ATOM}entry")]
    assert updated == sorted(updated, key=str, reverse=True)
    assert [a.get("rel") for a in feed.findall(f"{ATOM}link")].count("self") == 1
    return feed


def titles(feed: ET.Element) -> list[str]:
    return [str(e.findtext(f"{ATOM}title")) for e in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_valid_in_both_zones(portal: TestClient, public: TestClient, path: str) -> None:
    for site in (portal, public):
        answer = site.get(path)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        assert answer.headers["access-control-allow-origin"] == "*"
        checked(answer.content)
        assert site.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_every_link_of_a_feed_leads_somewhere(portal: TestClient) -> None:
    for link in checked(portal.get("/catalogue.atom?q=图书馆").content).iter(f"{ATOM}link"):
        assert portal.get(str(link.get("href"))).status_code == 200, link.attrib


def test_a_feed_follows_the_question_of_its_address(portal: TestClient) -> None:
    assert titles(checked(portal.get("/catalogue.atom?q=到馆人次").content))[0] == "图书馆名录"
    assert titles(checked(portal.get("/catalogue.atom?q=到馆人次&lang=en").content))[0] == "Public libraries"
    assert titles(checked(portal.get("/catalogue.atom?q=火星车").content)) == []


def test_only_what_anybody_may_have_is_enclosed(portal: TestClient) -> None:
    by_title = {e.findtext(f"{ATOM}title"): e for e in checked(portal.get("/catalogue.atom").content).findall(f"{ATOM}entry")}
    rels: Callable[[str], set[str | None]] = lambda t: {a.get("rel") for a in by_title[t].findall(f"{ATOM}link")}  # noqa: E731
    assert "enclosure" in rels("图书馆名录")
    assert rels("读者") == {"alternate"}


def test_what_is_not_released_is_in_no_feed_of_the_public_zone(public: TestClient) -> None:
    for path in FEEDS:
        assert "library.readers" not in public.get(path).text
        assert "读者" not in public.get(path).text


def test_hostile_texts_stay_texts_and_control_characters_are_left_out() -> None:
    bad = 'a<b>&"\x00\x0b\ud800\ufffe]]>空气'
    entry = FeedEntry("/dataset/x", bad, WHEN, bad, bad, (FeedLink('/dataset/x?q="<>&', title=bad),), (bad, bad))
    feed = checked(atom(Feed("http://localhost:8000", "/x.atom", bad, bad, "/x", [entry])))
    assert titles(feed) == ['a<b>&"]]>空气']
    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2026:/x.atom"


def test_a_feed_of_nothing_is_a_feed() -> None:
    checked(atom(Feed("http://localhost", "/x.atom", "空", "平台", "/x", [])))
