"""Packages by the ordinary npm client, and what is written down about files that are shipped."""

import hashlib
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NPM = ("npm", "--no-audit", "--no-fund", "--loglevel=error")


def pack(package: str, folder: Path) -> Path:
    """The package's tarball."""
    subprocess.run([*NPM, "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def install(packages: Iterable[str], folder: Path) -> Path:
    """These packages and what they need, without running anything of theirs; the folder that holds them."""
    subprocess.run([*NPM, "install", "--ignore-scripts", "--prefix", str(folder), *packages], cwd=folder, check=True)
    return folder / "node_modules"


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """One file of a package."""
    try:
        found = archive.extractfile(f"package/{name}")
    except KeyError:
        found = None
    if found is None:
        sys.exit(f"the package has no {name}")
    return found.read()


def declared(folder: Path) -> dict[str, Any]:
    """What the folder's VENDOR.toml says."""
    return tomllib.loads((folder / "VENDOR.toml").read_text("utf-8"))


def sums(folder: Path, names: Iterable[str]) -> str:
    """A line of VENDOR.toml for each file."""
    return "\n".join(f'"{name}" = "{sum_of((folder / name).read_bytes())}"' for name in names)


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
