"""The release room's part of the metadata database."""
