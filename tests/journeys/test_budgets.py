"""What a page may cost whoever opens it first, on an office desktop far from the machine room: a slow processor, 10 Mbit/s, 40 ms."""

import gzip
import json
import urllib.request
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Portal
from .pages import BUDGETED, PAGES

SLOWER = 4
NETWORK = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
KB = 1024
LCP_MOST, CLS_MOST = 1500.0, 0.05
HTML_MOST, CSS_MOST, JS_MOST = 30 * KB, 20 * KB, 25 * KB
ENDS = (("css", ".css"), ("js", ".js"))
TRIES = 3
"""The machine of tests is busy with other things: the largest paint is the best of so many."""
WATCH = """() => {
    window.told = { lcp: 0, cls: 0, refused: [] };
    const each = (type, heard) => new PerformanceObserver((list) => list.getEntries().forEach(heard)).observe({ type, buffered: true });
    each("largest-contentful-paint", (e) => { told.lcp = e.startTime; });
    each("layout-shift", (e) => { told.cls += e.hadRecentInput ? 0 : e.value; });
    document.addEventListener("securitypolicyviolation", (e) => told.refused.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
}"""


@pytest.mark.parametrize("name", BUDGETED)
def test_a_page_keeps_its_budget(portal: Portal, name: str) -> None:
    packed(portal.address + PAGES[name])  # the server has opened what the page needs; the browser has nothing
    measured = [measure(portal, PAGES[name])]
    while min(m["lcp"] for m in measured) > LCP_MOST and len(measured) < TRIES:
        measured.append(measure(portal, PAGES[name]))
    best = min(measured, key=lambda m: m["lcp"])
    print(name, json.dumps(best, ensure_ascii=False))
    assert best["lcp"] <= LCP_MOST
    assert best["cls"] <= CLS_MOST
    assert best["html"] <= HTML_MOST
    assert best["css"] <= CSS_MOST
    assert best["js"] <= JS_MOST
    assert best["elsewhere"] == []
    assert best["refused"] == []
    assert portal.problems == []


def measure(portal: Portal, path: str) -> Mapping[str, Any]:
    """One first visit."""
    page = portal.open("/healthz")
    page.set_default_timeout(30_000)
    asked = asked_by(page)
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.send("Network.emulateNetworkConditions", NETWORK)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})()")
    page.goto(portal.address + path, wait_until="load")
    lcp = page.evaluate("window.told.lcp")
    for _ in range(3):  # charts come into view and are drawn anew
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(200)
    told = page.evaluate("window.told") | {"lcp": lcp}
    page.context.close()
    ours = [url for url in asked if url.startswith(portal.address)]
    kinds = {kind: sum(packed(url) for url in ours if url.partition("?")[0].endswith(end)) for kind, end in ENDS}
    return {**told, **kinds, "html": packed(portal.address + path), "elsewhere": [url for url in asked if url not in ours]}


def asked_by(page: Page) -> list[str]:
    """Every address that the page asks for, from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    return asked


def packed(url: str) -> int:
    """Bytes of what is there, as gzip. The charting library is not counted: it is fetched when a chart comes into view."""
    if "/vendor/" in url:
        return 0
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        return len(body) if answer.headers["content-encoding"] == "gzip" else len(gzip.compress(body, 9))
