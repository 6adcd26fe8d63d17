"""The form of declarations: at the machine itself only, without a script, and nothing is kept of what is sent."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from tianfu.catalogue.sheets.declaration_in import read_declaration
from tianfu.catalogue.sheets.declaration_out import declaration_workbook
from tianfu.model import declare_dataset

from .conftest import browsing, settings_of

ORIGIN = {"origin": "http://localhost"}


class Fields(HTMLParser):
    """What a browser would send of the page's long form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(html.split('<form action="/declare" method="post"', 1)[1].split("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        name = a.get("name") or ""
        if tag == "input" and (a.get("type") != "checkbox" or "checked" in a):
            self.values[name] = a.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self.values or "selected" in a):
            self.values[self._select] = a.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


def fields(html: str) -> dict[str, str]:
    return Fields(html).values


def sent(browser: TestClient, values: Mapping[str, str], do: str = "check") -> str:
    answer = browser.post("/declare", data={**values, "do": do}, headers=ORIGIN)
    assert answer.status_code in (200, 422)
    return answer.text


def upload(browser: TestClient, name: str, content: bytes) -> tuple[int, str]:
    answer = browser.post("/declare/upload", files={"file": (name, content)}, headers=ORIGIN)
    return answer.status_code, answer.text


def test_a_dataset_comes_back_through_the_browser_as_it_was(portal: TestClient) -> None:
    dataset = portal.app.state.registry.dataset("library.libraries")  # type: ignore[attr-defined]  # the application
    values = fields(portal.get("/declare", params={"from": dataset.id}).text)
    page = sent(portal, values)
    assert "声明没有问题" in page
    assert "已有这个数据集" in page
    assert "tianfu packs check packs/library" in page
    file = portal.post("/declare", data={**fields(page), "do": "yaml"}, headers=ORIGIN)
    assert file.headers["content-type"].startswith("application/yaml")
    assert file.headers["content-disposition"] == 'attachment; filename="libraries.yaml"'
    assert file.headers["cache-control"] == "no-store"
    assert declare_dataset(file.text, "libraries.yaml", dataset.id) == dataset
    assert yaml.safe_load(file.text)["rules"] == [{"rule": "between", "column": "visits", "low": 0, "high": 1000000}]


def test_the_other_faces_are_saved_too(portal: TestClient) -> None:
    values = fields(portal.get("/declare", params={"from": "library.libraries"}).text)
    book = portal.post("/declare", data={**values, "do": "xlsx"}, headers=ORIGIN)
    text, problems = read_declaration(book.content)
    assert problems == []
    assert "图书馆名录" in text
    template = portal.post("/declare", data={**values, "do": "template"}, headers=ORIGIN)
    assert [c.value for c in load_workbook(BytesIO(template.content)).worksheets[0][5]][:2] == ["code", "name"]


def test_rows_come_and_go_by_a_button(portal: TestClient) -> None:
    start = fields(portal.get("/declare").text)
    assert {f"columns.{n}.name" for n in range(5)} <= set(start)
    more = fields(sent(portal, {**start, "columns.0.name": "a", "columns.1.name": "b"}, "add"))
    assert "columns.6.name" in more
    less = fields(sent(portal, more, "drop columns 0"))
    assert (less["columns.0.name"], less["columns.1.name"]) == ("b", "")


def test_problems_stand_next_to_their_fields(portal: TestClient) -> None:
    values = fields(portal.get("/declare", params={"from": "library.libraries"}).text)
    page = sent(portal, {**values, "columns.2.element": "aera", "steward": "dept.culture", "title": ""})
    assert page.count('aria-invalid="true"') == 3
    assert re.search(r'name="columns\.2\.element" value="aera"[^>]*aria-describedby="p-columns-2-element"', page)
    assert '<a href="#p-title">' in page
    assert 'id="p-title"' in page
    assert "没有“aera”，是不是“area”？" in page
    for do in ("yaml", "xlsx", "template"):
        assert portal.post("/declare", data={**values, "title": "", "do": do}, headers=ORIGIN).status_code == 422


