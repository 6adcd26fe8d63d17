"""Outside formats to rows and back: pure functions of bytes."""
