"""Departments ask, stewards answer, contracts are enforced. Policy items 9, 40."""
