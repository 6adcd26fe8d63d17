"""Where entries are, relative to the portal's root."""

from tianfu.catalogue.addresses import Pairs, asking


def entries_page(pairs: Pairs = (), kind: str = "") -> str:
    return asking(f"/entries{kind}", pairs)


def entry_page(entry_id: str, part: str = "") -> str:
    """The page of an entry, or a part behind it.

    >>> entry_page("firms"), entry_page("firms", "edit")
    ('/entry/firms', '/entry/firms/edit')
    """
    return f"/entry/{entry_id}/{part}" if part else f"/entry/{entry_id}"


def new_entry(matter: str = "") -> str:
    return asking("/entry/new", [("matter", matter)] if matter else ())
