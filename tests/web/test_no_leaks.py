"""No address shows what the gate hides: a pack full of secrets, and whoever is not at the machine asks everything of everything."""

import html
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote, unquote, unquote_plus

import httpx
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from tianfu.model import BROWSING, OPERATOR
from tianfu.store import PageQuery, Store

from .conftest import NOW, browsing
from .planted import PLACES, SECRETS, WORDS, crossed, planted
from .test_zones import addresses

ELSEWHERE = "10.0.0.9"
DATASETS = ("vaults.closed", "vaults.shelves", "vaults.partly", "vaults.withdrawn")
KINDS = ("csv", "json", "ndjson", "xlsx", "parquet", "geojson", "svg", "txt", "bib", "ris", "chart", "table", "map")
KNOWN = {
    "dataset_id": (*DATASETS, "vaults.closed__problems", "vaults.close"),
    "column": ("code", "kind", "keeper", "contact", "alarm", "wing", "hall"),
    "entry_id": ("vaults", "hidden_draft", "hidden_draf"),
    "number": ("1",),
    "pack": ("vaults", "vault"),
    "name": ("vaults", "vault"),
    "kind": KINDS,
}
QUESTIONS = (
    *(
        "contact=欧阳鹤鸣",
        "depth.gte=318000",
        "sort=depth",
        "fields=code,alarm,contact,note",
        "f_pick=alarm",
        "wing.contains=暗",
        "lang=en",
    ),
    *("chart.x=alarm", "chart.x=kind&chart.y=depth&chart.of=max", "chart.kind=map&chart.x=site", "chart.x=kind&chart.split=alarm"),
    *("by=alarm", "by=kind&of=max&y=depth", "by=wing", "by=keeper"),
)
ASKED = re.compile(r"vaults\.(closed|shelves|partly)(/(chart|map|rows|count|summary|facets/kind)(\.json|\.csv)?|/table)?$")
"""What reads questions, once of each sort."""
OPEN_INSIDE = {"zqw01", "影厅辛酉"}
"""Withdrawn from the Internet; on the government network the dataset is open."""
SEARCHED = ("/catalogue", "/catalogue.json", "/catalogue.csv", "/catalogue.atom", "/api/v1/datasets", "/suggest", "/entries.json")
HIDDEN = (
    ("shelves", "alarm", "红区戊九", "乌有子虚"),
    ("shelves", "contact", "欧阳鹤鸣", "乌有子虚"),
    ("shelves", "depth", "318001.25", "318001.75"),
    ("closed", "keeper", "密室甲井", "乌有子虚"),
    ("closed", "code", "zqk01", "zqk99"),
    ("partly", "wing", "暗翼庚申", "乌有子虚"),
    ("partly", "tons", "886617", "886618"),
)
"""Column, a value that it has where it is hidden, one that it has not."""
READ_BY = (
    *(
        "/dataset/vaults.{}",
        "/dataset/vaults.{}/chart",
        "/dataset/vaults.{}/chart.svg",
        "/dataset/vaults.{}/map",
        "/dataset/vaults.{}/map.csv",
    ),
    *("/dataset/vaults.{}/download.csv", "/dataset/vaults.{}/download.parquet", "/embed/dataset/vaults.{}/table"),
    *("/api/v1/datasets/vaults.{}/rows?", "/api/v1/datasets/vaults.{}/count?", "/api/v1/datasets/vaults.{}/facets/code?"),
    "/api/v1/datasets/vaults.{}/summary?by=code&",
)
CHANGING = re.compile(r'<code>\w{10}</code>|"request":"\w+"|<time.*?</time>')
"""The number of a request, and how long ago something was."""


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, TestClient]]:
    """Both zones, asked from another machine."""
    folder = tmp_path_factory.mktemp("vaults")
    inside = planted(folder / "inside")
    outside = crossed(folder / "inside", folder / "outside")
    with ExitStack() as stack:
        found = {n: stack.enter_context(browsing(s, client=ELSEWHERE)) for n, s in (("internal", inside), ("public", outside))}
        for browser in found.values():
            browser.app.state.search.known.ready()  # type: ignore[attr-defined]  # the application
        yield found


