"""Five channels into Arrow batches whose every row names its origin. Policy items 10, 38, 39.

`fetch` keeps each raw file and yields its records as text; `find` says which files there are; `receive` takes an upload in; `locate`
finds the line of a record again. A file that bears a mark of state secrets is refused before anything of it is kept. What a person can
mend is a CollectError: its `text` says what is wrong, where, and what to do. Nothing here needs a password: files lie in folders or are
handed in, and a declaration that carries a secret is refused as an unknown key.
"""

from .classified import ClassifiedMark, is_classified
from .failures import CollectError, MissingFields, MissingFiles
from .fetching import fetch
from .finding import find
from .locating import Place, locate
from .receiving import receive

__all__ = [
    "ClassifiedMark",
    "CollectError",
    "MissingFields",
    "MissingFiles",
    "Place",
    "fetch",
    "find",
    "is_classified",
    "locate",
    "receive",
]
