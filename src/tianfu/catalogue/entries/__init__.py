"""Catalogue entries (目录): what departments hold or owe, before any data exist. Policy items 9 and 40.

Compiled from service items (政务服务事项) or written in a form, an entry passes three reviews, gets a resource code and is published; tables, APIs
and files are mounted on it, and the mounting rate says how much of what is promised is there.
"""
