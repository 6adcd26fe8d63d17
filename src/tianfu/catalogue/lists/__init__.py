"""Lists of what there is (items 9, 41): the catalogue's page with its facets, and the same list as JSON, CSV and Atom.

One question in the address, one search, four faces. A list asks nobody but the search, so it never shows what the search does not know.
"""
