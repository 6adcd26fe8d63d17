"""One connected public-data system: everything is a dataset, declared once."""

__version__ = "0.1.0"
