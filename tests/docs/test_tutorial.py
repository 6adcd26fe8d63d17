"""The tutorial works as written, and what it claims is so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from tutorial import blocks, run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "first_dataset.md"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("reader")
    return folder, run(PAGE, folder)


def asked(folder: Path, *arguments: str) -> object:
    environ = {**os.environ, "TIANFU_HOME": "home", "TIANFU_PACKS": "packs", "TIANFU_DATA": "inbox"}
    command = [str(Path(sys.executable).with_name("tianfu")), *arguments]
    return json.loads(subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=True).stdout)


def test_every_step_works_as_written(followed: tuple[Path, str]) -> None:
    _, said = followed
    assert "听雪图书馆" in said


def test_three_libraries_are_accepted_and_two_wait_as_problem_rows(followed: tuple[Path, str]) -> None:
    folder, _ = followed
    assert len(rows(asked(folder, "query", "--json", "select code from library.libraries"))) == 3
    problems = rows(asked(folder, "query", "--json", "select distinct record from library.libraries__problems"))
    assert len(problems) == 2


def test_a_missing_mark_is_no_number(followed: tuple[Path, str]) -> None:
    folder, _ = followed
    found = rows(asked(folder, "query", "--json", "select count(*) n, count(visits) known, min(visits) least from library.libraries"))
    assert found == [{"n": 3, "known": 2, "least": 96500}]


def test_the_declaration_is_short() -> None:
    (declaration,) = [b for b in blocks(PAGE) if b.path.endswith("libraries.yaml")]
    assert len(declaration.text.splitlines()) <= 20


def rows(answer: object) -> list[dict[str, object]]:
    found = answer["rows"] if isinstance(answer, dict) else answer
    assert isinstance(found, list)
    return found
