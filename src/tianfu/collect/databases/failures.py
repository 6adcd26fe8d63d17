"""What can be wrong with a database, in words for the person who can put it right. No address, account or password is ever told."""

from tianfu.collect.failures import CollectError, MissingFields


class UnknownConnection(CollectError, LookupError):
    """The operator has not set the connection, or what is set is no address of a database."""


class UnreachableDatabase(CollectError):
    """No server answers, the account is refused, or the connection broke off."""


class RefusedByDatabase(CollectError):
    """The database runs no such statement: no permission, too slow, values that it cannot make into text."""


class UnusableQuery(CollectError):
    """The declared table or query is not one that is read here."""


class UnusableCursor(CollectError):
    """The declared cursor cannot tell what is new."""


class MissingTable(CollectError, LookupError):
    """The table is not there, or the account does not see it."""


__all__ = [
    "CollectError",
    "MissingFields",
    "MissingTable",
    "RefusedByDatabase",
    "UnknownConnection",
    "UnreachableDatabase",
    "UnusableCursor",
    "UnusableQuery",
]
