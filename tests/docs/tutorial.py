"""Runs the fenced blocks of a Markdown page as a reader would: files are saved, shell lines are typed into one shell."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<path>[\w./-]+))?\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block: `kind` and, for a file, its path."""

    kind: str
    path: str
    text: str


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    return [Block(m["kind"], m["path"] or "", m["text"]) for m in FENCE.finditer(page.read_text("utf-8"))]


def run(page: Path, folder: Path) -> str:
    """What the shell said. Files are saved at their place among the commands; AssertionError with the output when a command fails."""
    script = ["set -e"]
    for number, block in enumerate(blocks(page)):
        if block.path:
            kept = folder / f".block{number}"
            kept.write_text(block.text, "utf-8")
            script += [f"mkdir -p {Path(block.path).parent}", f"cp {kept} {block.path}"]
        elif block.kind == "shell":
            script.append(block.text)
    environ = {k: v for k, v in os.environ.items() if not k.startswith("TIANFU_")}
    environ |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}", "COLUMNS": "160"}
    done = subprocess.run(["bash", "-c", "\n".join(script)], cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{page.name} does not work as written:\n{done.stdout}\n{done.stderr}"
    return done.stdout
