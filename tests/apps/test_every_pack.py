"""What holds for every pack of the tree; a new pack is tested by existing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import tianfu
from tianfu.catalogue.check import check_pack
from tianfu.model import Settings
from tianfu.web.app import create

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


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A portal with every pack and no data."""
    settings = Settings(home=tmp_path_factory.mktemp("empty") / "home")
    with TestClient(create(settings), base_url="http://localhost", headers={"accept": "text/html"}) as browser:
        yield browser


PAGES = [(pack.name, file.name.partition(".")[0]) for pack in PACKS for file in (pack / "pages").glob("*.md")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("pack", "page"), sorted(set(PAGES)))
def test_its_pages_render_and_say_where_data_are_missing(empty: TestClient, pack: str, page: str, lang: str) -> None:
    answer = empty.get(f"/packs/{pack}/{page}?lang={lang}")
    assert answer.status_code == 200
    article = re.sub(r"<[^>]+>", "", answer.text.partition("<article")[2].partition("</article>")[0])
    assert ("还没有数据" if lang == "zh" else "no data yet") in article
    assert not re.search(r"\{[a-z_]+\}", article), "a value that was never filled"
    assert empty.get(f"/packs/{pack}?lang={lang}").status_code == 200
