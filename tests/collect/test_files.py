"""Files are found below the roots and nowhere else; what is handed in has a label, never a path; each content is read once."""

import io
import os
from pathlib import Path

import pytest

from tianfu.collect import CollectError, MissingFiles, find, receive
from tianfu.collect.labels import label
from tianfu.model import DeclarationError, Files, Settings, declare_dataset
from tianfu.store import Store

from .conftest import DECLARED, Desk, declared


def source(pattern: str | None) -> Files:
    return Files(channel="administrative", files=pattern)


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "air/2024-02.csv", "air/2023-12.csv", "air/2024-10.csv", "air/.2024-11.csv", "air/notes.txt")
    assert [p.name for p in find(source("air/*.csv"), (tmp_path,))] == ["2023-12.csv", "2024-02.csv", "2024-10.csv"]


def test_the_first_root_counts_where_several_have_the_file(tmp_path: Path) -> None:
    put(tmp_path / "inbox", "codes/areas.csv")
    put(tmp_path / "shipped", "codes/areas.csv", "codes/sexes.csv")
    found = find(source("codes/*.csv"), (tmp_path / "inbox", tmp_path / "missing", tmp_path / "shipped"))
    assert found == [tmp_path / "inbox/codes/areas.csv", tmp_path / "shipped/codes/sexes.csv"]


def test_no_file_is_told_with_the_places_that_were_looked_at(tmp_path: Path) -> None:
    put(tmp_path, "air/2023.txt")
    with pytest.raises(MissingFiles) as told:
        find(source("air/*.csv"), (tmp_path, tmp_path / "other"))
    assert str(tmp_path / "air/*.csv") in told.value.text.zh
    assert str(tmp_path / "other/air/*.csv") in told.value.text.en


@pytest.mark.parametrize("pattern", ["../secret.csv", "air/../../secret.csv", "/etc/passwd", "**/../secret.csv", "..", "."])
def test_no_pattern_leads_out_of_a_root(tmp_path: Path, pattern: str) -> None:
    put(tmp_path, "secret.csv", "root/air/a.csv")
    with pytest.raises(MissingFiles):
        find(source(pattern), (tmp_path / "root",))


def test_no_link_leads_out_of_a_root(tmp_path: Path) -> None:
    put(tmp_path, "secret.csv", "folder/secret.csv", "root/real.csv")
    (tmp_path / "root/link.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "root/folder").symlink_to(tmp_path / "folder")
    (tmp_path / "root/inner.csv").symlink_to(tmp_path / "root/real.csv")
    (tmp_path / "root/broken.csv").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "root/pipe.csv")
    assert [p.name for p in find(source("**/*.csv"), (tmp_path / "root",))] == ["inner.csv", "real.csv"]


def test_a_name_is_a_label(desk: Desk) -> None:
    origin = receive(desk.store, declared(), io.BytesIO(b"a,b\n1,2\n"), "../../../etc/cron.d/\u202ejob\x00.csv")
    assert origin.name == "job.csv"
    assert desk.store.raw.path(origin.sha256).is_relative_to(desk.store.home.raw)


@pytest.mark.parametrize("name", ["", "..", "/", "\x00", ". .", "\u200b", "\ud800"])
def test_a_name_without_anything_visible_gets_one(name: str) -> None:
    assert label(name) == "未命名"


def test_a_long_name_keeps_its_suffix() -> None:
    cut = label("长" * 5000 + ".csv.gz")
    assert len(cut) <= 120
    assert cut.endswith("….gz")


def test_an_upload_beyond_the_bound_is_told_and_not_kept(home: Path) -> None:
    with Store.open(Settings(home=home, upload_bytes=1000)) as store:
        assert receive(store, declared(), io.BytesIO(b"x" * 1000), "a.csv").bytes == 1000
        with pytest.raises(CollectError, match="超过") as told:
            receive(store, declared(), io.BytesIO(b"y" * 1001), "a.csv")
        assert "MB" in told.value.text.en
        assert len([p for p in home.joinpath("raw").rglob("*") if p.is_file()]) == 1


def test_several_files_are_read_in_turn_and_each_row_names_its_own(desk: Desk) -> None:
    desk.put("b,a\n2,1\n", "2.csv")
    desk.put("a,b\n3,4\n", "1.csv")
    found = desk.read_all()
    assert found.rows == [("3", "4"), ("1", "2")]
    origins = [b.origin for b in found.batches if b.origin]
    assert [o.name for o in origins] == ["1.csv", "2.csv"]
    assert [b.data["_record"][0].as_py() >> 40 for b in found.batches] == [o.number for o in origins]


def test_a_copy_under_another_name_is_known_but_not_read_twice(desk: Desk) -> None:
    desk.put("a,b\n1,2\n", "1.csv")
    desk.put("a,b\n1,2\n", "2.csv")
    found = desk.read_all()
    assert found.rows == [("1", "2")]
    assert [b.origin.name for b in found.batches if b.origin] == ["1.csv", "2.csv"]


@pytest.mark.parametrize("secret", ["password: hunter2", "token: abc", "dsn: postgres://u:p@h/d"])
def test_a_declaration_with_a_secret_is_refused(secret: str) -> None:
    key = secret.split(":")[0]
    text = DECLARED.format(columns="  - {name: c0, element: text, title: 列}", key="c0", more=f', "{key}": "x"')
    with pytest.raises(DeclarationError, match=f"'{key}' is not known here"):
        declare_dataset(text, "readings.yaml", "demo.readings")
