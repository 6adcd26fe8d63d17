"""A process that loads and is killed by its parent. Run as a script: the home, the mode, the run, first and last row, and where to stop.

It appends batch after batch as versions of their own (append) or loads everything at once (replace), and says on standard output where it is.
"""

import sys
import time
from pathlib import Path

from loading import Delivery, loaded, readings, rows

from tianfu.model import Settings
from tianfu.store import Store


def main(home: str, mode: str, run: str, first: int, last: int, stop_at: str) -> None:
    def pause(step: str) -> None:
        print(step, flush=True)
        if step == stop_at:
            time.sleep(60)

    with Store.open(Settings(home=Path(home)), pause=pause) as store:
        print("open", flush=True)
        if stop_at == "open":
            time.sleep(60)
        delivery = Delivery(rows(range(first, last)) + rows(range(first, first + 3), "-5"), size=500)
        loaded(store, readings(mode), delivery, run)
        print("done", flush=True)


if __name__ == "__main__":
    home, mode, run, first, last, stop_at = sys.argv[1:]
    main(home, mode, run, int(first), int(last), stop_at)
