"""Monitoring notices, reviewed; statutory warnings only by authorised issuers. Policy items 12, 34."""
