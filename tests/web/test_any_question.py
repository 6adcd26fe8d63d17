"""Whatever is asked of lists, suggestions, pages, charts and summaries: an answer below 500, and well-formed."""

import json
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DATASET = "/dataset/library.libraries"
ADDRESSES = (
    *("/catalogue", "/catalogue.json", "/catalogue.csv", "/catalogue.atom", "/suggest"),
    *(DATASET, f"{DATASET}/chart", f"{DATASET}/chart.svg", f"{DATASET}/chart.json", f"{DATASET}/map.svg", f"/embed{DATASET}/table"),
    *("/api/v1/datasets/library.libraries/summary", "/api/v1/datasets/library.libraries/rows"),
)
COLUMNS = ("code", "name", "area", "kind", "visits", "opened_on", "contact", "nothing")
NAMES = st.one_of(
    st.sampled_from(("q", "theme", "kind", "region", "sort", "after", "limit", "lang", "fields", "count", "by", "of", "y", "f_pick")),
    st.sampled_from([f"chart.{n}" for n in ("kind", "x", "every", "y", "of", "split", "where", "__class__")]),
    st.builds("{}{}".format, st.sampled_from(COLUMNS), st.sampled_from(("", ".gte", ".lt", ".in", ".contains", ".under", ".isnull", ".x"))),
    st.text(max_size=8),
)
VALUES = st.one_of(
    st.sampled_from(COLUMNS),
    st.sampled_from(("line", "bar", "map", "count", "sum", "mean", "month", "year", "opened_on:month", "area:4", "-visits", "en", "zh")),
    st.sampled_from(("图书馆", "公共馆", "510107", "2001-01-05", "1e999", "nan", "-1", "99999999999999999999", "", "true", "a,b,,")),
    st.integers(-(2**70), 2**70).map(str),
    st.text(max_size=40),
)
QUESTION = st.lists(st.tuples(NAMES, VALUES), max_size=6)


def well_formed(answer: httpx.Response) -> bool:
    """Of the kind that it says it is."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind.endswith("json"):
        json.loads(answer.content)
    elif kind.endswith("xml"):
        ET.fromstring(answer.content)
    elif kind == "text/html":
        return answer.text.startswith("<!doctype html>") and answer.text.rstrip().endswith("</html>")
    else:
        answer.content.decode()
    return True


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_question_has_a_well_formed_answer(portal: TestClient, address: str) -> None:
    @settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(QUESTION)
    def asked(pairs: list[tuple[str, str]]) -> None:
        answer = portal.get(f"{address}?{urlencode(pairs, errors='surrogatepass')}")
        assert answer.status_code < 500
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.status_code == 303 or well_formed(answer)

    asked()
