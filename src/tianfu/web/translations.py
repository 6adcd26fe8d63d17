"""English words of the pages. In templates and Python the Chinese sentence is the key; `locale/en.po` has its English."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .language import Language


@cache
def translations(lang: Language) -> NullTranslations:
    """What turns a key into words; Chinese keys are words already."""
    if lang == "zh":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalog())
    compiled.seek(0)
    return GNUTranslations(compiled)


def catalog() -> Catalog:
    """`en.po` as it is written."""
    return read_po(BytesIO(files(__package__).joinpath("locale", "en.po").read_bytes()), locale="en")
