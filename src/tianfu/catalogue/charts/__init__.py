"""Charts (item 41): what a declaration, a page or an address asks to be drawn, measured through the gate, with the table behind it."""
