"""Lists of one dataset for machines: its versions and its problem rows, as JSON, CSV and Atom."""
