"""Views of a dataset that stand apart: a chart on a page of its own, bare views for frames of other sites. Policy item 9."""
