"""Tokens of Markdown to markup. Whatever came from a page's author is escaped here; no style, no script, no address outside the portal."""

from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from tianfu.catalogue.prose.markdown import is_ours, parser
from tianfu.catalogue.prose.parts import Passage
from tianfu.catalogue.prose.views import NumberView, PackPageView
from tianfu.catalogue.prose.written import NAMED
from tianfu.web.language import Language
from tianfu.web.translations import translations

Environment = MutableMapping[str, Any]


def prose(passage: Passage, page: PackPageView, lang: Language) -> Markup:
    """The passage as markup. `lang` is that of the page around it."""
    environment: Environment = {"page": page, "lang": lang, "open": []}
    return Markup(_RENDERER.render(passage.tokens, parser().options, environment))  # noqa: S704 - every text in it was escaped


class Renderer(RendererHTML):
    """The renderer of the library, with our own headings, links, tables, code and values."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        """Text with the values that it names, each a link to the row it is from."""
        found, at = [], 0
        text, values = tokens[idx].content, env["page"].values
        for match in NAMED.finditer(text):
            if match[1] in values:
                found += [escape(text[at : match.start()]), _value(values[match[1]], linked=not env["open"])]
                at = match.end()
        return "".join([*found, escape(text[at:])])

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        """A new line in the file is a space between words and nothing between Chinese characters."""
        before = next((t.content for t in reversed(tokens[:idx]) if t.content), "")
        after = next((t.content for t in tokens[idx + 1 :] if t.content), "")
        return "" if _is_chinese(before[-1:]) and _is_chinese(after[:1]) else "\n"

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        """The title of the page is its only heading of the first level."""
        anchor = env["page"].anchors.get((tokens[idx].map or [0])[0], "")
        named = f' id="{escape(anchor)}"' if anchor else ""
        return f"<{_level(tokens[idx].tag)}{named}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return f"</{_level(tokens[idx].tag)}>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        """Into the portal, where that leads somewhere; any other address is text."""
        href, page = str(tokens[idx].attrs.get("href", "")), env["page"]
        lives = is_ours(href) and href not in page.dead
        env["open"].append((href, lives, tokens[idx].info == "auto"))
        return f'<a href="{escape(href)}">' if lives else ""

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        href, lives, is_bare = env["open"].pop()
        if lives:
            return "</a>"
        return f' <span class="outside">{escape(href)}</span>' if href.startswith("https://") and not is_bare else ""

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        named = escape(translations(env["lang"]).gettext("表格"))
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{named}"><table class="tbl">\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return f'<th scope="col"{_aligned(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return f"<td{_aligned(tokens[idx])}>"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        named = escape(translations(env["lang"]).gettext("代码"))
        code = f"<code>{escape(tokens[idx].content)}</code>"
        return f'<div class="code"><pre tabindex="0" role="region" aria-label="{named}">{code}</pre></div>\n'

    code_block = fence


def _value(value: NumberView, *, linked: bool) -> str:
    shown = escape(value.shown)
    if not value.href or not linked:
        return f'<span class="num">{shown}</span>'
    return f'<a class="val num" href="{escape(value.href)}">{shown}</a>'


def _level(tag: str) -> str:
    return "h2" if tag == "h1" else tag


def _aligned(token: Token) -> str:
    """Alignment as a class: styles in markup are forbidden."""
    return ' class="r"' if "right" in str(token.attrs.get("style", "")) else ""


def _is_chinese(character: str) -> bool:
    return bool(character) and (character >= "⺀" or character in "“”‘’…—·")


_RENDERER = Renderer()
