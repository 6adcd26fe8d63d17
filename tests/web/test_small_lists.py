"""Twins of a dataset's own lists: its versions and its problem rows. What the page shows, masked as it is there, and not one fact more."""

import csv
import io
from collections.abc import Callable

from fastapi.testclient import TestClient

from tianfu.model import Event

VERSIONS = "/dataset/library.libraries/versions"
PROBLEMS = "/dataset/library.libraries/problems.json"


def test_versions_are_listed_for_machines(portal: TestClient, public: TestClient) -> None:
    for site in (portal, public):
        found = site.get(f"{VERSIONS}.json").json()
        assert (found["dataset"], found["total"]) == ("library.libraries", len(found["versions"]))
        assert found["versions"][0]["rows"] == 60
        lines = list(csv.DictReader(io.StringIO(site.get(f"{VERSIONS}.csv").content.decode("utf-8-sig"))))
        assert [line["number"] for line in lines] == [str(v["number"]) for v in found["versions"]]


def test_versions_name_neither_files_nor_people(public: TestClient, portal: TestClient) -> None:
    for site in (portal, public):
        for ending in ("json", "csv", "atom"):
            text = site.get(f"{VERSIONS}.{ending}").text
            assert not [w for w in ("张三", "李四", "reason", "by_whom") if w in text]
    assert "libraries.csv" not in public.get(f"{VERSIONS}.json").text
    assert "readers.csv" not in portal.get("/dataset/library.readers/versions.json").text, "whoever may not read the rows"


def test_what_is_not_there_has_no_versions(portal: TestClient, public: TestClient) -> None:
    assert portal.get("/dataset/library.waiting/versions.json").json()["versions"] == []
    assert portal.get("/dataset/library.nothing/versions.json").status_code == 404
    for ending in ("json", "csv", "atom"):
        assert public.get(f"/dataset/library.readers/versions.{ending}").status_code == 404


def test_problem_rows_are_listed_as_on_their_page(portal: TestClient) -> None:
    found = portal.get(PROBLEMS).json()
    assert found["total"] == len(found["problems"]) == 2
    visits = next(p for p in found["problems"] if p["column"] == "visits")
    assert visits["value"] == "9999999"
    assert "人次" in visits["problem"]["zh"]
    check = portal.get("/dataset/library.libraries/problems").text.partition("?check=")[2].partition('"')[0]
    assert portal.get(f"{PROBLEMS}?check={check}").json()["total"] == 1


def test_problem_rows_of_a_closed_dataset_are_refused_with_reasons(portal: TestClient) -> None:
    answer = portal.get("/dataset/library.readers/problems.json")
    assert answer.status_code == 403
    assert answer.json()["reasons"][0]["zh"]
    assert "problems" not in answer.json()


def test_problem_rows_stay_inside(public: TestClient) -> None:
    assert public.get(PROBLEMS).status_code == 404


def test_twins_answer_what_is_known_already_with_nothing(portal: TestClient) -> None:
    for path in ("/catalogue.json", "/catalogue.csv", f"{VERSIONS}.json", PROBLEMS, "/api/v1/datasets"):
        whole = portal.get(path, headers={"accept-encoding": "gzip"})
        again = portal.get(path, headers={"if-none-match": whole.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert portal.head(path).content == b"" or portal.head(path).status_code == 405, path
        assert whole.headers["access-control-allow-origin"] == "*"


def test_the_api_lists_datasets_and_the_catalogue_everything(public: TestClient) -> None:
    everything, datasets = public.get("/catalogue.json").json(), public.get("/api/v1/datasets").json()
    assert {h["kind"] for h in everything["hits"]} == {"dataset", "entry"}
    assert everything["total"] == datasets["total"] + 1
    assert datasets["total"] == len(datasets["datasets"]) == len(datasets["hits"])
    assert public.options("/api/v1/datasets").status_code == 204


def test_a_list_and_a_dataset_tell_the_same_of_it(portal: TestClient) -> None:
    for listed in portal.get("/api/v1/datasets?pack=library").json()["datasets"]:
        full = portal.get(listed["page"] + ".json").json()
        same = set(listed) & set(full) - {"sharing"}
        assert len(same) > 14
        assert {n: listed[n] for n in same} == {n: full[n] for n in same}


def test_files_have_all_that_matches(portal: TestClient) -> None:
    text = portal.get("/catalogue.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == portal.get("/catalogue.json").json()["total"]
    assert len(list(csv.DictReader(io.StringIO(portal.get("/catalogue.csv?limit=3").content.decode("utf-8-sig"))))) == 3


def test_lists_read_no_row(portal: TestClient, events: Callable[[], list[Event]]) -> None:
    for path in ("/catalogue?q=图书馆", "/catalogue.json", "/catalogue.csv", "/catalogue.atom", f"{VERSIONS}.json"):
        portal.get(path)
    assert [e for e in events() if e.verb == "read"] == []
