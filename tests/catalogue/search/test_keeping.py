"""The index follows the metadata, in every process; nothing that happens to it loses anything."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from tianfu.catalogue import Registry
from tianfu.catalogue.entries import Entries, MountKind, Mounts, Verb
from tianfu.catalogue.search import Found, Search, Wanted, generations
from tianfu.model import Settings
from tianfu.store import Store

from .conftest import CLERK, NOW, OPEN_ROWS, entry, ids, loaded, published

Find = Callable[..., Found]
ROOT = Path(__file__).resolve().parents[3]
VISIBLE_SECONDS = 1.0


def index_of(store: Store) -> Path:
    return store.home.cache / "search"


@contextmanager
def process(store: Store, packs: Path, *what: str) -> Iterator[subprocess.Popen[str]]:
    """A writer of its own, ready to begin."""
    command = [sys.executable, "-m", "tests.catalogue.search.writer", str(store.home.root), str(packs), *what]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.wait()
        assert started.stdout
        started.stdout.close()


def ended(writer: subprocess.Popen[str]) -> str:
    assert writer.stdout
    said = writer.stdout.read()
    writer.wait(30)
    return said


# -- following


def test_what_is_written_is_found_at_once(store: Store, registry: Registry, find: Find) -> None:
    assert not ids(find("霁岚"))
    loaded(store, registry, "libraries", OPEN_ROWS)
    assert ids(find("霁岚")) == ["library.libraries"]
    published(store, entry("mine", title="云杉坪"))
    assert ids(find("云杉坪")) == ["mine"]
    entries = published_again(store, entry("mine", title="观星台"))
    assert ids(find("观星台")) == ["mine"]
    assert not ids(find("云杉坪"))
    entries.take("mine", Verb.withdraw, CLERK, at=NOW, reason="停办")
    assert not ids(find("观星台"))


def published_again(store: Store, value: object) -> Entries:
    return published(store, value, NOW + timedelta(hours=1))  # type: ignore[arg-type]


def test_a_mount_and_its_end_show_in_the_list(store: Store, registry: Registry, find: Find) -> None:
    published(store, entry("mine"))
    assert not find(kind="entry").hits[0].mounted
    mounts = Mounts(store)
    number = mounts.mount(registry, "mine", MountKind.api, "https://example.gov.cn/api", CLERK, at=NOW).id
    assert find(kind="entry").hits[0].mounted
    mounts.unmount(number, CLERK, "停用", at=NOW)
    assert not find(kind="entry").hits[0].mounted
    mounts.mount(registry, "mine", MountKind.table, "library.libraries", CLERK, at=NOW)
    assert not find(kind="entry").hits[0].mounted, "a table counts when it has a version"
    loaded(store, registry, "libraries", OPEN_ROWS)
    assert find(kind="entry").hits[0].mounted


def test_a_look_that_finds_nothing_new_writes_nothing(store: Store, search: Search, find: Find) -> None:
    find()
    search.refresh()
    before = search.generation
    store.runs.start("library.libraries")
    assert search.refresh() is False
    assert search.generation == before != ""


def test_an_edit_of_another_process_is_visible_within_a_second(store: Store, settings: Settings, search: Search, find: Find) -> None:
    find()
    search.start()
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from tests.catalogue.search.conftest import entry, published; from tianfu.model import Settings; from tianfu.store import Store\n"
        "store = Store.open(Settings(home=Path(sys.argv[1])))\n"
        "published(store, entry('other', title='霄汉题名')); print(datetime.now(UTC).timestamp(), flush=True); store.close()\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(settings.home)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    with writer:
        written = float(writer.stdout.readline())
        while not seen(search, "霄汉题名"):
            assert time.time() - written < VISIBLE_SECONDS * 5, "a machine under load gets more; the figure is the benchmark's"
            time.sleep(0.01)


def seen(search: Search, words: str) -> bool:
    """What a reader sees who does not look for anything new: the thread alone follows."""
    reader = search._open
    return bool(reader) and search.generation != "" and bool(search.find(Wanted(words)).total)


def test_two_processes_keep_one_index(store: Store, registry: Registry, search: Search, find: Find) -> None:
    other = Search(store, registry)
    try:
        for one, two, title in ((search, other, "云杉坪"), (other, search, "观星台")):
            published(store, entry(title="全新", entry_id=f"e{ord(title[0])}"), NOW)
            published(store, entry("mine", title=title), NOW)
            one.refresh()
            assert two.find(Wanted(title)).total == one.find(Wanted(title)).total == 1
        assert search.find(Wanted()).total == other.find(Wanted()).total
    finally:
        other.close()


def test_new_words_of_the_operator_hold_without_a_new_index(store: Store, search: Search, find: Find) -> None:
    from tianfu.catalogue.search.words import Words

    published(store, entry("mine", title="霄汉题名"))
    assert not ids(find("凌云"))
    search.refresh()
    before = search.generation
    Words(store).replace("凌云, 霄汉\n", unit="省数据局", person="王五", at=NOW)
    assert ids(find("凌云")) == ["mine"]
    search.refresh()
    assert search.generation != before


# -- crashes


@pytest.mark.parametrize("documents", [2, 60])
def test_a_kill_in_the_middle_of_building_leaves_the_old_index(
    store: Store, packs: Path, search: Search, find: Find, documents: int
) -> None:
    whole = find().total
    Entries(store).write_all([entry(f"e{n}", title=f"霄汉{n}") for n in range(10)], CLERK, at=NOW)
    search.refresh()
    with process(store, packs, "rebuild", str(documents)) as writer:
        assert ended(writer) == "READY\n"
    assert writer.returncode == -signal.SIGKILL
    assert find().total == whole
    assert find("霄汉", inside=True).total == 10
    search.rebuild()
    assert len([p for p in index_of(store).iterdir() if p.is_dir()]) <= 2, "what the crash left is gone"


def test_a_kill_amid_an_update_loses_and_doubles_nothing(store: Store, packs: Path, find: Find) -> None:
    whole = find().total
    for n in range(4):
        Entries(store).write(entry(f"e{n}", title=f"霄汉{n}"), CLERK, at=NOW)
    with process(store, packs, "refresh", "3") as writer:
        assert ended(writer) == "READY\n"
    assert find("霄汉", inside=True).total == 4
    assert find(inside=True).total == whole + 4


def test_kills_at_any_moment_leave_an_index_that_is_read(store: Store, packs: Path, find: Find) -> None:
    whole = find().total
    for n, wait in enumerate((0.0, 0.02, 0.05)):
        Entries(store).write(entry(f"e{n}", title=f"霄汉{n}"), CLERK, at=NOW)
        with process(store, packs, "rebuild" if n % 2 else "refresh") as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(wait)
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait()
        assert find(inside=True).total == whole + n + 1


def test_an_index_that_is_broken_gone_or_of_another_form_is_built_anew(store: Store, registry: Registry, find: Find) -> None:
    whole = find().total
    for harm in (_shorten, _overwrite, _forget_the_pointer, _remove_the_generation, _remove_all, _another_form):
        harm(index_of(store))
        search = Search(store, registry)
        assert search.find(Wanted()).total == whole, harm.__name__
        assert ids(search.find(Wanted("公共图书馆名录")))[:1] == ["library.libraries"], harm.__name__
        search.close()


def test_an_index_that_goes_under_a_running_process_is_built_anew(store: Store, find: Find) -> None:
    whole = find().total
    for harm in (_remove_the_generation, _forget_the_pointer, _remove_all):
        harm(index_of(store))
        assert find().total == whole, harm.__name__


def _files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix in {".term", ".idx", ".store", ".fast", ".pos"}]


def _shorten(folder: Path) -> None:
    for path in _files(folder):
        path.write_bytes(path.read_bytes()[:10])


def _overwrite(folder: Path) -> None:
    for path in folder.rglob("meta.json"):
        path.write_text("{")


def _forget_the_pointer(folder: Path) -> None:
    (folder / generations.POINTER).unlink()


def _remove_the_generation(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _remove_all(folder: Path) -> None:
    """Also while a process that follows writes in it."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)
    raise AssertionError(folder)


def _another_form(folder: Path) -> None:
    pointer = folder / generations.POINTER
    pointer.write_text(pointer.read_text().replace('"form": "', '"form": "0'))


# -- many at once


def test_two_hundred_readers_during_a_new_index_notice_nothing(store: Store, search: Search, find: Find) -> None:
    Entries(store).write_all([entry(f"e{n}", title=f"图书馆{n}") for n in range(300)], CLERK, at=NOW)
    whole = find(inside=True).total
    spent: list[float] = []
    wrong: list[object] = []

    def read(number: int) -> None:
        for turn in range(3):
            began = time.perf_counter()
            try:
                found = search.find(Wanted(f"图书馆{(number * 3 + turn) % 300}", inside=True))
                if not found.total:
                    wrong.append(found)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is wrong
                wrong.append(error)
            spent.append(time.perf_counter() - began)

    readers = [Thread(target=read, args=(n,)) for n in range(200)]
    builder = Thread(target=lambda: [search.rebuild() for _ in range(2)])
    for thread in (builder, *readers):
        thread.start()
    for thread in (builder, *readers):
        thread.join(60)
    assert not wrong
    assert len(spent) == 600
    assert find(inside=True).total == whole
