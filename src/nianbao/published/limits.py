"""The limits of reports, each with its reason. The largest real page had 0.2 MB, a report has about 300 cells."""

from __future__ import annotations

MARKS = 300_000
"""Opening angle brackets of a page or a document: pages of a website with its menus have some thousands."""
CELLS = 20_000
"""Cells of all tables: lxml takes 315 MB for a million."""
SPAN = 60
"""Columns or rows that one cell may cover; the widest table of a form has 15 columns."""
PAGE_BYTES = 8 * 2**20
"""Bytes of a page: pictures may be embedded in it as text."""
TEXT_BYTES = 4 * 2**20
LINES = 8_000
"""Lines of a text, paragraphs of a page; a report with one cell per line has about 700."""
SEPARATORS = 60_000
"""Tabs and bars of a text; the tables of a report have about 500."""
COLUMNS = 400
"""Columns of a table, spans counted; the widest table of a form has 15."""
PDF_PAGES = 120
PDF_BYTES = 32 * 2**20
PDF_CHARACTERS = 400_000
PDF_LINES = 8_000
"""Lines and boxes drawn on a page; the tables of a page have some hundred."""
CHILD_SECONDS = 60.0
CHILD_CPU_SECONDS = 8
CHILD_DATA_BYTES = 144 * 2**20
"""Limits of the process that opens a PDF: the library is native code, and a page can contain anything. A report takes 38 MB."""
CONVERTING_SECONDS = 90.0
"""Time for an office program to turn an old Word document into a new one."""
