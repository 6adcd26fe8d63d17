"""The present view as a call in the languages of data people. Each can be pasted and runs."""

from tianfu.catalogue.addresses import Pairs, rows
from tianfu.catalogue.views import ApiCall

CURL = "curl -s '{address}'"
PYTHON = """\
import json
from urllib.request import urlopen

with urlopen("{address}") as answer:
    page = json.load(answer)
print(page["total"], "rows in all, first of them:", page["rows"][:1])
# pandas.DataFrame(page["rows"]) makes a table; page["next"] goes into &after= for the next page"""
R = """\
library(jsonlite)

page <- fromJSON("{address}")
head(page$rows)"""


def calls(base: str, dataset_id: str, pairs: Pairs) -> tuple[ApiCall, ...]:
    """The calls; `base` is the portal's address as the reader reached it. Everything odd in a query is percent-encoded."""
    address = base.rstrip("/") + rows(dataset_id, pairs)
    return tuple(ApiCall(language, text.replace("{address}", address)) for language, text in (("curl", CURL), ("Python", PYTHON), ("R", R)))