@pytest.fixture(params=["internal", "public"])
def zone(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filled(path: str) -> Iterator[str]:
    """The address with everything that is known in the place of its parameters."""
    names = re.findall(r"\{([^}]+)\}", path)
    for values in itertools.product(*(KNOWN.get(n, ("x",)) for n in names)):
        given = iter(values)
        yield re.sub(r"\{[^}]+\}", lambda _: next(given), path)  # noqa: B023 - used at once


def texts(answer: httpx.Response) -> str:
    """All words of an answer, its headers too; of workbooks and Parquet what is packed in them."""
    content = answer.content
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        said = "".join(book.read(n).decode("utf-8", "replace") for n in book.namelist())
    elif content.startswith(b"PAR1"):
        said = str(pq.read_table(io.BytesIO(content)).to_pylist())
    else:
        said = content.decode("utf-8", "replace")
    return f"{html.unescape(unquote(said))}{dict(answer.headers)}"


def leaked(zone: str, asked: str, answer: httpx.Response) -> list[str]:
    """Secrets that an answer tells and its question did not."""
    said, question = texts(answer), unquote_plus(asked)
    hidden = {*SECRETS, *WORDS} - (OPEN_INSIDE if zone == "internal" else set())
    if not asked.endswith("template.xlsx"):  # has the whole list of areas
        hidden |= set(PLACES)
    return [s for s in hidden if s in said and s not in question]


def test_the_secrets_are_there(zones: dict[str, TestClient]) -> None:
    """Else the sweep would find nothing in any case."""
    store: Store = zones["internal"].app.state.store  # type: ignore[attr-defined]  # the application
    for dataset, secret in (("vaults.closed", "密室甲井"), ("vaults.shelves", "红区戊九"), ("vaults.partly", "暗翼庚申")):
        page = store.page(dataset, OPERATOR, BROWSING, PageQuery(), today=NOW.date())
        assert secret in page.body.decode()
    assert zones["public"].get("/api/v1/datasets/vaults.partly/rows").json()["total"] == 2


def test_no_address_tells_a_secret(zones: dict[str, TestClient], zone: str) -> None:
    browser = zones[zone]
    found: dict[str, str] = {}
    for path, methods in addresses(browser).items():
        for address in filled(path) if "GET" in methods else ():
            several = QUESTIONS if ASKED.search(address) else ()
            for asked in (address, *(f"{address}?{q}" for q in several)):
                answer = browser.get(asked)
                assert answer.status_code < 500, asked
                found |= dict.fromkeys(leaked(zone, asked, answer), asked)
    assert found == {}


def same(browser: TestClient, asked: str, one: str, other: str) -> bool:
    """Whether two words get the same answer, but for the words themselves."""

    def without(word: str) -> tuple[int, str]:
        answer = browser.get(asked.format(quote(word)))
        said = CHANGING.sub("", answer.content.decode("utf-8", "replace"))
        return answer.status_code, said.replace(quote(word), "").replace(word, "")

    return without(one) == without(other)


def test_no_search_tells_a_secret_from_an_invention(zones: dict[str, TestClient], zone: str) -> None:
    invented = {
        "密室甲井": "乌有子虚",
        "红区戊九": "乌有子虚",
        "丁香": "乌有",
        "暗翼庚申": "乌有子虚",
        "草稿壬戌": "乌有子虚",
        "7654321": "7654329",
    }
    for path, (secret, wrong) in itertools.product(SEARCHED, invented.items()):
        for parameter in ("q", "after", "region", "theme"):
            assert same(zones[zone], f"{path}?{parameter}={{}}", secret, wrong), (path, parameter, secret)
    assert same(zones[zone], "/catalogue.json?region={}", "511700", "999999"), "a prefecture that hidden rows alone have"


def test_nothing_secret_is_suggested(zones: dict[str, TestClient], zone: str) -> None:
    for secret in {*SECRETS, *WORDS} - OPEN_INSIDE:
        for length in range(1, len(secret)):
            asked = f"/suggest?q={quote(secret[:length])}"
            assert leaked(zone, asked, zones[zone].get(asked)) == []


@pytest.mark.parametrize(("dataset", "column", "there", "absent"), HIDDEN)
def test_no_condition_tells_whether_a_hidden_value_is_there(
    zones: dict[str, TestClient], zone: str, dataset: str, column: str, there: str, absent: str
) -> None:
    for address, operator in itertools.product(READ_BY, ("", ".gte")):
        path = address.format(dataset)
        asked = f"{path}{'' if '?' in path else '?'}{column}{operator}={{}}"
        assert same(zones[zone], asked, there, absent), asked
