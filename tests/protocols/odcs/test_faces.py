"""The contract's address and the two commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from tianfu.catalogue import load_packs
from tianfu.cli.main import app as commands
from tianfu.cli.main import main
from tianfu.model import Settings, declare_dataset
from tianfu.protocols.odcs import imported
from tianfu.web.app import create

ID = "environment.readings"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create(Settings(home=tmp_path_factory.mktemp("home"))), base_url="http://localhost") as made:
        yield made


def test_everybody_may_have_the_contract_of_a_dataset(client: TestClient) -> None:
    answer = client.get(f"/dataset/{ID}/contract.odcs.yaml")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml")
    told = yaml.safe_load(answer.text)
    assert (told["id"], told["status"], told["version"]) == (ID, "draft", "0")
    (dataset,) = imported(told, pack="").datasets
    assert [c.name for c in dataset.columns] == [c.name for c in load_packs().dataset(ID).columns]


def test_a_dataset_that_nobody_declares_has_none(client: TestClient) -> None:
    answer = client.get("/dataset/environment.reading/contract.odcs.yaml")
    assert answer.status_code == 404
    assert ID in answer.text


def ran(monkeypatch: pytest.MonkeyPatch, home: Path, *arguments: str) -> str:
    monkeypatch.setenv("TIANFU_HOME", str(home))
    done = CliRunner().invoke(commands, ["contracts", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_export_and_import_at_the_command_line(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "readings.odcs.yaml"
    ran(monkeypatch, home, "export", ID, "--out", str(file), "--rows", "rows.parquet")
    assert yaml.safe_load(file.read_text("utf-8"))["servers"][0]["path"] == "rows.parquet"
    text = ran(monkeypatch, home, "import", str(file))
    assert declare_dataset(text, "readings.yaml", ID) == load_packs().dataset(ID)
    ran(monkeypatch, home, "import", str(file), "--out", str(tmp_path / "datasets"))
    assert (tmp_path / "datasets" / "readings.yaml").read_text("utf-8") == text.partition("\n")[2]


def test_what_is_no_contract_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("kind: DataContract\n")
    monkeypatch.setenv("TIANFU_HOME", str(home))
    monkeypatch.setattr("sys.argv", ["tianfu", "--lang", "en", "contracts", "import", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "lacks apiVersion, id, version, status" in capsys.readouterr().err
