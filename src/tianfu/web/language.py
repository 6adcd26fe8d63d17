"""Which language a page is in: `?lang=` decides and is remembered in a cookie, then the cookie, then the browser, else Chinese.

The browser decides only where it asks for English and not for Chinese at all: most browsers in the province send both.
"""

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]
COOKIE = "lang"
TAGS: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}


def language(query: str | None, cookie: str | None, accepted: str = "") -> Language:
    """The language of an answer.

    >>> language("en", "zh"), language(None, "en"), language(None, None, "en-GB,en;q=0.9"), language("fr", None, "en,zh-CN;q=0.5")
    ('en', 'en', 'en', 'zh')
    """
    for said in (query, cookie):
        if said in TAGS:
            return "en" if said == "en" else "zh"
    asked = [part.strip().lower() for part in accepted.split(",")]
    return "en" if any(a.startswith("en") for a in asked) and not any(a.startswith("zh") for a in asked) else "zh"
