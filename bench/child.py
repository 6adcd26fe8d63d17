"""One measured step in a process of its own, so that neither caches nor memory of another step count.

`python -m bench.child STEP JSON` runs a step of `bench.steps` or its siblings and prints what it returned; `measured` starts that
and adds the peak memory.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class StepFailed(RuntimeError):
    """A step ended with an error; its output says which."""


def measured(step: str, **arguments: Any) -> dict[str, Any]:
    """What the step returned, and `peak_mb`, the peak of its resident memory."""
    command = [sys.executable, "-m", "bench.child", step, json.dumps(arguments, default=str)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise StepFailed(f"{step} {arguments} ended with {process.returncode}")
    return {**json.loads(said.splitlines()[-1]), "peak_mb": round(usage.ru_maxrss / 1024)}


if __name__ == "__main__":
    from bench import export_steps, search_steps, steps, upsert_steps, workbook_steps

    room = next(r for r in (steps, upsert_steps, workbook_steps, search_steps, export_steps) if hasattr(r, sys.argv[1]))
    print(json.dumps(getattr(room, sys.argv[1])(**json.loads(sys.argv[2])), default=str))
