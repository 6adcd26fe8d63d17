"""The third face of a declaration: a web form beside the YAML file and the workbook, checked by the same code. Policy items 9, 41.

`split` takes a declaration apart into fields, `joined` puts fields together, `checked` says everything that is wrong with them, by field.
Nothing is written on the server: what comes out is a file to be put into a pack.
"""
