"""Open data: versions that leave the government network, checked, under a licence, pushed one way. Policy items 9, 46.

`publish` and `withdraw` decide; `push` seals what the public zone should know into signed packages and lays them into the gap; `receive`
takes them over on the other side, in their order. `received_registry` is all that the public zone knows.
"""

from .failures import BadKey, BadPackage, NotReleasable, ReleaseError, WrongHome
from .keys import make_keys, signing_key, trust, trusted
from .publishing import current, publish, withdraw
from .push import push, resend
from .received import ReceivedPackages, received_registry
from .receiving import Verdict, receive
from .sent import Package, SentPackages

__all__ = [
    "BadKey",
    "BadPackage",
    "NotReleasable",
    "Package",
    "ReceivedPackages",
    "ReleaseError",
    "SentPackages",
    "Verdict",
    "WrongHome",
    "current",
    "make_keys",
    "publish",
    "push",
    "receive",
    "received_registry",
    "resend",
    "signing_key",
    "trust",
    "trusted",
    "withdraw",
]
