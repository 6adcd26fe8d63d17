"""One more random action beside those on a table: what it holds, and an entry that tells of it, crosses to the public zone."""

from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from tests.store import acting
from tests.store.loading import NOW, readings

from tianfu.catalogue import Registry
from tianfu.catalogue.entries import Actor, Entries, UnknownEntry, Verb
from tianfu.catalogue.entries.states import REVIEWS
from tianfu.model import Entry, EntryItem, EntryState, Pack, PackDeclaration, Settings, Zone
from tianfu.release import publish, push, receive, signing_key, trusted
from tianfu.store import Store

ID = acting.ID
ENTRY = "readings"
WHO = Actor("dept.environment", "李四")
OFTEN = 5


def act_without_end(home: str, seed: int, word: Connection, said: Connection) -> None:
    """As the store's own rounds, and pushes among them."""
    acting.ACTIONS["push"] = (OFTEN, _push)
    acting.act_without_end(home, seed, word, said)


def registry() -> Registry:
    declared = PackDeclaration(title="读数", items=(37,), stewards=("dept.environment",))
    return Registry({"demo": Pack("demo", declared, {"readings": readings("upsert")}, in_tree=False)})


def outside(home: Path, **options: object) -> Store:
    """The public zone beside the home."""
    return Store.open(Settings(home=home.parent / "public", zone=Zone.public), **options)  # type: ignore[arg-type]  # its own options


def crossed(store: Store) -> None:
    """Everything that is owed is pushed and taken over."""
    home = store.home.root
    push(store, registry(), home.parent / "gap", signing_key(home))
    with outside(home, pause=store.pause) as public:
        receive(public, home.parent / "gap", trusted(home.parent / "public"))


def _push(store: Store, _action: acting.Action) -> int:
    version = store.version(ID)
    assert version is not None  # drawn only where there is one
    publish(store, registry(), ID, by="dept.environment", licence="CC0-1.0", opening=True)
    _told(store, version.number)
    crossed(store)
    return version.number


def _told(store: Store, number: int) -> None:
    """A published entry that names the version. An earlier text whose review was broken off is reviewed to its end."""
    entries = Entries(store)
    with suppress(UnknownEntry):
        reviewed(entries, entries.of(ENTRY).state)
    entries.write(entry(number), WHO, at=NOW)
    reviewed(entries, entries.of(ENTRY).state)


def reviewed(entries: Entries, state: EntryState) -> None:
    while state is not EntryState.published:
        state = entries.take(ENTRY, Verb.approve if state in REVIEWS else Verb.submit, WHO, at=NOW, reason="演练").state


def entry(number: int) -> Entry:
    facts = {"provider": "dept.environment", "provider_code": "115113010833722043", "sharing_condition": "按需", "open_condition": "按需"}
    return Entry(id=ENTRY, title=f"第{number}版", abstract="站点读数。", items=(EntryItem(title="编号"),), **facts)  # type: ignore[arg-type]
