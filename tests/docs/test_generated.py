"""Pages that follow from the code are fresh, links lead somewhere, and every public room has a word about it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from generate import PAGES as GENERATED  # noqa: E402

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", GENERATED, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_generated_page_says_what_the_code_says(page: Path) -> None:
    assert page.exists(), "run `make docs`"
    assert page.read_text("utf-8") == GENERATED[page](), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S))
    assert not [t for t in targets if not (page.parent / t).exists()]


def test_all_52_policy_items_are_listed_in_order() -> None:
    text = (ROOT / "docs" / "policy.md").read_text("utf-8")
    assert [int(n) for n in re.findall(r"^\| (\d+) \|", text, re.M)] == list(range(1, 53))


def test_every_room_says_what_it_is_for() -> None:
    silent = [p.parent.name for p in (ROOT / "src" / "tianfu").glob("*/__init__.py") if not p.read_text("utf-8").startswith('"""')]
    assert not silent


def test_the_two_readmes_name_the_same_commands_and_pages() -> None:
    english, chinese = (ROOT / "README.md").read_text("utf-8"), (ROOT / "README.zh.md").read_text("utf-8")
    for pattern in (r"^make \w+", r"^\.venv/bin/tianfu \w+", r"\]\((docs/[^)]*)\)"):
        assert set(re.findall(pattern, english, re.M)) == set(re.findall(pattern, chinese, re.M)), pattern


def test_requirements_name_no_registry_and_pin_every_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text), name
        entries = re.split(r"\n(?=[a-z])", text.strip())
        assert all("--hash=sha256:" in e for e in entries), name


def test_requirements_hold_what_the_project_asks_for() -> None:
    pins = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    block = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.M | re.S)
    assert block
    wanted = set(re.findall(r'^\s*"([a-z0-9-]+)', block[1], re.M))
    assert wanted
    assert wanted <= pins


def test_make_explains_every_target() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    said = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert targets == set(re.findall(r"make (\w+)", said))


def test_ci_runs_make_test_and_nothing_else() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[1:] == ["exec make test"]
