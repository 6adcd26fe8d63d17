"""Reads one file in a process of its own and says what it took: the answer, seconds, megabytes."""

import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tianfu.collect import CollectError
from tianfu.collect.contents import Content
from tianfu.collect.formats import opened
from tianfu.collect.marked import is_marked
from tianfu.model import Files, Origin, declare_dataset

DECLARED = """
title: 读数
steward: dept.environment
source: {channel: administrative, files: "*"}
key: [a]
columns:
  - {name: a, element: text, title: 列}
"""

if __name__ == "__main__":
    path = Path(sys.argv[1])
    dataset = declare_dataset(DECLARED, "readings.yaml", "demo.readings")
    source = dataset.sources[0]
    assert isinstance(source, Files)
    before = time.perf_counter()
    try:
        with path.open("rb") as file:
            is_marked(file, path.name)
        origin = Origin(1, "", path.name, 0, datetime.now(UTC))
        rows = rejected = 0
        for data, broken in opened(Content(path, path.name), source).records(dataset, origin):
            rows, rejected = rows + data.num_rows, rejected + len(broken)
        said = f"{rows} rows, {rejected} rejected"
    except CollectError as error:
        said = f"{type(error).__name__}: {error.text.zh}"
    seconds = time.perf_counter() - before
    peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())  # `ru_maxrss` begins with what the parent had
    assert peak
    print(f"{seconds:.2f}\t{int(peak[1]) / 1024:.0f}\t{said}")
