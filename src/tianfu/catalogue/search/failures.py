"""What an index that cannot be read looks like from here."""

PANIC = "PanicException"


def is_broken(error: BaseException) -> bool:
    """Whether the index is at fault: the library says ValueError, OSError, or ends in a panic of its own."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == PANIC
