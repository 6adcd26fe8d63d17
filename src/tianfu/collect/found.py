"""Where a record stands inside its raw file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """`part` names the sheet or the member of an archive, and is empty where a file has none; `line` counts from 1 in it."""

    part: str
    line: int
    text: str
    """the record as written"""
