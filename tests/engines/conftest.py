"""Lets the Spark client run in a worker of pytest-xdist, whose main module has no file: PySpark takes that for its own doctests and exits."""

import sys

main = sys.modules["__main__"]
if not hasattr(main, "__file__"):
    main.__file__ = "pytest"
