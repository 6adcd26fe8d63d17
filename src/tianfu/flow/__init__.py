"""What is stale, in which order, when; runs and their records. Policy items 9, 10.

`load` brings a collected dataset in, `derive` computes one from others, `refresh` does what is stale in order of dependency. A run is
recorded however it ends; nothing is visible before its version is.
"""

from .derive import MissingInput, derive
from .load import load
from .refresh import refresh
from .roots import roots_of
from .stale import Stale, stale

__all__ = ["MissingInput", "Stale", "derive", "load", "refresh", "roots_of", "stale"]
