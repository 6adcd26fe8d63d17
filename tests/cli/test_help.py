"""The command line: help at once, exit codes that mean something, words in the reader's language, JSON for machines."""

import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from tianfu.cli.language import language
from tianfu.cli.table import COMMANDS, Entry

TIANFU = str(Path(sys.executable).with_name("tianfu"))
HEAVY = ("duckdb", "deltalake", "ibis", "pyarrow", "sqlalchemy", "pydantic", "fastapi", "rich", "tianfu.model")


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TIANFU_", "LANG", "LC_"))}
    return subprocess.run([TIANFU, *arguments], env={**kept, **environ}, capture_output=True, text=True, check=False)


def targets() -> list[tuple[str, Entry]]:
    return [(n, e) for name, entry in COMMANDS.items() for n, e in (entry.below or ((name, entry),))]


def test_help_names_every_command_and_exit_code() -> None:
    said = run("--help").stdout
    assert all(f"  {name} " in said for name in COMMANDS)
    assert all(f"  {code}  " in said for code in "0123456")


def test_help_imports_nothing_heavy() -> None:
    steps = ("import sys; sys.argv = ['tianfu', '--help']", "from tianfu.cli import main", "try: main()", "except SystemExit: pass")
    code = "\n".join((*steps, f"print([m for m in {HEAVY!r} if m in sys.modules])"))
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"


def test_help_costs_less_than_three_tenths_of_a_second_of_work() -> None:
    before, times = os.times(), 3
    for _ in range(times):
        run("--help")
    after = os.times()
    spent = (after.children_user + after.children_system - before.children_user - before.children_system) / times
    assert spent < 0.3


@pytest.mark.parametrize(("name", "entry"), targets(), ids=lambda v: v if isinstance(v, str) else "")
def test_the_table_of_commands_says_what_the_functions_say(name: str, entry: Entry) -> None:
    module, _, function = entry.target.partition(":")
    docstring = getattr(import_module(module), function).__doc__
    assert docstring, name
    chinese, _, english = docstring.partition("。 ")
    assert chinese
    assert english


@pytest.mark.parametrize(
    ("asked", "environ", "said"),
    [
        (None, {}, "zh"),
        (None, {"LANG": "C.UTF-8"}, "zh"),
        (None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "TIANFU_LANG": "en"}, "en"),
        ("zh", {"TIANFU_LANG": "en"}, "zh"),
    ],
)
def test_the_language_is_the_readers(asked: str | None, environ: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIANFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert language(asked) == said


def test_help_is_in_the_language_asked_for() -> None:
    assert "列出数据集" in run("--help").stdout
    assert "List the datasets" in run("--lang", "en", "--help").stdout


def test_wrong_usage_is_2_and_names_the_near_command() -> None:
    done = run("colect", "x")
    assert done.returncode == 2
    assert "collect" in done.stderr


def pack(folder: Path, text: str) -> Path:
    (folder / "library").mkdir()
    (folder / "library" / "pack.yaml").write_text(text)
    (folder / "library" / "__init__.py").write_text('"""Libraries."""\n')
    return folder / "library"


def test_a_pack_without_problems_is_0(tmp_path: Path) -> None:
    folder = pack(tmp_path, "title: 图书馆\nitems: [37]\nstewards: [dept.culture_tourism]\n")
    done = run("packs", "check", str(folder))
    assert (done.returncode, done.stdout) == (0, "library：没有问题\n")


def test_a_pack_with_problems_is_1_and_every_problem_has_its_line(tmp_path: Path) -> None:
    folder = pack(tmp_path, "titel: 图书馆\ntitle: a\nitems: [60]\nstewards: [dept.culture_tourism]\n")
    done = run("packs", "check", "--json", str(folder))
    assert done.returncode == 1
    assert [(p["file"], p["line"]) for p in json.loads(done.stdout)] == [("library/pack.yaml", 1)]


def test_schemas_are_written_for_editors(tmp_path: Path) -> None:
    assert run("schema", str(tmp_path)).returncode == 0
    schema = json.loads((tmp_path / "dataset.schema.json").read_text("utf-8"))
    assert "columns" in schema["properties"]


def test_the_province_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    done = run("synth", "--rows", "1000", "--json", str(tmp_path / "p"))
    assert done.returncode == 0
    records = json.loads(done.stdout)["records"]
    assert (tmp_path / "p" / "readings.csv").stat().st_size > 0
    assert records["firms.csv"] > 100


def test_an_unknown_dataset_is_3_and_names_the_near_one(tmp_path: Path) -> None:
    done = run("--home", str(tmp_path / "home"), "--lang", "en", "show", "environment.readngs")
    assert done.returncode == 3
    assert "did you mean 'environment.readings'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_data_folder_is_told(tmp_path: Path) -> None:
    done = run("demo", "--home", str(tmp_path / "h"), "--data", str(tmp_path / "nowhere"), "--load-only")
    assert done.returncode == 3
    assert str(tmp_path / "nowhere") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        began = time.monotonic()
        done = run("demo", "--home", str(tmp_path / "h"), "--port", str(port))
    assert done.returncode == 6
    assert str(port) in done.stderr
    assert not (tmp_path / "h" / "inbox").exists()
    assert time.monotonic() - began < 30
