"""Lets the Spark client run in a worker of pytest-xdist: its main module has no file, which PySpark takes for its own doctests."""

import sys

main = sys.modules["__main__"]
if not hasattr(main, "__file__"):
    main.__file__ = "pytest"
