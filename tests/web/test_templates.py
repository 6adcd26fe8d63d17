"""Templates: they parse, hold no styles or handlers, draw each thing in one place, and have their English."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from tianfu.model import Settings
from tianfu.web.render import Renderer
from tianfu.web.static_files import StaticFiles

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tianfu"
ICONS = SOURCE / "web" / "icons"
SHARED = {p.relative_to(SOURCE / "web" / "templates").as_posix(): p for p in sorted((SOURCE / "web" / "templates").rglob("*.html"))}
PAGES = {f"{p.parents[1].name}/{p.name}": p for p in sorted(SOURCE.glob("*/pages/*.html"))}
TEMPLATES = SHARED | PAGES
BUILT = ("icon", "tone", "state")
"""Arguments of `icon` that come from the view."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Settings(), StaticFiles())


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_template_parses(renderer: Renderer, name: str, lang: str) -> None:
    assert renderer.environment(lang).get_template(name).render  # type: ignore[arg-type]  # one of the two languages


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_no_styles_handlers_or_scripts_of_their_own(name: str) -> None:
    text = TEMPLATES[name].read_text("utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("name", TEMPLATES)
def test_data_is_always_escaped(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup", TEMPLATES[name].read_text("utf-8"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_but_our_own_drawings_passes_unescaped(name: str) -> None:
    assert set(re.findall(r"([\w.]+)\s*\|\s*drawn\b", TEMPLATES[name].read_text("utf-8"))) <= {"view.svg"}


@pytest.mark.parametrize("name", PAGES)
def test_pages_draw_no_badge_table_or_figure_themselves(name: str) -> None:
    assert not re.search(r"<(table|svg|figure)\b|class=\"(tag|qm|meter)\b", PAGES[name].read_text("utf-8"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    assert not re.search(r"(src|href|action)\s*=\s*[\"'](https?:)?//", TEMPLATES[name].read_text("utf-8"))


REFUSED = re.compile("登记数据集|提供单位|隔离|应用专题|数据交易|市场主体|退回|预警|您好|授权码|登记的来源")
"""What section 9 of the house calls otherwise. Files of law may say 预警 or 授权: nothing of them stands here."""
WORDS = [
    p for p in sorted(SOURCE.rglob("*.py")) if p.relative_to(SOURCE).parts[0] in ("catalogue", "web", "flow", "collect", "cli", "model")
]


def test_templates_and_views_say_the_words_of_the_house() -> None:
    assert not {str(p): m.group() for p in [*TEMPLATES.values(), *WORDS] if (m := REFUSED.search(p.read_text("utf-8")))}


def named_icons() -> set[str]:
    """Words in quotes in templates, Python and declarations; an icon that is in use is one of them."""
    files = [*TEMPLATES.values(), *SOURCE.rglob("*.py")]
    words = {w for p in files for w in re.findall(r"[\"']([a-z0-9]+(?:-[a-z0-9]+)*)[\"']", p.read_text("utf-8"))}
    packs = (re.search(r"^icon:\s*([\w-]+)", p.read_text("utf-8"), re.M) for p in SOURCE.glob("apps/*/pack.yaml"))
    return words | {m[1] for m in packs if m}


def test_every_icon_that_a_template_draws_exists() -> None:
    drawn = {n for p in TEMPLATES.values() for n in re.findall(r"icon\(\"([^\"]+)\"\)", p.read_text("utf-8"))}
    drawn |= {n for p in TEMPLATES.values() for n in re.findall(r"marks\.tag\([^,]+, \"([^\"]+)\"", p.read_text("utf-8"))}
    assert drawn
    assert not {n for n in drawn if not (ICONS / f"{n}.svg").is_file()}


def test_every_pack_has_its_icon() -> None:
    packs = {p.parent.name: re.search(r"^icon:\s*([\w-]+)", p.read_text("utf-8"), re.M) for p in SOURCE.glob("apps/*/pack.yaml")}
    assert not {n for n, m in packs.items() if not (ICONS / f"{m[1] if m else 'database'}.svg").is_file()}


def test_no_icon_is_shipped_for_nothing() -> None:
    assert {p.stem for p in ICONS.glob("*.svg")} <= named_icons()


def test_shipped_icons_are_those_that_were_vendored() -> None:
    declared = tomllib.loads((ICONS / "VENDOR.toml").read_text("utf-8"))["lucide-static"]
    assert declared["licence"] == "ISC"
    assert (ICONS / "LICENSE").is_file()
    assert {p.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in ICONS.glob("*.svg")} == declared["icons"]


def messages() -> Iterator[tuple[str, str]]:
    """(template, Chinese) of every sentence in `_(...)`."""
    for name, path in TEMPLATES.items():
        with path.open("rb") as file:
            for _, _, said, _ in babel_extract(file, ("_",), [], {"trim_blocks": "true", "lstrip_blocks": "true"}):
                yield name, said if isinstance(said, str) else said[0]


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    with (SOURCE / "web" / "locale" / "en.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="en") if m.id}


def test_every_sentence_has_its_english(english: dict[str, str]) -> None:
    assert not {said: name for name, said in messages() if not english.get(said)}


def test_no_english_is_left_without_its_sentence(english: dict[str, str]) -> None:
    python = "".join(p.read_text("utf-8") for p in [*SOURCE.glob("web/*.py"), *SOURCE.glob("catalogue/*.py")])
    assert not {said for said in set(english) - {said for _, said in messages()} if said not in python}


def test_placeholders_are_the_same_in_both_languages(english: dict[str, str]) -> None:
    holes = {zh: (set(re.findall(r"%\((\w+)\)s", zh)), set(re.findall(r"%\((\w+)\)s", en))) for zh, en in english.items()}
    assert not {zh for zh, (ours, theirs) in holes.items() if ours != theirs}


def test_chinese_words_of_templates_are_all_sentences_to_translate() -> None:
    """A Chinese word outside `_(...)` would stay Chinese on English pages; language names are meant to."""
    for name, path in TEMPLATES.items():
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
        left = re.sub(r"_\(\s*(\"[^\"]*\"|'[^']*')", "", text)
        assert re.findall(r"[一-鿿]+", left) in ([], ["中文"]), name
