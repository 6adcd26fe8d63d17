"""The judge of accessibility that the journeys put into pages: axe-core, unmodified. It is not shipped."""

import tarfile
import tempfile
from pathlib import Path

from .npm import ROOT, declared, member, pack, sums

FOLDER = ROOT / "tests" / "journeys" / "vendor"
FILES = ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt")


def refresh(wanted: list[str]) -> None:
    version = (*wanted, declared(FOLDER)["axe-core"]["version"])[0]
    with tempfile.TemporaryDirectory() as name, tarfile.open(pack(f"axe-core@{version}", Path(name))) as archive:
        for file in FILES:
            (FOLDER / file).write_bytes(member(archive, file))
    (FOLDER / "VENDOR.toml").write_text(declaration(version), "utf-8")
    print(f"axe-core {version}")


def declaration(version: str) -> str:
    return f"""# The judge of accessibility, for tests only; `python tools/vendor.py axe` fetches it anew, unmodified. Its licence is here.
[axe-core]
version = "{version}"
licence = "MPL-2.0"
source = "https://github.com/dequelabs/axe-core"

[files]
{sums(FOLDER, FILES)}
"""
