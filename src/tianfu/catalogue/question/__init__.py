"""The question of an address (conditions, order, columns) that rows, charts, maps and files answer alike, and how it is changed."""
