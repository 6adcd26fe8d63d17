"""The list of datasets and its twins: the same datasets in the same order, whoever asks."""

import csv
import io

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue.spreadsheets import harmless

from .conftest import links


def ids(portal: TestClient, query: str = "") -> list[str]:
    return [d["id"] for d in portal.get(f"/catalogue.json?limit=100&{query}").json()["datasets"]]


def shown(portal: TestClient, query: str = "") -> list[str]:
    """Datasets in the order of the page."""
    found = [a.partition("?")[0].removeprefix("/dataset/") for a in links(portal.get(f"/catalogue?limit=100&{query}").text)]
    return [i for i in dict.fromkeys(found) if "." in i and "/" not in i]


@pytest.mark.parametrize("query", ["", "q=图书馆", "theme=public_service", "sort=title", "sort=rows&open=always", "pack=library&grade=A"])
def test_page_json_and_csv_list_the_same(portal: TestClient, query: str) -> None:
    found = ids(portal, query)
    text = portal.get(f"/catalogue.csv?limit=100&{query}").content.decode("utf-8-sig")
    assert found
    assert [r["id"] for r in csv.DictReader(io.StringIO(text))] == found
    assert shown(portal, query) == found
    assert [d["id"] for d in portal.get(f"/api/v1/datasets?limit=100&{query}").json()["datasets"]] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("图书馆", "library.libraries"),
        ("到馆人次", "library.libraries"),
        ("library.lib", "library.libraries"),
        ("ＰＵＢＬＩＣ libraries", "library.libraries"),
        ("读者证号", "library.readers"),
        ("文化和旅游 图书馆", "library.libraries"),
    ],
)
def test_words_are_found_in_titles_ids_columns_and_stewards(portal: TestClient, words: str, found: str) -> None:
    assert found in ids(portal, f"q={words}")


def test_words_that_nothing_has_find_nothing(portal: TestClient) -> None:
    assert ids(portal, "q=火星车") == []
    assert "没有符合条件" in portal.get("/catalogue?q=火星车").text


def test_facet_counts_are_what_choosing_them_gives(portal: TestClient) -> None:
    facets = portal.get("/catalogue.json?pack=library").json()["facets"]
    for name, counts in facets.items():
        for value, count in counts.items():
            if name != "pack" and value:
                assert len(ids(portal, f"pack=library&{name}={value}")) == count, (name, value)


def test_pages_of_the_list_follow_each_other(portal: TestClient) -> None:
    found: list[str] = []
    after = ""
    while True:
        page = portal.get(f"/catalogue.json?limit=3&sort=title&after={after}").json()
        found += [d["id"] for d in page["datasets"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert found == ids(portal, "sort=title")
    assert len(found) == page["total"]


def test_the_list_has_an_etag(portal: TestClient) -> None:
    etag = portal.get("/catalogue.json").headers["etag"]
    assert portal.get("/catalogue.json", headers={"if-none-match": etag}).status_code == 304


def test_a_spreadsheet_takes_no_title_for_a_formula() -> None:
    assert [harmless(v) for v in ("=1+1", "@x", "-3", "图书馆", -3, None)] == ["'=1+1", "'@x", "'-3", "图书馆", -3, None]


def test_the_json_of_a_dataset_tells_no_path_or_value_of_its_source(portal: TestClient) -> None:
    text = portal.get("/dataset/library.readers.json").text
    for secret in ("readers.csv.gz", "inbox", "赵六", "R1"):
        assert secret not in text
    facts = portal.get("/dataset/library.libraries.json").json()
    assert facts["access"]["allowed"] is True
    assert facts["quality_detail"]["counts"] == {"read": 62, "accepted": 60, "flagged": 0, "quarantined": 2}
    assert facts["consumers"] == ["library.totals"]
    assert portal.get("/dataset/library.totals.json").json()["inputs"] == ["library.libraries"]
