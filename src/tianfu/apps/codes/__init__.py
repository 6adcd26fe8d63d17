"""Code lists (代码表): divisions down to the village, industries down to the class, countries, classifications of standards and others.

Policy items 9 and 41. Lists that the platform itself checks against are published as they are used; others come from outside, with their
licence, and are held against these. Trees have parents that exist, and codes that continue their parent's. Names on a map are held against
codes by prefecture and name: a list of findings for a reviewer. Responsible: the provincial data administration.
"""
