"""What exists or is owed: packs, datasets, entries, lineage, search. Policy items 9, 41."""
