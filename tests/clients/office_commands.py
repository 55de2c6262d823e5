"""Carry out a JSON list of jobs in a listening LibreOffice: jobs on standard input, results on standard output.

UNO lives in the Python that LibreOffice was packaged for, which is seldom the one that runs the
tests: so this is a program of its own, and uses nothing but the standard library and UNO.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import NamedValue, PropertyValue  # type: ignore[import-not-found]

CONNECTING_SECONDS = 60
VALUES_DATES_STRINGS_FORMULAS = 1 | 2 | 4 | 16
STEPS_THAT_MOVE_NOTHING = ("set_cells", "set_cell", "calculate", "read")
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97", "pdf": "calc_pdf_Export"}


def properties(kind: type = PropertyValue, /, **values: object) -> tuple[Any, ...]:
    """Return UNO property values, or another kind of pairs of name and value."""
    found = []
    for name, value in values.items():
        item: Any = kind()
        item.Name, item.Value = name, value
        found.append(item)
    return tuple(found)


class Session:
    """One open document, and a method for each step that a job may take."""

    def __init__(self, desktop: Any, dispatcher: Any, location: str) -> None:
        self.desktop = desktop
        self.dispatcher = dispatcher
        self.document = desktop.loadComponentFromURL(location, "_blank", 0, properties(Hidden=True))
        if self.document is None:
            raise RuntimeError(f"LibreOffice cannot open {location}")

        self._found: dict[tuple[object, ...], Any] = {}

    def take(self, *, do: str, **arguments: Any) -> Any:
        """Take one step."""
        if do not in STEPS_THAT_MOVE_NOTHING:
            self._found.clear()
        return getattr(self, do)(**arguments)

    def close(self) -> None:
        self.document.close(True)

    def _sheet(self, name: str) -> Any:
        return self.document.Sheets.getByName(name)

    def _cell(self, sheet: str, cell: str) -> Any:
        # Finding a cell takes several calls to the other process, and thousands are set and read.
        if (sheet, cell) not in self._found:
            self._found[sheet, cell] = self._sheet(sheet).getCellRangeByName(cell)
        return self._found[sheet, cell]

    def _named_cell(self, name: str, index: int) -> Any:
        if (name, index) not in self._found:
            area = self.document.NamedRanges.getByName(name).getReferredCells()
            self._found[name, index] = area.getCellByPosition(0, index)
        return self._found[name, index]

    def set_cells(self, cells: list[dict[str, Any]]) -> None:
        """Set many cells, then recalculate once; each entry has the arguments of ``set_cell``."""
        self.document.enableAutomaticCalculation(False)
        self.document.addActionLock()
        for cell in cells:
            self.set_cell(**cell)
        self.document.removeActionLock()
        self.document.enableAutomaticCalculation(True)

    def set_cell(
        self,
        *,
        name: str = "",
        index: int = 0,
        sheet: str = "",
        cell: str = "",
        value: float | str | None = None,
        formula: str = "",
    ) -> None:
        """Set the ``index``-th row of a defined name, or a cell of a sheet; no value makes it blank."""
        target = self._named_cell(name, index) if name else self._cell(sheet, cell)
        if formula:
            target.setFormula(formula)
        elif value is None:
            target.clearContents(VALUES_DATES_STRINGS_FORMULAS)
        elif isinstance(value, str):
            target.setString(value)
        else:
            target.setValue(value)

    def type_cell(self, *, sheet: str, cell: str, text: str) -> None:
        """Type into a cell as at the keyboard: dates, numbers and formulas are recognised, locks respected."""
        controller = self.document.getCurrentController()
        controller.setActiveSheet(self._sheet(sheet))
        controller.select(self._cell(sheet, cell))
        entering = properties(StringName=text)
        self.dispatcher.executeDispatch(controller.getFrame(), ".uno:EnterString", "", 0, entering)

    def unprotect(self, *, sheet: str) -> None:
        self._sheet(sheet).unprotect("")

    def protect(self, *, sheet: str) -> None:
        self._sheet(sheet).protect("")

    def insert_rows(self, *, sheet: str, at: int, count: int = 1) -> None:
        self._sheet(sheet).Rows.insertByIndex(at, count)

    def delete_rows(self, *, sheet: str, at: int, count: int = 1) -> None:
        self._sheet(sheet).Rows.removeByIndex(at, count)

    def insert_columns(self, *, sheet: str, at: int, count: int = 1) -> None:
        self._sheet(sheet).Columns.insertByIndex(at, count)

    def delete_columns(self, *, sheet: str, at: int, count: int = 1) -> None:
        self._sheet(sheet).Columns.removeByIndex(at, count)

    def rename_sheet(self, *, sheet: str, new_name: str) -> None:
        self._sheet(sheet).setName(new_name)

    def delete_sheet(self, *, sheet: str) -> None:
        self.document.Sheets.removeByName(sheet)

    def copy_sheet(self, *, sheet: str, new_name: str) -> None:
        self.document.Sheets.copyByName(sheet, new_name, self.document.Sheets.Count)

    def move_sheet(self, *, sheet: str, to: int) -> None:
        self.document.Sheets.moveByName(sheet, to)

    def hide_sheet(self, *, sheet: str) -> None:
        self._sheet(sheet).IsVisible = False

    def colour(self, *, sheet: str, cell: str, colour: int) -> None:
        self._cell(sheet, cell).CellBackColor = colour

    def annotate(self, *, sheet: str, cell: str, text: str) -> None:
        self._sheet(sheet).Annotations.insertNew(self._cell(sheet, cell).CellAddress, text)

    def heighten(self, *, sheet: str, row: int, millimetres: int) -> None:
        self._sheet(sheet).Rows.getByIndex(row).Height = millimetres * 100

    def copy_sheets_to_new_book(self, *, sheets: list[str]) -> None:
        """Go on with a new document that holds copies of the sheets and nothing else."""
        new = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
        own = new.Sheets.ElementNames
        for index, sheet in enumerate(sheets):
            new.Sheets.importSheet(self.document, sheet, index)
        for name in own:
            new.Sheets.removeByName(name)
        self.document.close(True)
        self.document = new

    def move_range(self, *, sheet: str, area: str, to: str) -> None:
        """Cut an area and paste it elsewhere on its sheet."""
        page = self._sheet(sheet)
        page.moveRange(
            page.getCellRangeByName(to).getCellByPosition(0, 0).CellAddress,
            page.getCellRangeByName(area).RangeAddress,
        )

    def copy_range(self, *, sheet: str, area: str, to: str) -> None:
        """Copy an area and paste it elsewhere on its sheet, merges and formats with it."""
        page = self._sheet(sheet)
        page.copyRange(
            page.getCellRangeByName(to).getCellByPosition(0, 0).CellAddress,
            page.getCellRangeByName(area).RangeAddress,
        )

    def merge(self, *, sheet: str, area: str, merged: bool) -> None:
        self._sheet(sheet).getCellRangeByName(area).merge(merged)

    def heights_of(self, *, sheet: str, rows: list[int]) -> list[int]:
        """Return the heights of rows, in hundredths of a millimetre."""
        return [self._sheet(sheet).Rows.getByIndex(row).Height for row in rows]

    def shown_colours(self, *, sheet: str, cells: list[str]) -> list[str]:
        """Return, cell by cell, the names of the styles that conditions lay over it now, joined."""
        named = []
        formats = self._sheet(sheet).ConditionalFormats
        for name in cells:
            cell = self._cell(sheet, name)
            named.append(";".join(self._laid_over(formats, cell)))
        return named

    def _laid_over(self, formats: Any, cell: Any) -> list[str]:
        address = cell.CellAddress
        found = []
        for conditional in formats.ConditionalFormats:
            ranges = conditional.Range.RangeAddresses
            inside = any(
                area.StartRow <= address.Row <= area.EndRow and area.StartColumn <= address.Column <= area.EndColumn
                for area in ranges
            )
            if inside:
                found.append(str(conditional.ID))
        return found

    def paste_table(self, *, file: str, table: int, sheet: str, cell: str, cells: str = "") -> None:
        """Copy a table of a text document, whole or some of its cells (``D4:H28``), and paste it at a cell."""
        source = self.desktop.loadComponentFromURL(
            Path(file).absolute().as_uri(), "_blank", 0, properties(Hidden=True)
        )
        try:
            found, controller = source.TextTables.getByIndex(table), source.CurrentController
            names = found.CellNames
            controller.select(found.getCellRangeByName(cells or f"{names[0]}:{names[-1]}"))
            copied = controller.getTransferable()
            target = self.document.getCurrentController()
            target.setActiveSheet(self._sheet(sheet))
            target.select(self._cell(sheet, cell))
            target.insertTransferable(copied)
        finally:
            source.close(True)

    def calculate(self) -> None:
        self.document.calculateAll()

    def read(self, *, cells: list[list[str]]) -> list[str]:
        """Return what (sheet, address) cells display."""
        return [self._cell(sheet, cell).getString() for sheet, cell in cells]

    def describe(self) -> list[dict[str, object]]:
        """Return name, visibility and protection of every sheet."""
        return [
            {"name": name, "visible": self._sheet(name).IsVisible, "protected": self._sheet(name).isProtected()}
            for name in self.document.Sheets.ElementNames
        ]

    def store(self, *, file: str, password: str = "") -> None:
        """Save under another name; the suffix says the format."""
        arguments = properties(FilterName=FILTERS[Path(file).suffix.removeprefix(".")])
        if password and not file.endswith(".xlsx"):
            arguments += properties(Password=password)
        elif password:  # "Password" alone is ignored for .xlsx, and CryptoType must stand first
            encryption = properties(NamedValue, CryptoType="Standard", OOXPassword=password)
            arguments += properties(EncryptionData=uno.Any("[]com.sun.star.beans.NamedValue", encryption))
        uno.invoke(
            self.document,
            "storeToURL",
            (Path(file).absolute().as_uri(), uno.Any("[]com.sun.star.beans.PropertyValue", arguments)),
        )


def connect(pipe: str) -> tuple[Any, Any]:
    """Return desktop and dispatcher of the LibreOffice that listens on a pipe."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    latest = time.monotonic() + CONNECTING_SECONDS
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:  # UNO's exceptions have no common class that can be imported
            if time.monotonic() > latest:
                raise
            time.sleep(0.1)
    make = remote.ServiceManager.createInstanceWithContext
    return make("com.sun.star.frame.Desktop", remote), make("com.sun.star.frame.DispatchHelper", remote)


def carry_out(desktop: Any, dispatcher: Any, job: dict[str, Any]) -> list[Any]:
    """Open the job's file, take its steps, close it; give what each step gave."""
    session = Session(desktop, dispatcher, Path(job["file"]).absolute().as_uri())
    try:
        return [session.take(**step) for step in job["steps"]]
    finally:
        session.close()


def main() -> None:
    desktop, dispatcher = connect(sys.argv[1])
    results = [carry_out(desktop, dispatcher, job) for job in json.load(sys.stdin)]
    json.dump(results, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge sometimes crashes while the interpreter takes it down


if __name__ == "__main__":
    main()
