"""What can be wrong with a delivery, in words for the person who can put it right."""

from tianfu.model import Text


class CollectError(ValueError):
    """Something about a delivery that people can mend; nothing was loaded from it. `text` says it in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(f"{zh} {en}".strip())


class MissingFiles(CollectError, LookupError):
    """No file matches what the source declares. The text says where one was looked for."""


class MissingFields(CollectError, LookupError):
    """The file lacks fields that the declaration reads, or has one of them twice."""


class OtherKind(CollectError):
    """The content is no delimited text, whatever the name says: a workbook, an archive, a web page."""


class UnprovenEncoding(CollectError):
    """The file as a whole fits none of the declared encodings."""


class BrokenFile(CollectError):
    """The file is empty, breaks off, or holds a record that does not end."""


class TooLarge(CollectError):
    """More bytes than may arrive at once."""


class UnusableDialect(CollectError):
    """The declaration describes a way of writing files that is not read here."""
