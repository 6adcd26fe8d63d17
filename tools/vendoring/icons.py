"""The icons of pages: the shapes alone, in the frame every icon of the portal has."""

import re
import sys
import tarfile
import tempfile
from pathlib import Path

from .npm import ROOT, declared, member, pack, sum_of

ICONS = ROOT / "src" / "tianfu" / "web" / "icons"
HEAD = (
    '<svg class="i" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
)


def refresh(added: list[str]) -> None:
    pinned = declared(ICONS)["lucide-static"]
    names = sorted({*pinned["icons"], *added})
    with tempfile.TemporaryDirectory() as folder:
        package = pack(f"lucide-static@{pinned['version']}", Path(folder))
        with tarfile.open(package) as archive:
            drawn = {name: drawing(member(archive, f"icons/{name}.svg").decode()) for name in names}
            licence = member(archive, "LICENSE")
        tarball = sum_of(package.read_bytes())
    for old in ICONS.glob("*.svg"):
        old.unlink()
    for name, text in drawn.items():
        (ICONS / f"{name}.svg").write_text(text, "utf-8")
    (ICONS / "LICENSE").write_bytes(licence)
    (ICONS / "VENDOR.toml").write_text(declaration(pinned["version"], tarball, drawn), "utf-8")
    print(f"{len(drawn)} icons of lucide-static {pinned['version']}")


def drawing(svg: str) -> str:
    """Decorative, since a word always stands beside an icon."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
    if inner is None:
        sys.exit("an icon of the package is not an SVG")
    return HEAD + re.sub(r"\s*\n\s*", "", inner.group(1)).replace(" />", "/>").strip() + "</svg>\n"


def declaration(version: str, tarball: str, drawn: dict[str, str]) -> str:
    lines = "\n".join(f'{name} = "{sum_of(text.encode())}"' for name, text in drawn.items())
    return f"""# Icons shipped with the portal; `python tools/vendor.py icons` refreshes them. The licence stands beside them.
[lucide-static]
version = "{version}"
licence = "ISC"
source = "https://github.com/lucide-icons/lucide"
sha256 = "{tarball}"

[lucide-static.icons]
{lines}
"""
