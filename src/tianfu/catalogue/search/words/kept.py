"""The operator's list of search words on record: who wrote which, when; the newest holds, at once and in every process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.exc import IntegrityError

from tianfu.catalogue.search.synonyms import Rule, Synonyms
from tianfu.model import Event, Text
from tianfu.standards import search_words

from .lines import read, rules_of
from .tables import lists

if TYPE_CHECKING:
    from tianfu.store import Store

KEPT = 50
"""So many lists are kept; older ones go."""
LOOK_SECONDS = 0.4
"""How long a process believes its list before it looks whether there is a newer one."""
NAME_MOST = 120


class WordsOvertaken(ValueError):
    """Somebody else has written a list since this one was opened."""

    def __init__(self, number: int) -> None:
        zh = f"没有保存：在您修改期间，别人已保存了第 {number} 份词表。请复制您的修改，重新打开本页后再改。"
        en = f"Nothing was kept: list {number} was written while you were at it. Copy your changes, open the page again and repeat them."
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class WordList:
    """A list as it was written; number 0 is the empty one before the first."""

    number: int
    text: str = ""
    rules: int = 0
    unit: str = ""
    person: str = ""
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Words:
    """The words of a store."""

    store: "Store"

    def now(self) -> WordList:
        """The list that holds."""
        with self.store.database.read() as connection:
            row = connection.execute(select(lists).order_by(lists.c.number.desc()).limit(1)).one_or_none()
        return _list(row) if row else WordList(0)

    def history(self) -> list[WordList]:
        """The lists that are kept, newest first."""
        with self.store.database.read() as connection:
            return [_list(r) for r in connection.execute(select(lists).order_by(lists.c.number.desc()))]

    def of(self, number: int) -> WordList | None:
        """A list of the past, as long as it is kept."""
        with self.store.database.read() as connection:
            row = connection.execute(select(lists).where(lists.c.number == number)).one_or_none()
        return _list(row) if row else None

    def replace(self, text: str, *, unit: str, person: str, at: datetime, expects: int | None = None) -> WordList:
        """Takes a list instead of the one that holds, all of it or nothing: WordsRefused tells what is wrong by line.

        `expects` is the number of the list that was looked at; WordsOvertaken if there is a newer one. The same text writes nothing.
        """
        rules, plain = rules_of(text), text.replace("\r\n", "\n")
        try:
            with self.store.unit() as tx:
                written = _written(tx, WordList(0, plain, len(rules), unit.strip()[:NAME_MOST], person.strip()[:NAME_MOST], at), expects)
        except IntegrityError as error:
            raise WordsOvertaken(self.now().number) from error
        if written:
            self.store.journal.write(Event(at, f"unit:{unit.strip()[:NAME_MOST]}", "search_words_replace", "search:words"))
        _live(self.store).forget()
        return self.now()

    def synonyms(self) -> Synonyms:
        """What words lead to at this moment: the operator's rules, then those that the platform ships with."""
        return _live(self.store).synonyms()


class _Live:
    """The words of a store in this process; looks for a newer list a few times in a second."""

    def __init__(self, store: "Store") -> None:
        self._database = store.database
        self._lock = Lock()
        self._looked = float("-inf")
        self._number = -1
        self._synonyms = Synonyms(())

    def forget(self) -> None:
        self._looked = float("-inf")

    def synonyms(self) -> Synonyms:
        if monotonic() - self._looked > LOOK_SECONDS:
            with self._lock:
                self._look()
        return self._synonyms

    def _look(self) -> None:
        if (began := monotonic()) - self._looked <= LOOK_SECONDS:
            return
        with self._database.read() as connection:
            number = connection.execute(select(func.max(lists.c.number))).scalar() or 0
            if number != self._number:
                text = connection.execute(select(lists.c.text).where(lists.c.number == number)).scalar() or ""
                rules, _ = read(text)
                self._number, self._synonyms = number, Synonyms(rules, shipped_rules(datetime.now(UTC).date()))
        self._looked = began


_LIVE: "WeakKeyDictionary[Store, _Live]" = WeakKeyDictionary()
_MAKING = Lock()


def _live(store: "Store") -> _Live:
    found = _LIVE.get(store)
    if found is None:
        with _MAKING:
            found = _LIVE.setdefault(store, _Live(store))
    return found


def shipped_rules(today: date) -> Iterator[Rule]:
    """The rows of the standards that hold by today."""
    for row in search_words():
        if row.valid_from is None or row.valid_from <= today:
            yield Rule(row.words, row.others)


def _written(tx: Connection, new: WordList, expects: int | None) -> bool:
    row = tx.execute(select(lists).order_by(lists.c.number.desc()).limit(1)).one_or_none()
    before = _list(row) if row else WordList(0)
    if expects is not None and expects != before.number:
        raise WordsOvertaken(before.number)
    if new.text == before.text:
        return False
    values = {"text": new.text, "rules": new.rules, "unit": new.unit, "person": new.person, "at": new.at}
    tx.execute(lists.insert().values(number=before.number + 1, **values))
    tx.execute(delete(lists).where(lists.c.number <= before.number + 1 - KEPT))
    return True


def _list(row: Row[tuple[object, ...]]) -> WordList:
    return WordList(**row._mapping)
