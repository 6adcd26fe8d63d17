"""The Chromium that office desktops still run, 86, from a package that carries it for other purposes. It is never shipped."""

import stat
import subprocess
import tarfile
from pathlib import Path

from .npm import member, pack

PACKAGE = "chrome-aws-lambda@5.3.1"
UNPACK = """
const zlib = require("zlib"), fs = require("fs"), [from, to] = process.argv.slice(1);
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));
"""
START = """#!/bin/sh
exec "$(dirname "$0")/chromium" --no-zygote "$@"
"""
PATCH = r"""// What drives the browser asks elements whether they are seen in a way that is younger than the browser.
const Module = require("module"), fs = require("fs"), plain = Module._extensions[".js"];
Module._extensions[".js"] = function (module, file) {
  if (!file.endsWith("coreBundle.js")) return plain(module, file);
  const text = fs.readFileSync(file, "utf8");
  module._compile(text.replace(/(\w+)\.checkVisibility\(\)/g, "(!$1.checkVisibility || $1.checkVisibility())"), file);
};
"""


def unpacked(folder: Path) -> dict[str, str]:
    """Brings it into the folder, unless it is there; the environment that makes the journeys use it."""
    start, patch = folder / "start", folder / "patch.js"
    if not start.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(pack(PACKAGE, folder)) as archive:
            (folder / "chromium.br").write_bytes(member(archive, "bin/chromium.br"))
        subprocess.run(["node", "-e", UNPACK, str(folder / "chromium.br"), str(folder / "chromium")], check=True)
        patch.write_text(PATCH, "utf-8")
        start.write_text(START, "utf-8")
        for program in (folder / "chromium", start):
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"TIANFU_CHROMIUM": str(start), "NODE_OPTIONS": f"--require {patch}"}
