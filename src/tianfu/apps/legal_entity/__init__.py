"""The base register of legal entities (法人单位基础信息资源): who exists as an organisation, under which code, and what others know of it.

Policy item 21. Stewards: the administration for market regulation keeps the register, the tax service its own list of the same firms, the
data administration the list of bureaus. Here only what is collected; joining the registers comes with matching.
"""
