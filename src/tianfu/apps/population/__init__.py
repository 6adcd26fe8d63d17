"""The base register of the population (人口基础信息资源): one record per person, protected by level and mask from the first day.

Policy item 9 (base registers). Steward: the department of public security. Nothing of it is open to the public; departments ask for it,
with a purpose and a basis. The persons of the demo are invented and their numbers can belong to nobody.
"""
