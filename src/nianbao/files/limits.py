"""The limits that a file must keep, in one place, each with its reason.

A filled workbook of the largest bundled form has about 40 KB, 25 parts, 9 sheets, 3,000 cells and
1,500 strings; every limit leaves room for twenty times that and stays far below what hurts.
"""

from __future__ import annotations

FILE_BYTES = 32 * 2**20
"""Some units paste photographs; beyond this a mail system refuses the file anyway."""
MEMBERS = 600
"""Parts of the archive; a workbook with pictures on every sheet has fewer than a hundred."""
PART_BYTES = 12 * 2**20
"""Unpacked size of one XML part: a sheet of this size takes expat about 0.1 s."""
TOTAL_BYTES = 96 * 2**20
"""Unpacked size of everything, pictures included."""
RATIO = 200
"""Unpacked to packed: real sheets reach 30, a bomb 1,000. Only for parts above RATIO_FROM."""
RATIO_FROM = 2**20
MARKS = 500_000
"""Opening angle brackets of a part, counted before it is parsed: about 0.4 s of parsing.

LibreOffice parts long texts of mixed scripts into runs of a few characters: 275,000 were measured."""
ATTRIBUTES_EACH, ATTRIBUTES_MORE = 12, 100_000
"""Equals signs of a part: so many for each angle bracket, and so many more; an element may not have half a million."""
FILLED_CELLS = 60_000
"""Non-empty cells of all sheets: the form has 3,000, and what is typed outside it is reported."""
SHEETS_BYTES = 48 * 2**20
"""Unpacked size of all sheets together."""
SHARED_FORMULA_CHARACTERS = 1_000_000
"""Length of a sheet's longest shared formula times the cells that share one: openpyxl writes each of them out."""
NAME_CHARACTERS = 255
"""Characters of a sheet's name and of a defined name, as spreadsheets keep them."""
CELLS = 120_000
"""Cells of a sheet, empty ones too: some clients write a style into every cell of a page."""
DEPTH = 64
"""Elements inside each other; SpreadsheetML needs about ten."""
SHEETS = 60
ROWS, COLUMNS = 20_000, 1_024
"""The box of cells: rows typed below the form are reported (LT208), a cell at XFD1048576 is an attack."""
AREA_CELLS = 20_000
"""Cells of one merged or linked area: general libraries visit every one of them."""
AREAS_CELLS = 60_000
"""Cells of all merged and linked areas of a sheet; those of table three have about three hundred."""
AREAS = 6_000
"""Merged, linked or validated areas of a sheet: table three has about three hundred."""
ALIGNED_ROWS = 300
"""Rows of a layout's sheet up to which moved blocks are followed, in time that grows with their square: 0.05 s.

Only texts of hundreds of paragraphs have more; such a sheet is judged as it is."""
NAMES = 4_000
"""Defined names: one an input, and some that clients add."""
STRINGS = 60_000
STYLES = 20_000
"""Cell formats: twenty years of copying between files reach some thousands."""
PROPERTIES = 500
KEPT_PART_BYTES = 128 * 2**10
"""Parts below this are kept, parsed, for the next workbook of a batch."""
PLAIN_PART_BYTES = 512 * 2**10
"""No plain part is larger, and the parser needs less memory for such parts."""
KEPT_ROW_BYTES, KEPT_ROWS = 2_048, 4_096
"""Rows of a sheet that are kept, parsed: about 1,500 are the same in every workbook of a batch."""
KEPT_PARTS = 32
"""So many of each kind: those that every workbook has are used again before as many others came."""
TEXT_PIECE = 4_000
"""The parser hands on text in pieces of about 8,000 characters; a shorter first piece was split by something."""
TEXT_CHARACTERS = 40_000
"""Characters of a cell: spreadsheets themselves stop at 32,767."""
FORMULA_CHARACTERS = 9_000
"""Characters of a formula: spreadsheets stop at 8,192."""
FOREIGN_BYTES = 8 * 2**20
"""An .xls, .ods or .xlsb file: its reader keeps several copies of it in memory."""
FOREIGN_AREA = 1_000_000
"""Cells between the first and the last that hold something, empty ones included: the reader keeps them all."""
FOREIGN_CELLS = 100_000
"""Non-empty cells in all sheets of such a file."""
FOREIGN_CHARACTERS = 2_000_000
"""Characters of all texts in such a file."""
FOREIGN_ROWS, FOREIGN_COLUMNS = 1_100_000, 17_000
"""Rows and columns of an OpenDocument sheet, empty ones included: clients write the empty rest of a sheet."""
CHILD_SECONDS = 10.0
"""Time limit of the process that reads such a file; it needs 0.05 s."""
CHILD_CPU_SECONDS = 2
CHILD_DATA_BYTES = 72 * 2**20
"""Memory limit of that process; a filled workbook takes 6 MB."""
DECRYPTING_DATA_BYTES = 160 * 2**20
"""The same for taking off Excel's own password: the library for it is larger, and keeps the file twice."""
CHILD_ADDRESS_BYTES = 2**30
"""The same with everything that is mapped, for systems that do not count the former."""
PACKED_MEMBERS = 2_000
"""Files in an archive of workbooks: a province's departments and cities stay far below."""
PACKED_DIRECTORY_BYTES = 512 * PACKED_MEMBERS
"""Size of an archive's directory, which is read before anything can be counted."""
PACKED_BYTES = 2 * 2**30
"""Unpacked size of all workbooks in an archive; they are unpacked one by one."""
