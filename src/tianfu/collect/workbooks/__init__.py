"""Workbooks as departments send them: .xlsx, .xls and .et, title rows, merged headers, totals and foot notes and all."""

from .layout import SheetLayout
from .workbook import Workbook

__all__ = ["SheetLayout", "Workbook"]
