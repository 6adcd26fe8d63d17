"""Check, standardise and score the data in one pass. Policy items 9, 11, 41."""
