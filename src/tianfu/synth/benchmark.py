"""The file that loads are measured with: ten clean columns of Chinese text, codes, dates and numbers, 131 bytes a row."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from .codes import credit_codes, mobiles
from .draw import Draw, Whole, span
from .firms import FIRST_DAY, industries
from .names import brands, trades
from .places import LAST_DAY, area_codes, roads, vocabulary
from .province import CHUNK, SEED
from .text import days, digits, fixed, join, letters, lines, pick, tenths

SEEN_FROM = LAST_DAY - timedelta(days=300)
FIELDS = ("id", "credit_code", "name", "area", "address", "industry", "capital", "founded_on", "seen_at", "mobile")


def bench_csv(path: Path, *, rows: int, seed: int = SEED) -> Path:
    """Write `rows` clean records; the same bytes for the same seed and rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.write((",".join(FIELDS) + "\n").encode())
        for start in range(0, rows, CHUNK):
            out.write(_records(seed, start, min(start + CHUNK, rows)))
    return path


def bench_declaration(files: str) -> str:
    """Its declaration: twelve rules, and the checks of its elements, a check digit among them; `files` is a pattern below a data root."""
    return f"""\
title: 基准测试数据
title_en: Benchmark
steward: dept.data
source: {{channel: administrative, files: "{files}"}}
key: [id]
sharing: {{to_departments: always, to_public: always, to_operation: always}}
columns:
  - {{name: id, element: code, title: 序号}}
  - {{name: credit_code, element: credit_code, title: 统一社会信用代码}}
  - {{name: name, element: firm_name, title: 名称, required: true}}
  - {{name: area, element: area, title: 行政区划}}
  - {{name: address, element: address, title: 住所}}
  - {{name: industry, element: industry, title: 行业}}
  - {{name: capital, element: money, title: 注册资本}}
  - {{name: founded_on, element: date, title: 成立日期}}
  - {{name: seen_at, element: instant, title: 核查时刻}}
  - {{name: mobile, element: mobile, title: 联系电话}}
rules:
  - {{rule: required, columns: [credit_code, area, founded_on]}}
  - {{rule: between, column: capital, low: 0, high: 100000000000}}
  - {{rule: between, column: capital, low: 1, severity: flag}}
  - {{rule: matches, column: id, pattern: "N[0-9]{{8}}"}}
  - {{rule: matches, column: name, pattern: ".{{4,60}}"}}
  - {{rule: matches, column: mobile, pattern: "1[3-9][0-9]{{9}}"}}
  - {{rule: matches, column: area, pattern: "51[0-9]{{4}}"}}
  - {{rule: expression, left: founded_on, op: "<=", value: "2026-12-31"}}
  - {{rule: expression, left: founded_on, op: ">=", value: "1949-10-01"}}
  - {{rule: expression, left: capital, op: ">", value: "0"}}
"""


def _records(seed: int, start: int, stop: int) -> bytes:
    rows = span(start, stop)

    def below(what: str, limit: int) -> Whole:
        return Draw(seed, f"bench.{what}").below(rows, limit)

    trade = below("trade", len(vocabulary()["trades"]))
    columns = {
        "id": fixed(letters("N", len(rows)), digits(rows.astype(np.int64) + 1, 8)),
        "credit_code": credit_codes(rows.astype(np.int64), letters("91", len(rows)), below("division", 100)),
        "name": join(brands(seed, "bench", rows), pick(trades(), trade), "公司"),
        "area": pick(area_codes(), below("area", len(area_codes()))),
        "address": roads(seed, "bench", rows),
        "industry": pick(industries(), trade),
        "capital": join(pick(tenths(10, 10_009), below("capital", 10_000)), "5"),
        "founded_on": pick(days(FIRST_DAY, LAST_DAY), below("founded", (LAST_DAY - FIRST_DAY).days)),
        "seen_at": join(pick(days(SEEN_FROM, LAST_DAY), below("day", 300)), " ", _clock(below("second", 86400))),
        "mobile": mobiles(below("mobile", 10**8)),
    }
    return lines(columns)


def _clock(second: Whole) -> pa.Array:
    minute, s = np.divmod(second, 60)
    hour, minute = np.divmod(minute, 60)
    colon = letters(":", len(second))
    return fixed(digits(hour, 2), colon, digits(minute, 2), colon, digits(s, 2))
