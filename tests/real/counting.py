"""How many records a file holds, counted without the platform: by the csv, json and sqlite3 modules, by lines."""

import csv
import gzip
import io
import json
import sqlite3
from pathlib import Path

csv.field_size_limit(10**9)


def text_of(path: Path, encoding: str = "utf-8-sig") -> str:
    """The whole text, unpacked."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return raw.decode(encoding)


def delimited(path: Path, encoding: str = "utf-8-sig", comment: str = "", header: int = 1) -> int:
    """Records of a CSV file: rows that are not empty, without the header."""
    lines = text_of(path, encoding)
    if comment:
        lines = "\n".join(line for line in lines.split("\n") if not line.startswith(comment))
    return sum(1 for row in csv.reader(io.StringIO(lines, newline="")) if row) - header


def lines(path: Path, comment: str = "", header: int = 0) -> int:
    """Lines that hold anything."""
    return sum(1 for line in text_of(path).splitlines() if line.strip() and not (comment and line.startswith(comment))) - header


def documents(path: Path) -> int:
    """Objects of a file with one JSON document per line."""
    return sum(1 for line in text_of(path).splitlines() if line.strip() and json.loads(line) is not None)


def members(path: Path, *names: str) -> int:
    """The length of a list in a JSON document, below these names; of an object, its members."""
    found = json.loads(text_of(path))
    for name in names:
        found = found[name]
    return len(found)


def of_table(path: Path, table: str) -> int:
    """Rows of a table in a SQLite database."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
