"""Who is asking: units, accounts, roles; yields a Reader. Policy item 42."""
