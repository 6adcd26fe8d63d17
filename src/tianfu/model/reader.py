"""Who reads, and what for."""

from enum import StrEnum

from pydantic import Field

from .values import Value


class ReaderKind(StrEnum):
    public = "public"
    staff = "staff"
    service = "service"
    operator = "operator"


class Reader(Value):
    """Whoever asks. `units` are the departments the reader acts for; a service reader is a pack (`app:<pack>`).

    An operator runs the installation (the command line on its own machine): technical access to every declared dataset, personal columns
    masked all the same, every read journalled.
    """

    id: str
    kind: ReaderKind = ReaderKind.public
    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


PUBLIC = Reader(id="public")
OPERATOR = Reader(id="operator", kind=ReaderKind.operator)


def service(pack: str) -> Reader:
    """The reader under which a pack's analyses open their inputs."""
    return Reader(id=f"app:{pack}", kind=ReaderKind.service)


class Purpose(Value):
    """Why the data are read: a word for the journal, and the matter or duty it serves if personal data are among them."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    matter: str = ""


BROWSING = Purpose(code="browsing")
MAINTENANCE = Purpose(code="maintenance")
DERIVATION = Purpose(code="derivation")
CORRECTION = Purpose(code="correction")
"""Problem rows are read to be put right: by their steward and the operator, as they were delivered."""
