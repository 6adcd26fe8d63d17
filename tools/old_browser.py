"""Tries the portal in Chromium 86, the browser of many office desktops: all journeys, or pictures of pages to look at.

Usage: old_browser.py journeys [ARGUMENTS OF PYTEST]
       old_browser.py pictures ADDRESS FOLDER PATH ...

The first time it is fetched by npm, 45 MB, into the folder that TIANFU_OLD_BROWSER names, by default a temporary one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from vendoring.npm import ROOT
from vendoring.old_chromium import unpacked

WIDTHS = (1440, 390)


def main(arguments: list[str]) -> None:
    if not arguments or arguments[0] not in ("journeys", "pictures"):
        sys.exit(__doc__)
    folder = os.environ.get("TIANFU_OLD_BROWSER") or str(Path(tempfile.gettempdir()) / "tianfu-chromium-86")
    os.environ.update(unpacked(Path(folder)))
    if arguments[0] == "journeys":
        program = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "0",
            *(arguments[1:] or ["tests/journeys", "--deselect", "tests/journeys/test_budgets.py"]),
        ]
        sys.exit(subprocess.run(program, cwd=ROOT, check=False).returncode)
    pictures(arguments[1], Path(arguments[2]), arguments[3:] or ["/"])


def pictures(address: str, folder: Path, paths: list[str]) -> None:
    """Each page as a whole, wide and narrow, and what the browser complains about."""
    from playwright.sync_api import sync_playwright  # of the environment for tests

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["TIANFU_CHROMIUM"], args=["--no-sandbox", "--headless", "--disable-gpu"]
        )
        for number, path in enumerate(paths):
            for width in WIDTHS:
                page = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN").new_page()
                page.on("console", lambda said, path=path: print(path, said.text))
                page.on("pageerror", lambda error, path=path: print(path, error))
                page.goto(address + path)
                for _ in range(page.evaluate("Math.ceil(document.body.scrollHeight / 600)")):
                    page.mouse.wheel(0, 600)
                    page.wait_for_timeout(150)
                page.evaluate("scrollTo(0, 0)")
                page.set_viewport_size({"width": width, "height": min(page.evaluate("document.body.scrollHeight"), 16_000)})
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{number:02}-{width}.png")
                page.context.close()
        print(f"{len(paths) * len(WIDTHS)} pictures by Chromium {browser.version} in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
