"""What the serving processes are told: the settings as they are, through the environment."""

from pathlib import Path

import pytest

from tianfu.cli.serving import as_environ
from tianfu.model import Settings, Zone


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(demo=True),
        Settings(zone=Zone.public, hosts=("a.example", "b.example"), data=(Path("one"), Path("two")), threads=1, owner="省数据局"),
    ],
)
def test_a_process_that_serves_finds_the_settings_it_was_started_with(settings: Settings) -> None:
    assert Settings.from_environ(as_environ(settings)) == settings
