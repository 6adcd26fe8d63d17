"""Code lists (代码表): areas, industries, countries, ethnic groups and other lists of national standards, as datasets like any other.

Policy items 9 and 41. The rows are those of the lists that the platform itself checks against, so what is published is what is used.
Responsible: the provincial data administration.
"""
