"""The page of a dataset (items 9, 41): one question that governs rows, charts, maps, files and calls; columns, quality, lineage."""
