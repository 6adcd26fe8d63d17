"""The officer's desk (items 9, 41): what a department owes, what happened to its datasets, what has to be put right today."""
