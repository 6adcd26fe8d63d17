"""Domain packs, one folder each: content, not machinery. Policy items 12 to 37."""
