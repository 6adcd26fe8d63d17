"""Government services (政务服务): the service items of departments, from which catalogue entries are compiled before any data exist.

Policy items 9 and 40. Steward: the data administration, which keeps the list of items; each item belongs to the department named in it.
"""
