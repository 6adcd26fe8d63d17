"""Style and scripts: right in Chromium 86, small, from the tokens, readable."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "src" / "tianfu" / "web" / "static"
WRITTEN = (STATIC / "css" / "app.css").read_text("utf-8")
CSS = re.sub(r"/\*.*?\*/", "", WRITTEN, flags=re.S)
TOKENS, REST = CSS[: CSS.index("*, *::before")], CSS[CSS.index("*, *::before") :]
SCRIPTS = {p.name: re.sub(r"^\s*//.*$", "", p.read_text("utf-8"), flags=re.M) for p in sorted((STATIC / "js").glob("*.js"))}
DAY, _, NIGHT = TOKENS.partition('[data-theme="cockpit"]')
VALUES = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", DAY))
AT_NIGHT = VALUES | dict(re.findall(r"(--[\w-]+):\s*([^;]+);", NIGHT.partition("}")[0]))
"""The cockpit's values."""

YOUNGER_THAN_86 = {
    "@layer (99)": r"@layer",
    "@container (105)": r"@container",
    "@property, @scope, @starting-style": r"@(property|scope|starting-style)",
    ":has, :is, :where (88, 105)": r":(has|is|where|user-valid|user-invalid|modal|popover-open)\b",
    "lists in :not (88)": r":not\([^)]*,",
    "nesting (112)": r"&",
    "aspect-ratio (88)": r"aspect-ratio\s*:",
    "inset (87)": r"(?<![\w-])inset\s*:",
    "logical shorthands (87)": r"(margin|padding|border|inset)-(inline|block)\s*:",
    "accent-color (93)": r"accent-color",
    "colour functions (111)": r"(color-mix|oklch|oklab|lab|lch|hwb|light-dark)\(",
    "viewport units (108)": r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqi)\b",
    "individual transforms (104)": r"(?<![\w-])(translate|rotate|scale)\s*:",
    "overflow: clip (90)": r"overflow(-[xy])?\s*:\s*clip",
    "range media queries (104)": r"@media[^{]*[<>]",
    "subgrid (117)": r"subgrid",
    "list-style of ::marker only": r"::marker",
}
YOUNGER_SCRIPTS = {
    ".at() (92)": r"\.at\(",
    "findLast, toSorted, with (97, 110)": r"\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|group)\(",
    "Object.hasOwn, structuredClone, randomUUID (92-98)": r"Object\.hasOwn|structuredClone|randomUUID",
    "static blocks, #x in (91-94)": r"static\s*\{|#\w+\s+in\b",
    "AbortSignal.timeout and any": r"AbortSignal\.(timeout|any)",
    "view transitions, popover, dialog helpers": r"startViewTransition|showPopover|moveBefore|setHTML|parseHTMLUnsafe",
    "top-level await (89)": r"^await\b",
    "scrollend": r"scrollend",
}
MARKUP_FROM_TEXT = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b"


@pytest.mark.parametrize("feature", YOUNGER_THAN_86)
def test_the_style_uses_nothing_younger_than_chromium_86(feature: str) -> None:
    assert not re.search(YOUNGER_THAN_86[feature], CSS)


@pytest.mark.parametrize("feature", YOUNGER_SCRIPTS)
@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_uses_anything_younger_than_chromium_86(name: str, feature: str) -> None:
    assert not re.search(YOUNGER_SCRIPTS[feature], SCRIPTS[name], re.M)


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_markup_or_code_from_text(name: str) -> None:
    assert not re.search(MARKUP_FROM_TEXT, SCRIPTS[name])


def test_rules_are_flat() -> None:
    """A brace inside a rule would be nesting; only @media may hold rules."""
    depth = 0
    for at, sign in re.findall(r"(@media[^{]*\{)|([{}])", CSS):
        depth += 1 if at or sign == "{" else -1
        assert depth <= 2
    assert depth == 0
    assert not re.search(r"\{[^{}@]*\{", re.sub(r"@media[^{]*\{", "", CSS))


def test_every_variable_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) <= set(VALUES)


def test_every_token_is_used() -> None:
    """The seal's red is for marks of identity, which an operator may add."""
    assert set(VALUES) - set(re.findall(r"var\((--[\w-]+)", CSS)) == {"--seal"}


def test_colours_and_type_sizes_come_from_the_tokens() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:[^;]*(?<![\w-])(white|black|red|gray|grey)(?![\w-])", REST)
    assert {m for m in re.findall(r"font-size:\s*([^;}]+)", REST) if not m.startswith("var(--t-")} <= {"125%"}
    assert not re.search(r"font-weight:\s*\d", REST)


def test_the_style_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face", CSS)


def test_style_and_scripts_keep_their_budgets() -> None:
    assert len(gzip.compress(WRITTEN.encode(), 9)) <= 20 * 1024
    assert sum(len(gzip.compress(p.read_bytes(), 9)) for p in (STATIC / "js").rglob("*.js")) <= 25 * 1024


READ_ON = [
    ("--ink", "--surface"),
    ("--ink", "--bg"),
    ("--ink", "--s3"),
    ("--ink-2", "--surface"),
    ("--ink-2", "--bg"),
    ("--ink-2", "--surface-2"),
    ("--ink-3", "--bg"),
    ("--ink-3", "--surface"),
    ("--ink-3", "--surface-2"),
    ("--ink-3", "--wash"),
    ("--brand", "--surface"),
    ("--brand", "--bg"),
    ("--brand", "--brand-tint"),
    ("--brand-ink", "--brand-tint"),
    ("--ink-inv", "--brand"),
    ("--ink-inv", "--brand-hover"),
    ("--ink-inv", "--s5"),
    ("--ink-inv", "--s6"),
    ("--ink-inv", "--night"),
    ("--on-brand-ink", "--brand-ink"),
    ("--on-night", "--night"),
    ("--on-night-2", "--night"),
    ("--on-night-strong", "--night"),
    ("--ok", "--ok-tint"),
    ("--warn", "--warn-tint"),
    ("--bad", "--bad-tint"),
    ("--info", "--info-tint"),
]
SEEN_ON = [("--line-ctl", "--surface"), ("--c1", "--surface"), ("--c2", "--surface"), ("--ok-fill", "--surface"), ("--focus", "--surface")]


@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_text_stands_out_by_four_and_a_half(text: str, ground: str) -> None:
    assert contrast(VALUES[text], VALUES[ground]) >= 4.5


READ_AT_NIGHT = [
    *((text, ground) for text in ("--ink", "--ink-2", "--brand", "--ok", "--warn", "--bad") for ground in ("--bg", "--surface")),
    *(("--ink", ground) for ground in ("--surface-2", "--s1", "--s2", "--s3")),
    *(("--ink-inv", ground) for ground in ("--s5", "--s6", "--brand")),
    *((f"--{tone}", f"--{tone}-tint") for tone in ("ok", "warn", "bad", "info")),
]


@pytest.mark.parametrize(("text", "ground"), READ_AT_NIGHT)
def test_text_stands_out_in_the_cockpit_too(text: str, ground: str) -> None:
    assert contrast(AT_NIGHT[text], AT_NIGHT[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), SEEN_ON)
def test_borders_and_bars_stand_out_by_three(mark: str, ground: str) -> None:
    assert contrast(VALUES[mark], VALUES[ground]) >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
