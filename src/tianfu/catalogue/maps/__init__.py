"""Maps (items 22, 41): a value per prefecture on the tile grid, or on boundaries that the operator has installed; points of records."""
