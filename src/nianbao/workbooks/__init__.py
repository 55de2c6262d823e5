"""Workbooks: written locked from a layout, read back without trust, compared with the layout."""
