"""Reads a workbook in a process of its own and prints what came of it, the time it took, and the most memory it held.

`python alone.py FILE FIELD...`
"""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from tianfu.collect import CollectError
from tianfu.collect.contents import Content
from tianfu.collect.formats import opened
from tianfu.model import Files, Origin, declare_dataset

DECLARED = """
title: 表
steward: dept.environment
source: {{channel: administrative}}
key: [c0]
columns:
{columns}
"""


def main() -> None:
    """Reads all of it."""
    path, *fields = sys.argv[1:]
    columns = "\n".join(f'  - {{name: c{n}, element: text, title: 列, from_field: "{f}"}}' for n, f in enumerate(fields))
    dataset = declare_dataset(DECLARED.format(columns=columns), "table.yaml", "demo.table")
    source = dataset.sources[0]
    assert isinstance(source, Files)
    began, rows, rejected, said = process_time(), 0, 0, ""
    try:
        content = Content(Path(path), "攻击.xlsx")
        for data, broken in opened(content, source).records(dataset, Origin(1, "", "", 0, datetime.now(UTC))):
            rows, rejected = rows + data.num_rows, rejected + len(broken)
    except CollectError as error:
        said = error.text.zh
    seconds = process_time() - began
    peak = int(re.findall(r"VmHWM:\s+([0-9]+)", Path("/proc/self/status").read_text())[0]) / 1024  # getrusage counts the parent too
    print(json.dumps({"rows": rows, "rejected": rejected, "said": said, "seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
