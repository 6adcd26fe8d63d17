"""JSON documents, lines of JSON and GeoJSON as records of text, in bounded memory."""

from .document import Document

__all__ = ["Document"]
