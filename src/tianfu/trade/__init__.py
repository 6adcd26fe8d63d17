"""Authorised operation and trading: products, orders, ledger, data rooms. Policy items 8, 45."""
