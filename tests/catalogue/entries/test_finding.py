"""The list of entries: what is written is in it at once, whoever wrote it, though counts are remembered."""

from datetime import timedelta

from tianfu.catalogue.entries import Entries, Verb
from tianfu.catalogue.entries.finding import Sought, every, find
from tianfu.catalogue.entries.rates import rates, waiting
from tianfu.model import Settings
from tianfu.store import Store

from .conftest import CLERK, NOW, entry, published

DESK = Sought(inside=True)


def ids(store: Store, asked: Sought) -> list[str]:
    return [line.standing.entry.id for line in find(store, asked).lines]


def test_an_entry_is_listed_and_counted_as_soon_as_it_is_written(store: Store) -> None:
    for n in range(3):
        assert find(store, DESK).total == n
        Entries(store).write(entry(f"e{n}"), CLERK, at=NOW + timedelta(minutes=n))
        found = find(store, DESK)
        assert (found.total, found.counts["state"]) == (n + 1, {"draft": n + 1})
        assert found.lines[0].standing.entry.id == f"e{n}"
        assert find(store, Sought()).total == 0


def test_what_another_process_writes_is_counted_at_once(store: Store, settings: Settings) -> None:
    assert (find(store, Sought()).total, rates(store).whole.published, waiting(store, NOW)) == (0, 0, [])
    with Store.open(settings) as other:
        published(other, entry())
    assert find(store, Sought()).total == 1
    assert rates(store).whole.published == 1
    assert [(w.entry, w.days) for w in waiting(store, NOW + timedelta(days=3))] == [("libraries", 3)]
    with Store.open(settings) as other:
        Entries(other).take("libraries", Verb.withdraw, CLERK, at=NOW, reason="已撤销")
    assert (find(store, Sought()).total, rates(store).whole.published) == (0, 0)


def test_pages_go_on_behind_the_last_one_in_every_order(store: Store) -> None:
    Entries(store).write_all([entry(f"e{n}", title=f"名录{(n * 3) % 7}") for n in range(7)], CLERK, at=NOW)
    for sort in ("newest", "title"):
        seen, after = [], ""
        while True:
            found = find(store, Sought(sort=sort, after=after, limit=3, inside=True))
            seen += [line.standing.entry.id for line in found.lines]
            if found.next is None:
                break
            after = found.next
        assert seen == [line.standing.entry.id for line in every(store, Sought(sort=sort, inside=True))]
        assert len(set(seen)) == 7
