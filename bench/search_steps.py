"""Measured steps of the search: a catalogue of many entries in a home of its own, its index, questions, readers, edits."""

import csv
import gzip
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from threading import Thread
from typing import Any

from bench.child import ROOT

REAL = "catalogue/tw_data_gov_all.csv.gz"
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
TERM = range(2, 7)
SEED = 20261124


def make_catalogue(home: str, entries: int, data: str = "") -> dict[str, Any]:
    """The invented entries and the real records, published in the metadata of a home; what is written is what publishing writes."""
    from tianfu.catalogue.entries.record import folded
    from tianfu.catalogue.entries.tables import entries as table
    from tianfu.catalogue.entries.tables import texts

    total = 0
    with _opened(home) as store, store.unit() as tx:
        found = enumerate(chain(_invented(entries), _real(Path(data)) if data else ()))
        while some := list(islice(found, 2_000)):
            rows, said = [], []
            for n, e in some:
                at = BEGAN + timedelta(minutes=n)
                rows.append({"id": e.id, "state": "published", "number": 1, "public": 1, "code": "", "published_at": at, "changed_at": at})
                words = folded("\n".join((e.id, e.title, e.abstract, e.provider, *(i.title for i in e.items))))
                lists = {"title": e.title, "provider": e.provider, "sharing": e.sharing.to_departments.value, "words": words}
                more = {"openness": e.sharing.to_public.value, "owed": len(e.areas), "written_at": at}
                said.append({"entry": e.id, "number": 1, "text": e.model_dump_json(), **lists, **more})
            tx.execute(table.insert(), rows)
            tx.execute(texts.insert(), said)
            total += len(some)
    return {"entries": total}


def rebuild_index(home: str) -> dict[str, Any]:
    """The whole index anew."""
    with _searching(home) as search:
        began, cpu = time.perf_counter(), time.process_time()
        documents = search.rebuild()
        spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    folder = max((p for p in (Path(home) / "cache" / "search").iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)
    return {**spent, "documents": documents, "bytes": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())}


def settle(home: str) -> dict[str, Any]:
    """Everything that a server would begin with, loaded beforehand: the packs' own data, and the second looks at them."""
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.flow import jobs, refresh, roots_of

    registry = load_packs(())
    with _opened(home) as store:
        declare_all(store, registry)
        roots = roots_of(store.settings)
        runs = refresh(store, registry, roots=roots, now=datetime.now(UTC))
        while jobs.run_next(store, registry, roots=roots, now=datetime.now(UTC)):
            pass
    return {"runs": len(runs)}


def search_questions(home: str, times: int) -> dict[str, Any]:
    """Terms of two to six characters, each asked once: hits, total, all counts; the same with properties, and from memory."""
    from tianfu.catalogue.search import Wanted

    terms = _terms(home, times * 2)
    with _searching(home) as search:
        before = _resident()
        for term in terms[times:]:
            search.find(Wanted(term))
        asked = [Wanted(t) for t in terms[:times]]
        words = _spent(lambda w: search.find(w), asked)
        again = _spent(lambda w: search.find(w), asked)
        narrowed = _spent(lambda w: search.find(w), [Wanted(t, {"sharing": ("always",), "kind": ("entry",)}) for t in terms[:times]])
        several = _spent(lambda w: search.find(w), [Wanted(f"{a} {b}") for a, b in zip(terms[:times], terms[times:], strict=True)])
        whole = _spent(lambda w: search.find(w), [Wanted(sort=s, limit=n) for s in ("updated", "title", "rows") for n in range(1, 20)])
        found = search.find(asked[0])
    limit = _spent(lambda _: _as_json(found), asked)
    lists = {"words": words, "again": again, "narrowed": narrowed, "several": several, "whole": whole, "limit": limit}
    return {**lists, "resident_mb": _resident(), "opening_mb": before}


def search_recall(home: str, times: int) -> dict[str, Any]:
    """Recall at ten: of the documents whose title has the term, how many stand among the first ten."""
    from tianfu.catalogue.search import Wanted

    titles, terms = _titles(home), _terms(home, times)
    recalls = []
    with _searching(home) as search:
        for term in terms:
            relevant = {i for i, title in titles.items() if term in title}
            top = {h.id for h in search.find(Wanted(term, limit=10)).hits}
            recalls.append(len(top & relevant) / min(10, len(relevant)))
    return {"recall": sum(recalls) / len(recalls), "terms": len(terms), "lengths": sorted({len(t) for t in terms}), "worst": min(recalls)}


