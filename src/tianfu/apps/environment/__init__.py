"""Ecological environment: hourly air and weather as stations send them, days judged by the index and the limits of their own date.

Policy item 35. Steward: the department of ecology and environment. A day with too few hours is shown and not judged; each judgement names
its edition. The stations of the demo province are invented; the file of Chengdu is real.
"""
