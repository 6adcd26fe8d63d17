"""Refreshes what is taken over from other projects. Versions and sums of files stand in the `VENDOR.toml` of each folder.

Usage: vendor.py                    all parts, at the pinned versions
       vendor.py icons NAME ...     the icons, with these added
       vendor.py charts [VERSION]   the charting library, as one module with only what pages use
       vendor.py axe [VERSION]      the judge of accessibility, for tests

Needs npm, which nobody needs who installs, runs or tests.
"""

import sys

from vendoring import axe, charts, icons

PARTS = {"icons": icons.refresh, "charts": charts.refresh, "axe": axe.refresh}


def main(arguments: list[str]) -> None:
    if arguments and arguments[0] not in PARTS:
        sys.exit(f"no part is called {arguments[0]!r}; there are: {', '.join(PARTS)}")
    for part in arguments[:1] or PARTS:
        PARTS[part](arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
