"""Where packs and their pages are."""


def packs_list(ending: str = "") -> str:
    return f"/packs{ending}"


def pack_home(pack: str, ending: str = "") -> str:
    return f"/packs/{pack}{ending}"


def pack_page(pack: str, page: str) -> str:
    return f"/packs/{pack}/{page}"
