"""A real server: what a person pastes runs, and many requests at once are answered."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import uvicorn

from tianfu.web.app import create

from .conftest import settings_of


@pytest.fixture(scope="module")
def base(furnished: Path) -> Iterator[str]:
    """The address of a server of our own, in a thread."""
    config = uvicorn.Config(create(settings_of(furnished)), host="127.0.0.1", port=0, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def calls(base: str, path: str) -> list[str]:
    """The calls that the page shows, as they are copied."""
    with urlopen(Request(base + path, headers={"accept": "text/html"})) as answer:
        text = answer.read().decode()
    parts = text.split("<pre")[1:]
    return [unescape(p.partition(">")[2].partition("</pre>")[0].replace("<code>", "").replace("</code>", "")) for p in parts]


PATH = "/dataset/library.libraries?kind=%E5%85%AC%E5%85%B1%E9%A6%86&sort=-visits&limit=2"


def test_the_python_call_runs(base: str) -> None:
    code = next(c for c in calls(base, PATH) if "urlopen" in c)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30).stdout
    assert "L060" in told


def test_the_curl_call_runs(base: str) -> None:
    code = next(c for c in calls(base, PATH) if c.strip().startswith("curl"))
    told = subprocess.run(["sh", "-c", code], capture_output=True, text=True, check=True, timeout=30).stdout
    assert [r["code"] for r in json.loads(told)["rows"]] == ["L060", "L057"]


def test_an_attack_in_a_condition_stays_inside_the_quotes_of_a_call(base: str) -> None:
    attack = "/dataset/library.libraries?name=%27%3B%20echo%20pwned%20%23%22%29%0Aprint(1)"
    code = next(c for c in calls(base, attack) if c.strip().startswith("curl"))
    told = subprocess.run(["sh", "-c", code], capture_output=True, text=True, check=True, timeout=30).stdout
    assert json.loads(told)["rows"] == []


def test_many_at_once_get_the_same_answer(base: str) -> None:
    def one(number: int) -> bytes:
        with urlopen(f"{base}/api/v1/datasets/library.libraries/rows?limit={number % 7 + 1}") as answer:
            found: bytes = answer.read()
            return found

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(140)))
    assert len(set(answers)) == 7
