"""What is taken over from other projects is what its declaration says, with version, licence and source."""

import gzip
import hashlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "tianfu" / "web"
FOLDERS = (WEB / "static" / "vendor", ROOT / "tests" / "journeys" / "vendor")
SHIPPED_MOST = 280 * 1024
"""Bytes of the charting library on the way."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parts[-2])
def test_every_file_is_declared_and_has_its_sum(folder: Path) -> None:
    declared = tomllib.loads((folder / "VENDOR.toml").read_text("utf-8"))
    sums = declared.pop("files")
    assert set(sums) == {p.name for p in folder.iterdir()} - {"VENDOR.toml"}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sums} == sums
    for package in declared.values():
        assert package["version"]
        assert package["licence"]
        assert package["source"].startswith("https://")


def test_every_icon_has_its_sum() -> None:
    declared = tomllib.loads((WEB / "icons" / "VENDOR.toml").read_text("utf-8"))["lucide-static"]["icons"]
    assert {p.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in (WEB / "icons").glob("*.svg")} == declared


def test_a_licence_stands_beside_everything_that_is_shipped() -> None:
    folder = FOLDERS[0]
    declared = tomllib.loads((folder / "VENDOR.toml").read_text("utf-8"))
    for package in declared.keys() - {"files"}:
        assert (folder / f"{package}.LICENSE").stat().st_size > 500


def test_the_charting_library_keeps_its_budget() -> None:
    assert len(gzip.compress((FOLDERS[0] / "echarts.js").read_bytes(), 9)) <= SHIPPED_MOST
