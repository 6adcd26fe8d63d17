"""A small portal, served as an operator serves it, and a real browser in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .library import furnish

ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Portal:
    """A portal that runs; `problems` are what browsers complained about since the last look."""

    address: str
    home: Path
    browser: Browser
    problems: list[str] = field(default_factory=list)

    def open(self, path: str, *, width: int = 1440, script: bool = True, locale: str = "zh-CN", **options: object) -> Page:
        """A page of a fresh visitor, everything it complains about written down."""
        context: BrowserContext = self.browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale=locale,
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(8000)
        context.set_default_navigation_timeout(30_000)  # the first page of each kind, on a busy machine
        page = context.new_page()
        page.on("console", lambda said: self.problems.append(f"console: {said.text}") if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.problems.append(f"dialog: {dialog.message}"), dialog.dismiss())[0])
        page.goto(self.address + path)
        return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine; TIANFU_CHROMIUM names another. Journeys without a browser prove nothing, so they fail."""
    found = os.environ.get("TIANFU_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("no Chromium on this machine: install it (Debian: apt-get install chromium) or name one in TIANFU_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """The pack and the home that the portal serves."""
    with tempfile.TemporaryDirectory(prefix="journeys") as name:
        base = Path(name)
        furnish(base)
        yield base


@pytest.fixture(scope="session")
def served(folder: Path, browser: Browser) -> Iterator[Portal]:
    """`tianfu up` on a free port."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"TIANFU_HOME": str(folder / "home"), "TIANFU_PACKS": str(folder / "packs"), "TIANFU_DEMO": "true"}
    program = [str(Path(sys.executable).with_name("tianfu")), "up", "--port", str(port)]
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address + "/healthz", process)
            yield Portal(address, folder / "home", browser)
        finally:
            process.terminate()
            said = process.communicate(timeout=20)[0].decode()
        assert "Traceback" not in said


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the portal stopped: {process.stdout.read().decode() if process.stdout else ''}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the portal did not answer within 40 seconds")


@pytest.fixture
def portal(served: Portal) -> Iterator[Portal]:
    """The portal, with nothing complained about yet and no page left open."""
    served.problems.clear()
    yield served
    for context in served.browser.contexts:
        context.close()
