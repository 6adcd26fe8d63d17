"""Benchmarks: our own figures with a peer and a limit measured in the same run. `make bench` writes docs/reference/benchmarks.md."""
