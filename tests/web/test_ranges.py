"""A file that broke off goes on where it ended, and nobody gets twice what they have: tags, ranges and lengths of files (RFC 9110)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.model import Event

from .conftest import browsing, settings_of

FILE = "/dataset/library.libraries/download"
KINDS = ("csv", "json", "ndjson", "xlsx", "parquet")


@pytest.fixture(scope="module")
def files(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A portal of its own: what was taken before matters here."""
    import shutil

    shutil.copytree(furnished, folder := tmp_path_factory.mktemp("ranges") / "portal")
    shutil.rmtree(folder / "home" / "cache" / "exports", ignore_errors=True)
    with browsing(settings_of(folder)) as browser:
        yield browser


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_time_and_the_second_give_the_same_bytes_and_the_second_their_number(files: TestClient, kind: str) -> None:
    first = files.get(f"{FILE}.{kind}?sort=-visits")
    second = files.get(f"{FILE}.{kind}?sort=-visits")
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert int(second.headers["content-length"]) == len(first.content)
    assert (second.headers["accept-ranges"], second.headers["last-modified"][-3:]) == ("bytes", "GMT")
    assert first.headers["etag"].startswith("W/") == (kind == "parquet")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("taken_before", [True, False])
def test_a_download_that_broke_off_goes_on_where_it_ended(files: TestClient, kind: str, taken_before: bool) -> None:
    view = f"{FILE}.{kind}?fields=code,{'visits' if taken_before else 'name'}"
    whole = files.get(view).content if taken_before else b""
    resumed = files.get(view, headers={"range": "bytes=100-"})
    whole = whole or files.get(view).content
    assert resumed.status_code == 206
    assert resumed.headers["content-range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert whole[:100] + resumed.content == whole


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=5-9", slice(5, 10)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-999999999", slice(3, None)),
        ("BYTES = 1-2", slice(1, 3)),
    ],
)
def test_parts_are_those_that_were_asked_for(files: TestClient, asked: str, part: slice) -> None:
    whole = files.get(f"{FILE}.csv").content
    answer = files.get(f"{FILE}.csv", headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, whole[part])
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_told_with_the_size(files: TestClient, asked: str) -> None:
    whole = files.get(f"{FILE}.csv").content
    answer = files.get(f"{FILE}.csv", headers={"range": asked})
    assert (answer.status_code, answer.headers["content-range"], answer.content) == (416, f"bytes */{len(whole)}", b"")


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "bytes=0-1,4-5", "rows=1-2", "bytes=a-b", "bytes=" + "9" * 400 + "-"])
def test_what_is_no_single_range_gets_the_whole(files: TestClient, asked: str) -> None:
    answer = files.get(f"{FILE}.csv", headers={"range": asked})
    assert (answer.status_code, answer.content) == (200, files.get(f"{FILE}.csv").content)


def test_a_part_is_only_sent_to_go_on_the_same_file(files: TestClient) -> None:
    whole = files.get(f"{FILE}.csv")
    etag, day, part = whole.headers["etag"], whole.headers["last-modified"], {"range": "bytes=10-"}
    answers = [files.get(f"{FILE}.csv", headers={**part, "if-range": c}) for c in (etag, '"another"', f"W/{etag}", day)]
    assert [a.status_code for a in answers] == [206, 200, 200, 200]
    assert answers[1].content == whole.content


def test_a_file_that_the_client_has_is_not_sent_again(files: TestClient) -> None:
    etag = files.get(f"{FILE}.parquet").headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"x", {etag}', "*"):
        answer = files.get(f"{FILE}.parquet", headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert files.get(f"{FILE}.parquet", headers={"if-none-match": '"x"'}).status_code == 200


def test_a_look_tells_everything_but_the_rows(files: TestClient) -> None:
    before = files.head(f"{FILE}.csv?fields=name")
    taken = files.get(f"{FILE}.csv?fields=name")
    after = files.head(f"{FILE}.csv?fields=name")
    assert (before.status_code, before.content, "content-length" in before.headers) == (200, b"", False)
    assert (after.content, int(after.headers["content-length"])) == (b"", len(taken.content))
    for name in ("etag", "content-type", "content-disposition", "accept-ranges", "last-modified"):
        assert before.headers[name] == taken.headers[name] == after.headers[name]


def test_the_journal_knows_what_left_with_each_part(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    whole = portal.get(f"{FILE}.csv").content
    part = portal.get(f"{FILE}.csv", headers={"range": "bytes=0-199"}).content
    portal.head(f"{FILE}.csv")
    kept = [e for e in events() if e.verb == "exported"]
    assert [(e.detail["bytes"], e.detail["whole"]) for e in kept] == [(len(whole), "yes"), (200, "no")]
    assert kept[0].detail["rows"] == whole.count(b"\r\n") - 1
    assert part.count(b"\n") <= int(str(kept[1].detail["rows"])) <= 6
    assert [e.verb for e in events()].count("export") == 3


def test_files_are_sent_as_they_are_whatever_the_client_could_unpack(files: TestClient) -> None:
    answer = files.get(f"{FILE}.csv", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
