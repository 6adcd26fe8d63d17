"""A value that the gate does not show the public plainly finds nothing, is counted nowhere, names no region and no suggestion."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tianfu.catalogue.entries import Entries, Verb
from tianfu.catalogue.search import Found, Search, Wanted
from tianfu.catalogue.search.asking import words_of
from tianfu.catalogue.search.generations import Generations, opened
from tianfu.catalogue.search.reading import Question, Reader
from tianfu.catalogue.search.schema import Indexed, Sight
from tianfu.catalogue.search.writing import built
from tianfu.model import Grant
from tianfu.model.grant import Eq
from tianfu.store import Store

from .conftest import CLERK, NOW, entry, ids, published

Find = Callable[..., Found]
HIDDEN = ["岷屿", "岷屿密注", "锦穹密案", "锦穹", "欧阳澜翊", "澜翊", "峨晞库房", "峨晞", "511702", "通川区", "邛霓", "涪旻", "沱澍"]
TODAY = datetime.now(UTC).date()


def grant(**changes: object) -> Grant:
    facts = {"id": "g1", "door": "open", "dataset": "library.closed", "reader": "*", "valid_from": TODAY - timedelta(days=1)}
    return Grant.model_validate(facts | changes)


@pytest.mark.usefixtures("with_data")
def test_what_everybody_may_read_finds(find: Find) -> None:
    for words in ("霁岚书院", "霁岚", "510107", "武侯区"):
        assert "library.libraries" in ids(find(words)), words


@pytest.mark.usefixtures("with_data")
def test_what_is_hidden_masked_or_closed_finds_nothing(find: Find) -> None:
    for words in HIDDEN:
        for inside in (True, False):
            assert not {"library.libraries", "library.closed"} & set(ids(find(words, inside=inside))), words


@pytest.mark.usefixtures("with_data")
def test_only_what_everybody_may_read_names_a_region(find: Find) -> None:
    assert find(pack="library").counts["region"] == {"510100": 1}


@pytest.mark.usefixtures("with_data")
def test_hidden_values_are_nowhere_in_the_files_of_the_index(search: Search, store: Store, find: Find) -> None:
    find()
    files = [p.read_bytes() for p in (store.home.cache / "search").rglob("*") if p.is_file()]
    for word in ("岷屿", "锦穹", "澜翊", "峨晞", "511702"):
        assert not any(word.encode() in content for content in files), word
    assert not {"岷屿", "峨晞", "澜翊"} & set(search.vocabulary())


@pytest.mark.usefixtures("with_data")
def test_a_grant_to_everybody_opens_and_its_end_closes(store: Store, find: Find) -> None:
    assert not ids(find("峨晞"))
    store.grants.record(grant())
    assert ids(find("峨晞")) == ["library.closed"]
    assert not ids(find("邛霓")), "a column of level 3 stays masked"
    store.grants.record(grant(valid_to=TODAY - timedelta(days=1)))
    assert not ids(find("峨晞"))
    assert find(pack="library").counts["region"] == {"510100": 1}


@pytest.mark.usefixtures("with_data")
def test_a_grant_of_some_rows_opens_no_value(store: Store, find: Find) -> None:
    store.grants.record(grant(rows=(Eq(column="code", value="C1"),)))
    assert not ids(find("峨晞"))


@pytest.mark.usefixtures("with_data")
def test_a_grant_to_somebody_opens_nothing_for_others(store: Store, find: Find) -> None:
    store.grants.record(grant(door="share", reader="unit:dept.data"))
    assert not ids(find("峨晞"))


def test_the_public_finds_published_texts_and_no_draft(store: Store, search: Search, find: Find) -> None:
    entries = published(store, entry("mine", title="已经公开的题名"))
    entries.write(entry("mine", title="尚未公开的霄汉题名"), CLERK, at=NOW + timedelta(hours=1))
    Entries(store).write(entry("draft", title="草拟中的霄汉目录"), CLERK, at=NOW)
    assert not ids(find("霄汉"))
    assert find("霄汉").counts["kind"] == {}
    assert ids(find("已经公开")) == ["mine"]
    assert find("已经公开").hits[0].updated_at == NOW, "nor when it is worked on"
    assert set(ids(find("霄汉", inside=True))) == {"mine", "draft"}
    assert not {"霄汉", "草拟"} & set(search.vocabulary())


def test_what_is_withdrawn_is_found_no_more(store: Store, search: Search, find: Find) -> None:
    entries = published(store, entry("gone", title="霄汉题名"))
    assert ids(find("霄汉")) == ["gone"]
    entries.take("gone", Verb.withdraw, CLERK, at=NOW, reason="停办")
    assert not ids(find("霄汉"))
    assert "霄汉" not in "".join(search.vocabulary())


def test_a_guess_never_leads_to_a_draft(store: Store, search: Search, find: Find) -> None:
    Entries(store).write(entry("draft", title="霄汉目录"), CLERK, at=NOW)
    find()
    search.known.ready()
    assert find("宵汉").meant == ()


def test_the_index_lies_in_the_cache(store: Store, find: Find) -> None:
    find()
    assert [p.name for p in Path(store.home.cache).iterdir() if p.name == "search"] == ["search"]


def test_a_document_is_seen_by_those_it_names_and_by_nobody_else(tmp_path: Path, store: Store, find: Find) -> None:
    published(store, entry("shown"))
    (hit,) = find(kind="entry").hits
    facts: dict[str, Any] = {"stamp": "", "hit": hit, "names": (), "units": (), "codes": "", "text": "", "values": "", "properties": {}}
    sights: dict[str, tuple[Sight, ...]] = {"none": (), "public": ("public",), "inside": ("inside",), "both": ("public", "inside")}
    generations = Generations(tmp_path / "index")
    built(generations, [Indexed(key=key, sights=seen, **facts) for key, seen in sights.items()])
    index = opened(generations.current() or tmp_path)
    index.reload()
    reader = Reader(index.searcher(), "")
    for inside in (False, True):
        for words in ("", "馆藏"):
            assert reader.total(Question(Wanted(words, inside=inside), words_of(words, lambda _: {}))) == 2
