"""Who may see what: decide, mask, and the hash chain of the journal. Pure functions. Policy items 7, 42, 46."""
