"""What words mean: data elements, code lists, levels, quality dimensions and sharing classes, every row dated, and their readers."""
