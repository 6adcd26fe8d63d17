"""The base register of the population (人口基础信息资源): what departments hold of a person, and one record of it, field by field.

Policy item 9 (base registers). Each data element has one department that answers for it (一数一源, figures.yaml): its copy fills the
field of the base record, with source and day beside it, and copies that differ are listed for review. Personal data keep their level and
mask; to the public go counts by county, and no small ones. Nobody is scored or followed. The persons of the demo are invented.
"""
