"""What holds for every pack of the tree; a new pack is tested by existing."""

from pathlib import Path

import pytest

import tianfu
from tianfu.catalogue.check import check_pack

APPS = Path(tianfu.__file__).parent / "apps"
PACKS = sorted(p.parent for p in APPS.glob("*/pack.yaml"))
LINES = 500


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_nothing_is_wrong_with_it(pack: Path) -> None:
    assert [str(p) for p in check_pack(pack)] == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_it_is_content_not_machinery(pack: Path) -> None:
    lines = sum(len(f.read_text("utf-8").splitlines()) for f in pack.rglob("*.py"))
    assert lines <= LINES


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_every_collected_dataset_has_a_sample_and_every_derived_one_an_example(pack: Path) -> None:
    for file in (pack / "datasets").glob("*.yaml"):
        derived = "channel: derived" in file.read_text("utf-8")
        beside = pack / "examples" / file.name if derived else pack / "sample" / f"{file.stem}.csv"
        assert beside.is_file(), f"{beside.relative_to(APPS)} is missing"
