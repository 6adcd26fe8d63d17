"""What goes out to departments as a workbook and comes back: collection templates, deliveries with their problems marked, lists of
entries, declarations. Excel is the interface of most offices (policy items 9 and 10).

Every workbook is made of plain values: texts are written as texts, so that none becomes a formula; no macros, no links to the outside.
`openpyxl` is imported only by the files of this folder.
"""
