"""Packages that are not what their sender sealed: refused in words, put on record once, and nothing of them is served."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tianfu.release import ReceivedPackages, SentPackages, Verdict, make_keys, signing_key, trust
from tianfu.release.manifest import digest, package_name

from .conftest import Zones, clinics

Change = Callable[[dict[str, object]], object]


def first(zones: Zones) -> Path:
    """The first package of a push, in the gap."""
    return zones.gap / zones.pushed()[0].name


def signed_anew(zones: Zones, package: Path, change: Change) -> Path:
    """What somebody with the signing key could send: a changed manifest, signed and named rightly."""
    said = json.loads((package / "manifest.json").read_bytes())
    change(said)
    data = json.dumps(said).encode()
    (package / "manifest.json").write_bytes(data)
    (package / "manifest.sig").write_bytes(signing_key(zones.internal_home).sign(data))
    return package.rename(package.with_name(package_name(int(said["sequence"]), digest(data))))


def refused(zones: Zones, *words: str) -> Verdict:
    """The one package that is refused, in these words; it is judged once, and nothing was taken over."""
    verdict = next(v for v in zones.received() if v.outcome == "refused")
    assert all(w in f"{verdict.text.zh} {verdict.text.en}" for w in words), verdict.text
    assert [v for v in zones.received() if v.outcome == "refused"] == [], "judged once"
    with zones.outside() as store:
        assert store.datasets() == []
        assert [r.reason for r in ReceivedPackages(store).refusals()] == [verdict.text]
        (event,) = store.journal.events(verb="refuse_package")
        assert event.detail == {"package": verdict.name, "why": verdict.text.en}
    assert not list((zones.public_home / "tables").rglob("*.parquet"))
    assert not list((zones.public_home / "spill").iterdir()), "no copy stays behind"
    return verdict


def test_a_changed_manifest(zones: Zones) -> None:
    path = first(zones) / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"sequence":1', b'"sequence":1 '))
    refused(zones, "签名不符", "signature does not hold")


def test_a_swapped_signature(zones: Zones) -> None:
    one, two = (zones.gap / p.name for p in zones.pushed())
    shutil.copy(two / "manifest.sig", one / "manifest.sig")
    refused(zones, "signature does not hold")


@pytest.mark.parametrize("signature", [b"", b"\0" * 64, b"x" * 5000])
def test_a_signature_that_is_none(zones: Zones, signature: bytes) -> None:
    (first(zones) / "manifest.sig").write_bytes(signature)
    refused(zones, "manifest.sig" if len(signature) > 64 else "signature")


def test_rows_of_another_content_and_the_same_size(zones: Zones) -> None:
    path = first(zones) / "rows.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    refused(zones, "摘要不符", "not what the manifest says")


def test_rows_that_break_off_are_taken_once_they_are_whole(zones: Zones) -> None:
    path = first(zones) / "rows.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    refused(zones, "不完整", "cut short")
    path.write_bytes(whole)
    assert [v.outcome for v in zones.received()] == ["taken", "taken"], "what was mended is judged again"
    with zones.outside() as store:
        assert ReceivedPackages(store).refusals() == []


def test_a_size_of_ten_gigabytes_that_is_a_lie(zones: Zones) -> None:
    signed_anew(zones, first(zones), lambda m: m["file"].update(bytes=10 * 2**30))  # type: ignore[attr-defined]  # JSON
    refused(zones, "超过上限", "bytes of rows, above")


def test_a_file_of_ten_gigabytes(zones: Zones) -> None:
    package = first(zones)
    os.truncate(package / "rows.parquet", 10 * 2**30)  # a hole: no byte of it is on the disk
    refused(zones, "cut short or changed")


def test_a_package_for_another_installation(zones: Zones) -> None:
    signed_anew(zones, first(zones), lambda m: m.update(installation="0" * 32))
    refused(zones, "另一套平台", "another installation")


def test_a_package_signed_by_another_key(zones: Zones) -> None:
    make_keys(zones.folder / "other")
    (zones.public_home / "release" / "public.key.json").unlink()
    trust(zones.public_home, zones.folder / "other" / "release" / "public.key.json")
    _, second = zones.pushed()
    shutil.rmtree(zones.gap / second.name)
    refused(zones, "signature does not hold")


@pytest.mark.parametrize("name", ["../rows.parquet", "/etc/passwd", "rows.parquet/../../x", "manifest.json", "C:rows.parquet"])
def test_a_file_name_that_leads_elsewhere(zones: Zones, name: str) -> None:
    signed_anew(zones, first(zones), lambda m: m["file"].update(name=name))  # type: ignore[attr-defined]  # JSON
    refused(zones, "file.name")


@pytest.mark.parametrize("dataset", ["../x", "a.b/../c", "clinic.beds__", "meta.sqlite\0", "A.b"])
def test_a_dataset_id_that_leads_elsewhere(zones: Zones, dataset: str) -> None:
    signed_anew(zones, first(zones), lambda m: m.update(dataset=dataset))
    refused(zones)


def test_a_link_in_the_place_of_rows(zones: Zones) -> None:
    package = first(zones)
    (package / "rows.parquet").rename(zones.folder / "elsewhere.parquet")
    (package / "rows.parquet").symlink_to(zones.folder / "elsewhere.parquet")
    refused(zones, "不是普通文件", "no plain file")


def test_a_link_in_the_place_of_a_package(zones: Zones) -> None:
    package = first(zones)
    package.rename(zones.folder / "elsewhere")
    package.symlink_to(zones.folder / "elsewhere")
    refused(zones, "no plain file")


def test_a_pipe_in_the_place_of_rows_holds_nobody_up(zones: Zones) -> None:
    package = first(zones)
    (package / "rows.parquet").unlink()
    os.mkfifo(package / "rows.parquet")
    refused(zones, "no plain file")


def test_a_file_beside_those_that_are_signed_for(zones: Zones) -> None:
    (first(zones) / "more.parquet").write_bytes(b"PAR1")
    refused(zones, "清单之外", "not signed for")


def test_rows_that_are_no_parquet(zones: Zones) -> None:
    package = first(zones)
    (package / "rows.parquet").write_bytes(b"no parquet at all")
    change = {"sha256": digest(b"no parquet at all"), "bytes": 17}
    signed_anew(zones, package, lambda m: m["file"].update(change))  # type: ignore[attr-defined]  # JSON
    refused(zones, "Parquet")


def test_more_columns_in_the_rows_than_were_declared(zones: Zones) -> None:
    package = first(zones)
    table = pq.read_table(package / "rows.parquet")
    pq.write_table(table.append_column("more", pa.array(["x"] * len(table))), package / "rows.parquet")
    data = (package / "rows.parquet").read_bytes()
    signed_anew(zones, package, lambda m: m["file"].update(sha256=digest(data), bytes=len(data)))  # type: ignore[attr-defined]  # JSON
    refused(zones, "列与清单不符", "columns of the rows")


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("version", lambda m: m["released"]["version"].update(number=9)),
        ("columns", lambda m: m["released"]["release"].update(columns=["area"])),
        ("dataset", lambda m: m["released"]["dataset"].update(id="clinic.other")),
        ("rows", lambda m: m["released"]["version"].update(rows=4)),
        ("kind", lambda m: m.update(kind="withdrawal")),
        ("types", lambda m: m["file"]["types"].update(area="list<item: string>")),
        ("manifest cannot be read", lambda m: m.update(surprise=1)),
        ("manifest cannot be read", lambda m: m.update(format=2)),
    ],
)
def test_a_manifest_that_contradicts_itself(zones: Zones, what: str, change: Change) -> None:
    signed_anew(zones, first(zones), change)
    refused(zones, what)


def test_a_package_that_does_not_follow_the_one_before(zones: Zones) -> None:
    _, second = zones.pushed()
    signed_anew(zones, zones.gap / second.name, lambda m: m.update(previous="0" * 64))
    taken, bad = zones.received()
    assert (taken.outcome, bad.outcome) == ("taken", "refused")
    assert "does not follow package 1" in bad.text.en


def test_an_old_version_sent_again_under_its_old_number_changes_nothing(zones: Zones) -> None:
    """A rollback: genuine packages of last year, laid into the gap a second time."""
    old = zones.pushed()
    shutil.copytree(zones.gap, zones.folder / "kept")
    zones.received()
    zones.loaded("clinic.clinics", clinics(20))
    zones.pushed()
    zones.received()
    for package in old:
        shutil.rmtree(zones.gap / package.name)
        shutil.copytree(zones.folder / "kept" / package.name, zones.gap / package.name)
    assert zones.received() == []
    with zones.outside() as store:
        assert store.version("clinic.clinics").number == 2  # type: ignore[union-attr]


def test_an_old_version_under_a_number_that_is_taken_is_a_replay(zones: Zones) -> None:
    package = first(zones)
    zones.received()
    signed_anew(zones, package, lambda m: m.update(made_at="2025-01-01T00:00:00Z"))
    (verdict,) = zones.received()
    assert verdict.outcome == "refused"
    assert "replay" in verdict.text.en


def test_an_old_version_under_a_new_number_is_a_step_back(zones: Zones) -> None:
    """Even signed and in its place, a version that is not newer needs to say that it replaces what is there."""
    zones.pushed()
    zones.received()
    last = zones.gap / sorted(p.name for p in zones.gap.iterdir())[-1]
    with zones.inside() as store:
        end = SentPackages(store).last()
    assert end
    copy = zones.gap / "copy"
    shutil.copytree(last, copy)
    signed_anew(zones, copy, lambda m: m.update(sequence=3, previous=end.hash))
    (verdict,) = zones.received()
    assert verdict.outcome == "refused"
    assert "not newer than version 1" in verdict.text.en


def test_what_is_not_named_like_a_package_is_not_looked_at(zones: Zones) -> None:
    zones.pushed()
    for name in (".00000001-949fae821c7b.0a1b2c3d", "notes.txt", "00000009-ABCDEF012345", "1-949fae821c7b"):
        (zones.gap / name).mkdir()
    assert [v.outcome for v in zones.received()] == ["taken", "taken"]
