"""A small portal with hostile titles and cells, served as an operator serves it, and a real browser in front of it."""

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
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tianfu.catalogue import declare_all, load_packs
from tianfu.flow import load, roots_of
from tianfu.model import Settings
from tianfu.store import Store

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
IMAGE = '<img src=x onerror="window.pwned=1">'
SCRIPT = "<script>window.pwned=1</script>"
CLOSED = '"></option></select><svg onload=window.pwned=1>'
PACK = {
    "__init__.py": '"""Libraries."""\n',
    "pack.yaml": f"title: '图书馆{IMAGE}'\nsummary: '{SCRIPT}'\nitems: [37]\nstewards: [dept.culture_tourism]\ntheme: public_service\n",
    "datasets/visits.yaml": f"""\
title: '{IMAGE}图书馆到馆人次'
title_en: '{SCRIPT}Visits'
description: '{CLOSED}每日到馆人次'
steward: dept.culture_tourism
source: {{channel: administrative, files: visits.csv, missing: [""]}}
key: [code]
columns:
  - {{name: code, element: code, title: '编号{SCRIPT}'}}
  - {{name: area, element: area, title: 行政区划}}
  - {{name: kind, element: name_text, title: '{CLOSED}类别'}}
  - {{name: reader, element: person_name, title: 联系人}}
  - {{name: visits, element: count, title: 人次, description: '{IMAGE}'}}
  - {{name: remark, element: text, title: 备注}}
rules:
  - {{rule: between, column: visits, low: 0, high: 5000}}
sharing: {{to_departments: always, to_public: always, to_operation: always}}
refresh: daily
""",
    "datasets/borrowers.yaml": """\
title: 借书人
steward: dept.culture_tourism
source: {channel: administrative, files: borrowers.csv}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: name, element: person_name, title: 姓名}
sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国公共图书馆法》第四十三条}
""",
}
KINDS = ("少儿", "成人", IMAGE, "</td><script>window.pwned=1</script>")
ROWS = 64


def visits() -> str:
    """64 good rows, two that are refused; cells with markup, one formula, one empty."""
    lines = ["code,area,kind,reader,visits,remark"]
    for n in range(ROWS):
        remark = "" if n % 9 == 5 else "javascript:window.pwned=1" if n % 7 == 0 else f"=cmd|{n}"
        lines.append(f'L{n:03},51010{4 + n % 5},"{KINDS[n % 4].replace(chr(34), chr(34) * 2)}",张三丰,{n * 13 % 700},{remark}')
    lines += ["L900,510104,成人,李四,99999,太多", f'L901,510104,成人,李四,"{SCRIPT}",不是数']
    return "\n".join(lines) + "\n"


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
        for path, text in PACK.items():
            file = base / "packs" / "library" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        (base / "home" / "inbox").mkdir(parents=True)
        (base / "home" / "inbox" / "visits.csv").write_text(visits(), "utf-8")
        (base / "home" / "inbox" / "borrowers.csv").write_text("code,name\nB1,王五\n", "utf-8")
        settings = Settings(home=base / "home", packs=(base / "packs",))
        with Store.open(settings) as store:
            registry = load_packs(settings.packs)
            declare_all(store, registry)
            for dataset in ("library.visits", "library.borrowers"):
                run = load(store, registry, dataset, roots=roots_of(settings), now=datetime.now(UTC), report=lambda _: None)
                assert run.state == "done", run.message
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
