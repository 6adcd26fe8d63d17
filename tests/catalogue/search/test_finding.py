"""What is found by words, and in which order."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from tianfu.catalogue import Registry
from tianfu.catalogue.entries import Entries
from tianfu.catalogue.search import PROPERTIES, SORTS, Found, Search, Wanted, counting
from tianfu.model import EntryItem
from tianfu.store import Store

from .conftest import CLERK, NOW, OPEN_ROWS, entry, ids, loaded, published

Find = Callable[..., Found]


def test_any_piece_of_a_title_of_two_to_six_characters_finds_it_and_nothing_else_does(find: Find) -> None:
    for words in ("书馆", "图书馆", "公共图书", "共图书馆名", "公共图书馆名", "公共图书馆名录", "ＬＩＢＲＡＲＩＥＳ", "馆", "书"):
        assert "library.libraries" in ids(find(words)), words
    for words in ("书图", "馆共", "图馆", "录名"):
        assert "library.libraries" not in ids(find(words)), words


def test_letters_digits_codes_and_their_beginnings_find(store: Store, find: Find) -> None:
    published(store, entry(entry_id="holdings"))
    for words in ("PM2.5", "pm2.5", "pm2", "pm", "ＰＭ２．５监测", "library.libraries", "libraries", "115113010833722043", "librar"):
        assert find(words).total >= 1, words


def test_an_id_and_a_code_come_first(store: Store, find: Find) -> None:
    entries = published(store, entry(entry_id="holdings"))
    assert ids(find("library.waiting"))[0] == "library.waiting"
    assert ids(find(entries.public("holdings").entry.code))[0] == "holdings"


def test_a_title_comes_before_names_of_columns_before_descriptions(store: Store, find: Find) -> None:
    published(store, entry("by_text", title="一", abstract="说到图书采购。"))
    published(store, entry("by_item", title="二", items=(EntryItem(title="图书采购数量"),)))
    published(store, entry("by_words", title="图书的采购"))
    published(store, entry("by_title", title="全省图书采购"))
    assert ids(find("图书采购", kind="entry")) == ["by_title", "by_words", "by_item", "by_text"]


def test_data_come_before_promises_and_the_newer_before_the_older(store: Store, registry: Registry, find: Find) -> None:
    assert find("图书馆", pack="library").hits[0].mounted is False
    loaded(store, registry, "libraries", OPEN_ROWS)
    assert ids(find("图书馆", pack="library"))[0] == "library.libraries"
    published(store, entry("older", title="体育场馆"), NOW - timedelta(days=400))
    published(store, entry("newer", title="体育场馆"), NOW)
    assert ids(find("体育场馆")) == ["newer", "older"]


def test_all_words_are_looked_for_then_any_with_the_most_first(store: Store, find: Find) -> None:
    published(store, entry("one", title="养老机构"))
    published(store, entry("two", title="养老机构床位"))
    assert ids(find("养老 床位")) == ["two"]
    assert ids(find("养老 床位 钢琴", kind="entry"))[:2] == ["two", "one"]


def test_a_long_question_finds_by_its_words(find: Find) -> None:
    assert ids(find("公共图书馆的所在区县"))[0] in {"library.libraries", "library.waiting"}


HOSTILE = (
    "？！，。《》",
    "*",
    "😀😀",
    "\x00\x01\u202e\ufeff",
    '"未闭合的引号',
    "OR NOT *",
    "title:图书馆 AND sight:inside",
    "mark:dataset* key:x",
    "[a TO z]^100~",
    "\\",
    "^$.*+?()[]{}|\\/-",
    "a" * 10_000,
    "图书馆" * 3_400,
    " ".join(f"词{n}" for n in range(2_500)),
    "-/-/-" * 2_000,
    "的" * 5_000,
)


def test_hostile_questions_are_harmless_and_fast(find: Find, search: Search) -> None:
    whole = find().total
    for words in HOSTILE:
        began = time.perf_counter()
        found = find(words)
        assert time.perf_counter() - began < 0.5, words[:40]
        assert found.total <= whole
        assert set(found.counts) == set(PROPERTIES)
    assert search.find(Wanted()).total == whole, "the index is as it was"


def test_a_question_without_words_lists_all_and_signs_alone_find_nothing(find: Find, registry: Registry) -> None:
    assert find().total == len(registry.datasets())
    assert find("？！").total == 0


def test_other_words_find_and_are_told(store: Store, find: Find) -> None:
    published(store, entry("eco", title="生态环境局处罚"))
    found = find("环保局处罚")
    assert ids(found) == ["eco"]
    assert "生态环境局" in found.also
    assert {"环保局", "处罚", "生态环境局"} <= set(found.marked)


def test_a_word_that_sounds_alike_is_meant(store: Store, search: Search, find: Find) -> None:
    published(store, entry("old", title="养老机构"))
    find()
    search.known.ready()
    assert "养老机构" in find("养老机够").meant


# -- properties


def test_each_property_is_counted_as_if_it_alone_were_not_chosen(store: Store, find: Find) -> None:
    published(store, entry("a", areas=("510107", "510724")))
    published(store, entry("b", areas=("510104",), provider="dept.data"))
    found = find(kind="entry", region="510100")
    assert set(ids(found)) == {"a", "b"}
    assert found.counts["region"] == {"510100": 2, "510700": 1}
    assert found.counts["kind"] == {"entry": 2}
    assert found.counts["steward"] == {"dept.culture_tourism": 1, "dept.data": 1}
    assert find(kind="entry", steward="dept.data").counts["steward"] == {"dept.culture_tourism": 1, "dept.data": 1}


def test_many_mixtures_of_properties_are_counted_like_few(
    store: Store, registry: Registry, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(store, entry("a", areas=("510107",)))
    asked: list[dict[str, str]] = [
        {},
        {"kind": "entry"},
        {"kind": "dataset", "open": "always|on_request"},
        {"region": "510100", "level": "1"},
    ]
    few = [find(**chosen).counts for chosen in asked]
    monkeypatch.setattr(counting, "MIXTURES_MOST", 1)
    anew = Search(store, registry)
    assert [anew.find(Wanted("", {n: tuple(v.split("|")) for n, v in c.items()})).counts for c in asked] == few
    anew.close()


def test_of_several_values_of_a_property_any_holds(store: Store, find: Find) -> None:
    published(store, entry("a"))
    assert find(kind="entry|dataset").total == find().total
    assert find(kind="entry|nothing").total == 1
    assert find(kind="nothing").total == 0


def test_a_thousand_values_of_a_property_are_all_counted(store: Store, find: Find) -> None:
    Entries(store).write_all([entry(f"e{n}", provider=f"第{n:04d}号单位") for n in range(1_000)], CLERK, at=NOW)
    found = find(kind="entry", inside=True)
    assert found.total == 1_000
    assert len(found.counts["steward"]) == 1_000


# -- orders and pages


def test_pages_show_everything_once_in_every_order(store: Store, find: Find) -> None:
    Entries(store).write_all([entry(f"e{n}", title=f"图书馆{n}") for n in range(7)], CLERK, at=NOW)
    for words in ("", "图书馆"):
        for sort in SORTS:
            seen, found = [], find(words, sort=sort, limit=4, inside=True)
            while found.next is not None:
                seen += ids(found)
                found = find(words, sort=sort, after=found.next, limit=4, inside=True)
            seen += ids(found)
            assert len(seen) == len(set(seen)) == found.total


@pytest.mark.usefixtures("with_data")
def test_lists_are_in_the_order_that_is_asked_for(store: Store, find: Find) -> None:
    for n in (2, 0, 1):
        published(store, entry(f"e{n}", title=f"图书馆{n}"), NOW + timedelta(days=9000 + n))
    assert ids(find(sort="updated"))[:3] == ["e2", "e1", "e0"]
    assert ids(find(sort="title", kind="entry")) == ["e0", "e1", "e2"]
    for sort in ("rows", "quality"):
        assert set(ids(find(sort=sort))[:2]) == {"library.libraries", "library.closed"}


def test_the_next_page_goes_on_behind_the_last_hit_when_others_came_before_it(store: Store, find: Find) -> None:
    for n in range(6):
        published(store, entry(f"e{n}", title=f"图书馆{n}"), NOW + timedelta(days=n))
    first = find(kind="entry", sort="title", limit=3)
    published(store, entry("new", title="图书馆"), NOW)
    assert ids(find(kind="entry", sort="title", limit=3, after=first.next or "")) == ["e3", "e4", "e5"]


def test_a_place_that_never_was_is_no_error(find: Find) -> None:
    for after in ("x", "99999999-entry:none", "3-dataset:", "-1-entry:a", "entry:e1", "\x00"):
        assert find(after=after).total == find().total, after
