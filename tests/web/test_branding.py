"""The operator's colour and logo: shown on every page, and refused in words before anything is served."""

import re
from pathlib import Path

import pytest

from tianfu.web.app import create
from tianfu.web.branding import UnfitBrand, branded, theme
from tianfu.web.colours import contrast

from .conftest import browsing, settings_of

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'


def tokens(colour: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", theme(colour)))


@pytest.mark.parametrize("colour", ["#1B4F9C", "#8A1C1C", "#0B6B4F", "#767676", "#000000", "#5A2CA0"])
def test_text_can_be_read_on_whatever_is_made_of_the_colour(colour: str) -> None:
    made = tokens(colour)
    for text, ground in (("brand", "#FFFFFF"), ("brand", "#F5F7FA"), ("brand", made["brand-tint"]), ("brand-ink", made["brand-tint"])):
        assert contrast(made[text], ground) >= 4.5, (text, ground)
    assert contrast("#FFFFFF", made["brand-hover"]) >= 4.5
    assert contrast(made["on-brand-ink"], made["brand-ink"]) >= 4.5


def test_a_colour_that_white_text_cannot_be_read_on_is_refused_with_one_near_it() -> None:
    with pytest.raises(UnfitBrand) as refused:
        theme("#F0A000")
    near = re.findall(r"#[0-9A-F]{6}", refused.value.text.zh)[-1]
    assert contrast(near, "#FFFFFF") >= 4.5
    assert theme(near)


@pytest.mark.parametrize("text", ["red", "#FFF", "1B4F9C", "#1B4F9C; } body { display: none", "#GGGGGG"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(UnfitBrand, match="no colour"):
        theme(text)


def test_pages_carry_the_colour_and_the_logo(own: Path) -> None:
    logo = own / "seal.svg"
    logo.write_text(DRAWING.format('<style>.a{fill:url(#g)}</style><path class="a" d="M0 0h1v1z"/>'), "utf-8")
    with browsing(settings_of(own, brand="#8A1C1C", logo=logo)) as browser:
        page = browser.get("/").text
        style, picture = re.findall(r'href="(/static/[^"]*theme\.css)"', page)[0], re.findall(r'<img src="([^"]+)"', page)[0]
        assert "#8A1C1C" in browser.get(style).text
        assert browser.get("/theme.css").text == browser.get(style).text
        assert browser.get(picture).headers["content-type"] == "image/svg+xml"


def test_without_them_nothing_is_asked_for(own: Path) -> None:
    with browsing(settings_of(own)) as browser:
        assert "theme.css" not in browser.get("/").text
        assert browser.get("/theme.css").status_code == 404


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        '<path onload="x()" d="M0 0"/>',
        '<image href="https://example.org/a.png"/>',
        '<a href="javascript:x()"><path d="M0 0"/></a>',
        "<style>@import 'x.css'</style>",
        '<rect style="fill:url(https://example.org/x#a)"/>',
        "<foreignObject><p/></foreignObject>",
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<animate attributeName="href" to="x"/>',
    ],
)
def test_a_logo_that_does_more_than_draw_is_refused(tmp_path: Path, inside: str) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(DRAWING.format(inside), "utf-8")
    with pytest.raises(UnfitBrand):
        branded(settings_of(tmp_path, logo=logo))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.svg", b"<svg"),
        ("a.svg", b"<html/>"),
        ("a.png", b"GIF89a"),
        ("a.gif", b"GIF89a"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(101 * 2**10)),
    ],
)
def test_what_is_no_small_picture_is_refused(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(UnfitBrand, match="TIANFU_LOGO"):
        branded(settings_of(tmp_path, logo=tmp_path / name))


def test_the_portal_does_not_start_with_an_unfit_colour_or_a_missing_logo(own: Path) -> None:
    for unfit in ({"brand": "#FFFFFF"}, {"logo": own / "missing.svg"}):
        with pytest.raises(UnfitBrand):
            create(settings_of(own, **unfit))
