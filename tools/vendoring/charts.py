"""The charting library as one module: lines, bars, limit lines, a pointer's box, drawn as SVG. Nothing else of it is shipped."""

import json
import subprocess
import tempfile
from pathlib import Path

from .npm import ROOT, declared, install, sums

FOLDER = ROOT / "src" / "tianfu" / "web" / "static" / "vendor"
SOURCE = Path(__file__).with_name("charts.js")
MODULE, PACKED = "echarts.js", "echarts.js.br"
LICENCES = {"echarts": ("LICENSE", "NOTICE"), "zrender": ("LICENSE",), "tslib": ("LICENSE.txt",)}
PACK = """
const [from, to] = process.argv.slice(1), zlib = require("zlib"), fs = require("fs"), c = zlib.constants;
fs.writeFileSync(to, zlib.brotliCompressSync(fs.readFileSync(from), {params: {[c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24}}));
"""


def refresh(wanted: list[str]) -> None:
    pinned = declared(FOLDER)["echarts"]
    version = (*wanted, pinned["version"])[0]
    with tempfile.TemporaryDirectory() as name:
        modules = install([f"echarts@{version}", f"esbuild@{pinned['esbuild']}"], Path(name))
        build(Path(name), modules)
        for package, files in LICENCES.items():
            (FOLDER / f"{package}.LICENSE").write_bytes(b"\n".join((modules / package / file).read_bytes() for file in files))
        versions = {package: json.loads((modules / package / "package.json").read_text("utf-8"))["version"] for package in LICENCES}
    subprocess.run(["node", "-e", PACK, str(FOLDER / MODULE), str(FOLDER / PACKED)], check=True)
    (FOLDER / "VENDOR.toml").write_text(declaration(versions, pinned["esbuild"]), "utf-8")
    print(f"echarts {version}: {(FOLDER / MODULE).stat().st_size:,} bytes, {(FOLDER / PACKED).stat().st_size:,} packed")


def build(folder: Path, modules: Path) -> None:
    """One ES module that Chromium 86 reads, without comments."""
    (folder / "charts.js").write_text(SOURCE.read_text("utf-8"), "utf-8")
    options = ("--bundle", "--minify", "--format=esm", "--target=chrome86", "--legal-comments=none", "--log-level=warning")
    binary = modules / "esbuild" / "bin" / "esbuild"
    subprocess.run(["node", str(binary), "charts.js", *options, f"--outfile={FOLDER / MODULE}"], cwd=folder, check=True)


def declaration(versions: dict[str, str], esbuild: str) -> str:
    return f"""# The charting library of figures; `python tools/vendor.py charts` makes it anew. The licences stand beside it.
# Built by esbuild from tools/vendoring/charts.js, which names the parts that are in it. Loaded only when a chart comes into view.
[echarts]
version = "{versions["echarts"]}"
licence = "Apache-2.0"
source = "https://github.com/apache/echarts"
esbuild = "{esbuild}"

[zrender]  # what echarts draws with
version = "{versions["zrender"]}"
licence = "BSD-3-Clause"
source = "https://github.com/ecomfe/zrender"

[tslib]
version = "{versions["tslib"]}"
licence = "0BSD"
source = "https://github.com/microsoft/tslib"

[files]
{sums(FOLDER, (MODULE, PACKED, *(f"{package}.LICENSE" for package in LICENCES)))}
"""
