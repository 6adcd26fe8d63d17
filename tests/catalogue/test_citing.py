"""A dataset is cited by department, title, version, days and address, in the words that each style and each program expects."""

import json
import re
from datetime import UTC, datetime

import pytest

from tianfu.catalogue.citing import citation
from tianfu.model import Dataset, Mode, Version
from tianfu.model.declaration import declare_dataset

YAML = """
title: TITLE
title_en: Public libraries
steward: dept.culture_tourism
source: {channel: upload}
columns: [{name: code, element: code, title: 编号}]
"""
AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
VERSION = Version(
    dataset="library.libraries",
    number=3,
    delta=2,
    at=datetime(2026, 11, 23, 17, tzinfo=UTC),
    run="r",
    mode=Mode.replace,
    rows=1,
    bytes=1,
    inserted=1,
    deleted=0,
    counts={},
    problems=0,
    declaration="d",
)


def of(title: str = "公共图书馆名录") -> Dataset:
    return declare_dataset(YAML.replace("TITLE", json.dumps(title, ensure_ascii=False)), "libraries.yaml", "library.libraries")


CITED = citation(of(), VERSION, "https://data.example.org/", AT)


def test_gb_7714_names_the_kind_of_source_the_version_and_both_days_in_china() -> None:
    assert CITED.gbt7714 == (
        "四川省文化和旅游厅. 公共图书馆名录[DS/OL]. V3. (2026-11-24)[2026-11-25]. https://data.example.org/dataset/library.libraries."
    )


def test_apa_is_english() -> None:
    assert ", Sichuan. (2026, November 24). Public libraries (Version 3) [Data set]. https://" in CITED.apa
    assert CITED.apa.isascii()


def test_bibtex_is_one_entry_with_balanced_braces() -> None:
    assert CITED.bibtex.startswith(
        "@misc{library_libraries_v3,\n  author = {{四川省文化和旅游厅}},\n  title = {{公共图书馆名录}},\n  year = {2026},"
    )
    assert "url = {https://data.example.org/dataset/library.libraries}," in CITED.bibtex


def test_ris_has_a_tag_a_line_and_an_end() -> None:
    lines = CITED.ris.split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])


def test_csl_is_what_citation_programs_read() -> None:
    (item,) = json.loads(CITED.csl_json)
    assert (item["type"], item["version"], item["issued"]) == ("dataset", "3", {"date-parts": [[2026, 11, 24]]})


@pytest.mark.parametrize("title", ["a\nER  - \r\nTY  - BOOK", r"100% {of} a_b \input{/etc/passwd}", "}},\n note={", "$x$ & #1 ~ ^"])
def test_no_title_breaks_out_of_its_place(title: str) -> None:
    cited = citation(of(title), VERSION, "https://data.example.org/", AT)
    assert cited.ris.count("\r\nER  - \r\n") == 1
    assert cited.ris.count("TY  - DATA") == 1
    assert len(cited.ris.splitlines()) == 11
    bare = re.sub(r"\\[\\{}&%$#_]", "", cited.bibtex)
    assert bare.count("{") == bare.count("}")
    assert "\\input" not in cited.bibtex
    assert "\n" not in cited.gbt7714
