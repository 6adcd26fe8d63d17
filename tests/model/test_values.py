"""Values are frozen, settings are read, schemas are exported."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from tianfu.model import Column, Counts, Settings, Zone
from tianfu.model.schema import dataset_schema, pack_schema


def test_a_value_cannot_be_changed() -> None:
    column = Column(name="pm25", element="air_pm25", title="PM2.5")
    with pytest.raises(ValidationError):
        column.title = "other"  # type: ignore[misc]


def test_counts_add_up_and_know_when_they_do_not() -> None:
    total = Counts(10, 7, 2, 1) + Counts(5, 5, 0, 0)
    assert total == Counts(15, 12, 2, 1)
    assert total.balanced
    assert not Counts(3, 1, 0, 0).balanced


def test_settings_come_from_the_environment_and_are_checked() -> None:
    settings = Settings.from_environ({"TIANFU_HOME": "h", "TIANFU_DATA": "a:b", "TIANFU_ZONE": "public", "OTHER": "x"})
    assert (settings.home, settings.data, settings.zone) == (Path("h"), (Path("a"), Path("b")), Zone.public)
    with pytest.raises(ValidationError):
        Settings.from_environ({"TIANFU_ZONE": "moon"})


def test_the_schema_for_editors_takes_source_or_sources_and_no_id() -> None:
    schema = dataset_schema()
    assert {"source", "sources"} <= set(schema["properties"])
    assert "id" not in schema["properties"]
    json.dumps(schema), json.dumps(pack_schema())
