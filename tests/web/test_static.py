"""Static files: an address with a hash is kept for ever, one without is asked for again."""

import gzip
from pathlib import Path

from fastapi.testclient import TestClient

from tianfu.web.static_files import StaticFiles


def test_a_hashed_address_is_kept_for_ever_and_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}", "utf-8")
    before = StaticFiles(tmp_path).address("a.css")
    (tmp_path / "a.css").write_text("b{}", "utf-8")
    after = StaticFiles(tmp_path).address("a.css")
    assert before != after
    assert before.startswith("/static/")
    assert before.endswith("/a.css")


def test_packed_files_are_given_to_those_who_take_them(tmp_path: Path) -> None:
    for name in ("a.js", "a.js.br", "a.js.gz"):
        (tmp_path / name).write_text(name, "utf-8")
    file, _ = StaticFiles(tmp_path).find("a.js") or (None, None)
    assert file is not None
    assert file.encoded("gzip, deflate, br") == ("br", b"a.js.br")
    assert file.encoded("gzip;q=0.5") == ("gzip", b"a.js.gz")
    assert file.encoded("gzip;q=0") == ("", b"a.js")
    assert file.encoded("") == ("", b"a.js")


def test_text_is_packed_even_where_nobody_packed_it(tmp_path: Path) -> None:
    text = "a{}" * 1000
    (tmp_path / "a.css").write_text(text, "utf-8")
    (tmp_path / "small.css").write_text("a{}", "utf-8")
    files = StaticFiles(tmp_path)
    (long, _), (short, _) = files.find("a.css") or (None, 0), files.find("small.css") or (None, 0)
    assert long is not None
    assert short is not None
    encoding, body = long.encoded("gzip, br")
    assert (encoding, gzip.decompress(body)) == ("gzip", text.encode())
    assert short.encoded("gzip, br") == ("", b"a{}")


def test_files_of_pages_are_served_with_type_and_age(portal: TestClient) -> None:
    address = portal.app.state.static.address("css/app.css")  # type: ignore[attr-defined]  # the application
    answer = portal.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert portal.get("/static/css/app.css").headers["cache-control"] == "no-cache"
    assert portal.get("/static/0000000000000000/css/app.css").headers["cache-control"] == "no-cache"
    assert portal.get(address, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_health_tells_what_is_served(portal: TestClient) -> None:
    told = portal.get("/healthz").json()
    assert (told["status"], told["zone"], told["store"], told["journal"]) == ("ok", "internal", True, True)
    assert told["datasets"] > 5