def entries_list(home: str, times: int) -> dict[str, Any]:
    """The office's list of entries: at the first look after something was written, and again."""
    from tianfu.catalogue.entries.finding import Sought, find

    asked = Sought(inside=True)
    with _opened(home) as store:
        first = _spent(lambda _: find(store, asked), [asked])
        return {"first": first, "again": _spent(lambda _: find(store, asked), [asked] * times)}


def search_peers(home: str, times: int) -> dict[str, Any]:
    """The same texts in SQLite FTS5 (trigrams, its own words) and scanned by DuckDB: total and 20 hits, no counts."""
    import duckdb

    terms, rows = _terms(home, times), _texts(home)
    spent: dict[str, Any] = {}
    lite = sqlite3.connect(":memory:")
    for kind in ("trigram", "unicode61"):
        lite.execute(f"CREATE VIRTUAL TABLE {kind} USING fts5(id UNINDEXED, title, words, tokenize='{kind}')")
        lite.executemany(f"INSERT INTO {kind} VALUES (?, ?, ?)", rows)

        def asked(term: str, kind: str = kind) -> int:
            quoted = '"' + term.replace('"', '""') + '"'
            total = lite.execute(f"SELECT count(*) FROM {kind} WHERE {kind} MATCH ?", [quoted]).fetchone()[0]
            lite.execute(f"SELECT id FROM {kind} WHERE {kind} MATCH ? ORDER BY rank LIMIT 20", [quoted]).fetchall()
            return int(total)

        spent[kind] = _spent(asked, terms)
        spent[f"{kind}_nothing"] = sum(asked(t) == 0 for t in terms) / len(terms)
    con = duckdb.connect(config={"threads": 2})
    con.execute("CREATE TABLE docs (id VARCHAR, title VARCHAR, words VARCHAR)")
    con.executemany("INSERT INTO docs VALUES (?, ?, ?)", rows[:1])
    import pyarrow as pa

    found = pa.table(dict(zip(("id", "title", "words"), map(list, zip(*rows, strict=True)), strict=True)))  # noqa: F841 - named in the SQL
    con.execute("CREATE OR REPLACE TABLE docs AS SELECT * FROM found")
    scan = "SELECT id, count(*) OVER () FROM docs WHERE contains(words, ?) ORDER BY contains(title, ?) DESC LIMIT 20"
    spent["like"] = _spent(lambda t: con.execute(scan, [t, t]).fetchall(), terms[: max(times // 6, 20)])
    return spent


def search_readers(home: str, readers: int, each: int) -> dict[str, Any]:
    """Two hundred readers while the index is built anew: milliseconds of each question, and what went wrong."""
    from tianfu.catalogue.search import Wanted

    terms = _terms(home, readers * each)
    with _searching(home) as search:
        search.find(Wanted())
        quiet = _many(search, terms, readers, each)
        builder = Thread(target=search.rebuild)
        builder.start()
        time.sleep(0.2)
        during = _many(search, terms[::-1], readers, each)
        builder.join()
    return {"quiet": quiet, "during": during}


def search_edits(home: str, edits: int) -> dict[str, Any]:
    """Entries written by another process, and the seconds until this one finds them."""
    from tianfu.catalogue.search import Wanted

    with _searching(home) as search:
        search.find(Wanted())
        search.refresh()
        search.start()
        command = [sys.executable, "-c", "from bench.search_steps import edit; import sys; edit(*sys.argv[1:])", home, str(edits)]
        writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        spent = []
        with writer:
            for line in writer.stdout:
                number, at = line.split()
                while not _there(search, f"霄汉{number}号"):
                    time.sleep(0.005)
                spent.append(time.time() - float(at))
    return {"seconds": spent}


def edit(home: str, edits: str) -> None:
    """The other process: publishes entries one after the other, and says when."""
    from tianfu.catalogue.entries import Actor, Entries, Verb
    from tianfu.model import Access, Sharing

    always = Sharing(to_departments=Access.always, to_public=Access.always, to_operation=Access.always)
    clerk = Actor("省数据局", "王五")
    with _opened(home) as store:
        for n, e in enumerate(_invented(int(edits))):
            entries, name, now = Entries(store), f"edit_{time.time_ns()}", datetime.now(UTC)
            said = {"id": name, "title": f"霄汉{n}号{e.title}", "provider_code": "115113010833722043", "sharing": always}
            entries.write(e.model_copy(update=said), clerk, at=now)
            for verb in (Verb.submit, Verb.approve, Verb.approve, Verb.approve):
                entries.take(name, verb, clerk, at=now)
            print(n, time.time(), flush=True)
            time.sleep(1.2)


def _there(search: Any, words: str) -> bool:
    """Whether the index has it, without asking for anything new: the thread alone follows."""
    from tianfu.catalogue.search import Wanted

    return bool(search.generation and search.find(Wanted(words)).total)


def _many(search: Any, terms: list[str], readers: int, each: int) -> dict[str, Any]:
    from tianfu.catalogue.search import Wanted

    spent: list[float] = []
    wrong: list[str] = []

    def read(mine: list[str]) -> None:
        for term in mine:
            began = time.perf_counter()
            try:
                search.find(Wanted(term))
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is counted
                wrong.append(repr(error))
            spent.append((time.perf_counter() - began) * 1000)

    threads = [Thread(target=read, args=(terms[n * each : (n + 1) * each],)) for n in range(readers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"ms": spent, "wrong": wrong, "rate": len(spent) / (time.perf_counter() - began)}


def _terms(home: str, count: int) -> list[str]:
    """Different terms of two to six characters that stand in titles; letters and digits are not cut in two."""
    draw, titles, found = random.Random(SEED), list(_titles(home).values()), {}
    while len(found) < count:
        title, size = draw.choice(titles), draw.choice(TERM)
        at = draw.randrange(max(1, len(title) - size + 1))
        term = title[at : at + size]
        if len(term) == size and _is_a_term(title, at, at + size):
            found[term] = None
    return list(found)


def _is_a_term(title: str, begin: int, end: int) -> bool:
    cut = any(0 < at < len(title) and title[at - 1].isascii() and title[at].isascii() for at in (begin, end))
    return not cut and all(c.isalnum() or c == "." for c in title[begin:end]) and title[begin] != "." and title[end - 1] != "."


def _titles(home: str) -> dict[str, str]:
    return {i: title for i, title, _ in _texts(home)}


def _texts(home: str) -> list[tuple[str, str, str]]:
    with sqlite3.connect(Path(home) / "meta.sqlite") as connection:
        return connection.execute("SELECT entry, title, words FROM entry_versions ORDER BY entry").fetchall()


def _invented(count: int) -> Iterator[Any]:
    from tianfu.synth.entries import entries

    return entries(count)


def _real(data: Path) -> Iterator[Any]:
    """The records of a real catalogue, in Traditional Chinese, as entries."""
    from tianfu.model import Entry, EntryItem

    with gzip.open(data / REAL, "rt", encoding="utf-8-sig", newline="") as file:
        for n, row in enumerate(csv.DictReader(file)):
            title = " ".join(row["資料集名稱"].split())[:200] or "無題"
            provider = row["提供機關名稱"].strip()[:120] or "不明"
            yield Entry(id=f"record_{n:05d}", title=title, abstract=title, provider=provider, items=(EntryItem(title="名稱"),))


def _spent(ask: Callable[[Any], object], questions: list[Any]) -> list[float]:
    spent = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def _as_json(found: Any) -> bytes:
    import orjson

    from tianfu.catalogue.lists.described import in_brief

    return orjson.dumps([in_brief(h) for h in found.hits])


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _opened(home: str) -> Iterator[Any]:
    from tianfu.model import Settings
    from tianfu.store import Store

    with Store.open(Settings(home=Path(home))) as store:
        yield store


@contextmanager
def _searching(home: str) -> Iterator[Any]:
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.catalogue.search import Search

    registry = load_packs(())
    with _opened(home) as store:
        declare_all(store, registry)
        search = Search(store, registry)
        try:
            yield search
        finally:
            search.close()
