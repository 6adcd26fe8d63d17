"""Lets the Spark client run in a worker of pytest-xdist: its main module has no file, which PySpark takes for its own doctests.

The file is a real one: processes that other tests start run their parent's main module again.
"""

import sys

main = sys.modules["__main__"]
if not hasattr(main, "__file__"):
    main.__file__ = __file__
