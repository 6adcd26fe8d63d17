"""docs/policy.md: each of the 52 items, what it asks for as far as we know, and where the tree answers it."""

import re
from ast import get_docstring, parse
from pathlib import Path

from tianfu.model import read_yaml

from .markdown import page as whole
from .markdown import table

ITEMS = 52
UNKNOWN = "条文内容未收录 (text not among the project's sources)"


def page(root: Path) -> str:
    """A room answers the items its docstring names once it holds more than the docstring; a pack the items of its pack.yaml."""
    known = read_yaml((root / "docs" / "policy_items.yaml").read_text("utf-8"), "policy_items.yaml").content
    built, planned = rooms(root)
    apps = packs(root)
    rows = []
    for number in range(1, ITEMS + 1):
        places = [f"`{p}`" for p in (*built.get(number, ()), *apps.get(number, ()))]
        later = [f"`{p}`" for p in planned.get(number, ())]
        rows.append((number, _asks(known.get(str(number))), ", ".join(places) or _not_yet(later)))
    return whole("The 52 items of 川府函〔2016〕23号 and where they live", EXPLANATION, table(("item", "what it asks for", "where"), rows))


EXPLANATION = """\
What an item asks for is written in our words. Items marked with * are known by subject only; where the text is not known to the project,
the table says so instead of guessing. *Where* names rooms below `src/tianfu/` and domain packs below `src/tianfu/apps/`. "Not yet" means
that nothing answers the item today; the room that is laid out for it is named, if there is one."""


def rooms(root: Path) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Item -> rooms that hold code, and item -> rooms that are only laid out."""
    built: dict[int, list[str]] = {}
    planned: dict[int, list[str]] = {}
    for init in sorted((root / "src" / "tianfu").glob("*/__init__.py")):
        if init.parent.name == "apps":
            continue
        target = built if len(list(init.parent.rglob("*.py"))) > 1 else planned
        for number in _items(get_docstring(parse(init.read_text("utf-8"))) or ""):
            target.setdefault(number, []).append(init.parent.name)
    return built, planned


def packs(root: Path) -> dict[int, list[str]]:
    """Item -> packs."""
    found: dict[int, list[str]] = {}
    for file in sorted((root / "src" / "tianfu" / "apps").glob("*/pack.yaml")):
        for number in read_yaml(file.read_text("utf-8"), file.name).content.get("items", []):
            found.setdefault(int(number), []).append(f"apps/{file.parent.name}")
    return found


def _items(docstring: str) -> list[int]:
    sentence = re.search(r"[Pp]olicy items? ([0-9, and]+)", docstring)
    return [int(n) for n in re.findall(r"\d+", sentence[1])] if sentence else []


def _asks(item: dict[str, str] | None) -> str:
    return f"{item['zh']}{'*' if item.get('known') == 'subject' else ''} ({item['en']})" if item else UNKNOWN


def _not_yet(later: list[str]) -> str:
    return f"not yet (laid out: {', '.join(later)})" if later else "not yet"
