"""How a stage's `api.py` asks for a page without knowing who draws it."""

from typing import Any, Literal, Protocol


class Render(Protocol):
    """`web` provides it: template name and values in, HTML out, in the reader's language."""

    def __call__(self, request: Any, template: str, /, status: int = 200, **values: Any) -> Any: ...

    def language(self, request: Any) -> Literal["zh", "en"]:
        """The reader's language, for views that hold words of one language."""
