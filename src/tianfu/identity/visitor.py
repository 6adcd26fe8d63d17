"""Who a visitor is. Until there is sign-in, everybody is the public, in both zones and for pages and calls alike."""

from tianfu.model import PUBLIC, Reader, Settings


def visitor(_settings: Settings) -> Reader:
    """The reader of a request."""
    return PUBLIC
