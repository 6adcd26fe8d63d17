"""Refreshes the icons the portal ships from the npm package that `src/tianfu/web/icons/VENDOR.toml` pins, and writes their sums there.

Usage: vendor.py            fetch with `npm pack` and rewrite the files
       vendor.py NAME ...   the same, with these icons added
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "src" / "tianfu" / "web" / "icons"
DECLARED = ICONS / "VENDOR.toml"
HEAD = (
    '<svg class="i" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
)


def main(added: list[str]) -> None:
    declared = tomllib.loads(DECLARED.read_text("utf-8"))["lucide-static"]
    names = sorted({*declared["icons"], *added})
    with tempfile.TemporaryDirectory() as folder:
        package = fetch(f"lucide-static@{declared['version']}", Path(folder))
        with tarfile.open(package) as archive:
            drawn = {name: drawing(member(archive, f"package/icons/{name}.svg")) for name in names}
            licence = member(archive, "package/LICENSE")
        tarball = hashlib.sha256(package.read_bytes()).hexdigest()
    for old in ICONS.glob("*.svg"):
        old.unlink()
    for name, text in drawn.items():
        (ICONS / f"{name}.svg").write_text(text, "utf-8")
    (ICONS / "LICENSE").write_text(licence, "utf-8")
    DECLARED.write_text(declaration(declared["version"], tarball, drawn), "utf-8")
    print(f"{len(drawn)} icons of lucide-static {declared['version']}")


def fetch(package: str, folder: Path) -> Path:
    """The package's tarball."""
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def member(archive: tarfile.TarFile, name: str) -> str:
    """The text of one file of the package."""
    try:
        found = archive.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        sys.exit(f"the package has no {name}")
    return found.read().decode("utf-8")


def drawing(svg: str) -> str:
    """The shapes alone, in the frame every icon of the portal has; decorative, since a word always stands beside it."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
    if inner is None:
        sys.exit("an icon of the package is not an SVG")
    return HEAD + re.sub(r"\s*\n\s*", "", inner.group(1)).replace(" />", "/>").strip() + "</svg>\n"


def declaration(version: str, tarball: str, drawn: dict[str, str]) -> str:
    """VENDOR.toml: what is shipped, from where, and the sum of each file."""
    sums = "\n".join(f'{name} = "{hashlib.sha256(text.encode()).hexdigest()}"' for name, text in drawn.items())
    return f"""# Icons shipped with the portal; `python tools/vendor.py` refreshes them. The licence stands beside them.
[lucide-static]
version = "{version}"
licence = "ISC"
source = "https://github.com/lucide-icons/lucide"
sha256 = "{tarball}"

[lucide-static.icons]
{sums}
"""


if __name__ == "__main__":
    main(sys.argv[1:])
