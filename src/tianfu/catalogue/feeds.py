"""Atom feeds (RFC 4287): what is new, for readers and programs that come back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from tianfu.model import Text

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
SINCE = "2026"
"""The year that names of entries are minted in; a name never changes."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed."""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A way from a feed or an entry: `alternate` is the page, others are data."""

    href: str
    rel: str = "alternate"
    media_type: str = "text/html"
    title: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something that is new. `id` is its name for ever, `author` the department."""

    id: str
    title: str
    updated: datetime
    author: str
    summary: str = ""
    links: tuple[FeedLink, ...] = ()
    category: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of what is new, newest first. `path` is where it stands below `base`, the portal's address."""

    base: str
    path: str
    title: str
    author: str
    page: str
    entries: Sequence[FeedEntry]
    lang: str = "zh"


def tag(base: str, path: str) -> str:
    """A name for ever (RFC 4151) of what stands at the path: of the portal's host, whatever the protocol and the port.

    >>> tag("https://data.example.org/", "/dataset/a.b")
    'tag:data.example.org,2026:/dataset/a.b'
    """
    host = base.partition("://")[2].partition("/")[0]
    host = host.partition("]")[0].lstrip("[").replace(":", "-") if host.startswith("[") else host.partition(":")[0]
    return f"tag:{host},{SINCE}:{path}"


def atom(feed: Feed) -> bytes:
    """The feed as XML. Texts are escaped; characters that XML cannot hold are left out."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en" if feed.lang == "en" else "zh-CN"})
    _text(root, "id", tag(feed.base, feed.path))
    _text(root, "title", feed.title)
    _text(root, "updated", _instant(max((e.updated for e in feed.entries), default=NEVER)))
    _link(root, feed.base, FeedLink(feed.path, "self", "application/atom+xml"))
    _link(root, feed.base, FeedLink(feed.page))
    _text(SubElement(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), feed.base, entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(parent: Element, base: str, entry: FeedEntry) -> None:
    _text(parent, "id", tag(base, entry.id))
    _text(parent, "title", entry.title)
    _text(parent, "updated", _instant(entry.updated))
    _text(SubElement(parent, "author"), "name", entry.author)
    for link in entry.links:
        _link(parent, base, link)
    if entry.category:
        SubElement(parent, "category", {"term": clean(entry.category[0]), "label": clean(entry.category[1])})
    if entry.summary:
        _text(parent, "summary", entry.summary)


def _link(parent: Element, base: str, link: FeedLink) -> None:
    named = {"title": clean(link.title)} if link.title else {}
    SubElement(parent, "link", {"rel": link.rel, "type": link.media_type, "href": clean(base.rstrip("/") + link.href), **named})


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean(text)


def clean(text: str) -> str:
    """The text without what XML cannot hold.

    >>> clean("空\\x00气\\ud800")
    '空气'
    """
    return NOT_XML.sub("", text)


def spoken(text: Text, lang: str) -> str:
    """The text in the language of a feed, which speaks one."""
    return text.en or text.zh if lang == "en" else text.zh


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
