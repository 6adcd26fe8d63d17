"""Data taken along: files of a view with all that HTTP knows about files, and how a dataset is cited. Policy item 9."""
