"""The likely cause of a failure, from the look of the text as delivered. Runs on failing rows only, so it may be slow."""

from typing import TYPE_CHECKING

import ibis

from tianfu.standards.element import Element

if TYPE_CHECKING:
    import ibis.expr.types as ir


def cause(element: Element, text: "ir.StringValue") -> "ir.StringValue":
    """Id of the likely cause (a key of `standards.causes()`), or null where nothing is likely."""
    return ibis.cases((text.re_search("^#(REF|N/A|VALUE|NAME|DIV)"), "spreadsheet_error"), else_=None).cast("string")