def test_a_form_starts_from_a_declaration_and_from_a_sample(portal: TestClient) -> None:
    dataset = portal.app.state.registry.dataset("library.libraries")  # type: ignore[attr-defined]  # the application
    _, page = upload(portal, "声明.xlsx", declaration_workbook(dataset))
    assert fields(page)["id"] == "library.libraries"
    assert fields(page)["columns.1.required"] == "1"
    _, page = upload(portal, "visits.yaml", b"title: Visits\nrefresh: sometimes\ncolour: red\n")
    assert (fields(page)["id"], fields(page)["refresh"], fields(page)["more"]) == ("visits", "sometimes", "colour: red\n")
    _, page = upload(portal, "样例.csv", "统一社会信用代码,开馆日期,visits\n1,2,3\n".encode("gb18030"))
    found = fields(page)
    assert [found[f"columns.{n}.element"] for n in range(3)] == ["credit_code", "date", ""]
    assert [found[f"columns.{n}.name"] for n in range(3)] == ["credit_code", "", "visits"]
    book = Workbook()
    for row in (["图书馆统计"], ["编号", "名称"], ["=1+1", "x"]):
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    assert fields(upload(portal, "a.xlsx", out.getvalue())[1])["columns.1.from_field"] == "名称"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.yaml", b"a: [", "不是可读的 YAML"),
        ("a.yaml", b"[" * 5000, "嵌套太深"),
        ("a.yaml", b"- a", "不是声明"),
        ("a.yaml", b"\xff\xfe", "UTF-8"),
        ("a.yaml", b"a: " + b"x" * 300_000, "256 KB"),
        ("a.csv", b"", "空的"),
        ("a.csv", b"%PDF\0\0", "不是文本"),
        ("a.csv", b",,,\n", "没有字段名"),
        ("a.csv", ",".join(f"c{n}" for n in range(10_000)).encode(), "10,000"),
        ("a.yaml", b"columns:\n" + b"".join(b"  - {name: c%d}\n" % n for n in range(10_000)), "10,000"),
        ("a.xlsx", b"PK\3\4nothing", "a.xlsx"),
    ],
)
def test_what_cannot_begin_a_form_is_told_in_words(portal: TestClient, name: str, content: bytes, word: str) -> None:
    status, page = upload(portal, name, content)
    assert status == 422
    assert word in page


def test_markup_and_formulas_are_only_text(portal: TestClient) -> None:
    nasty = {
        "title": '=HYPERLINK("x")',
        "columns.1.title": "<script>alert(1)</script>",
        "description": '"><img src=x onerror=alert(1)>\x07',
    }
    values = {**fields(portal.get("/declare", params={"from": "library.libraries"}).text), **nasty}
    page = sent(portal, values)
    assert "声明没有问题" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for do in ("xlsx", "template"):
        book = load_workbook(BytesIO(portal.post("/declare", data={**values, "do": do}, headers=ORIGIN).content))
        assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_a_form_of_ten_thousand_columns_is_bounded(portal: TestClient) -> None:
    many = {f"columns.{n}.name": f"c{n}" for n in range(4_900)}
    assert "多出的 4600 行" in sent(portal, many)
    assert portal.post("/declare", data={f"columns.{n}.name": "c" for n in range(10_000)}, headers=ORIGIN).status_code in (400, 413)
    assert portal.post("/declare", data={"more": "x" * 2**20}, headers=ORIGIN).status_code == 413


def test_nothing_is_written(own: Path) -> None:
    def held() -> set[str]:
        return {str(p.relative_to(own)) for p in own.rglob("*") if p.is_file() and "-wal" not in p.name and "-shm" not in p.name}

    with browsing(settings_of(own)) as browser:
        before = held()
        values = fields(browser.get("/declare", params={"from": "library.libraries"}).text)
        sent(browser, {**values, "id": "library.new"})
        upload(browser, "a.csv", b"a,b\n")
        assert held() == before


def test_the_form_is_at_the_machine_itself_and_never_in_the_public_zone(furnished: Path, portal: TestClient, public: TestClient) -> None:
    assert 'href="/declare"' in portal.get("/entries").text
    assert public.get("/declare").status_code == 404
    assert 'href="/declare"' not in public.get("/entries").text
    with browsing(settings_of(furnished), client="10.0.0.9") as browser:
        assert browser.get("/declare").status_code == 403
        assert browser.post("/declare", data={"id": "a.b"}, headers=ORIGIN).status_code == 403
        assert 'href="/declare"' not in browser.get("/entries").text
    assert portal.post("/declare", data={"id": "a.b"}, headers={"origin": "http://elsewhere"}).status_code == 403
    assert portal.get("/declare", params={"from": "library.librarees"}).status_code == 404
