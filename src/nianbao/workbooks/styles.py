"""How the workbook looks: one style for each kind of label and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.forms.layout import LabelKind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_INK, _GREY, _LINE = "#1F2A37", "#6B7280", "#9AA5B1"
_INPUT, _TOTAL, _HEADER, _BANNER = "#FFFBE6", "#EEF1F4", "#E3EBF5", "#CFDDEE"
_BODY: dict[str, Any] = {
    "font_name": "宋体",
    "font_size": 11,
    "font_color": _INK,
    "valign": "vcenter",
    "text_wrap": True,
}
_BOX: dict[str, Any] = {"border": 1, "border_color": _LINE}
_HEAVY: dict[str, Any] = {"font_name": "黑体"}

_LABELS: dict[LabelKind, dict[str, Any]] = {
    LabelKind.TITLE: {**_HEAVY, "font_size": 18, "align": "center"},
    LabelKind.SUBTITLE: {"font_size": 13, "align": "center", "font_color": _GREY},
    LabelKind.HINT: {"font_size": 9, "indent": 1, "font_color": _GREY},
    LabelKind.GROUP: {**_HEAVY, "font_size": 12, "indent": 1, "bg_color": _BANNER, **_BOX},
    LabelKind.CAPTION: {**_HEAVY, "font_size": 12, "text_wrap": False, "bottom": 2, "bottom_color": _LINE},
    LabelKind.BANNER: {**_HEAVY, "align": "center", "bg_color": _BANNER, **_BOX},
    LabelKind.HEADER: {**_HEAVY, "align": "center", "bg_color": _HEADER, **_BOX},
    LabelKind.ROW: {"align": "left", "indent": 1, "bg_color": "#F7F9FB", **_BOX},
    LabelKind.ROW_VERTICAL: {"align": "center", "bg_color": "#F7F9FB", **_BOX},
    LabelKind.NOTE: {"font_size": 10.5, "indent": 1, **_BOX},
    LabelKind.CHECK: {"font_size": 10, "font_color": _GREY, "align": "right"},
}

# Numbers keep the General format: under any other, a date typed by mistake shows as its serial number and
# would be read as a count.
_CELLS: dict[str, dict[str, Any]] = {
    "number": {"align": "center", "bg_color": _INPUT, "locked": False, **_BOX},
    "money": {"align": "center", "bg_color": _INPUT, "locked": False, **_BOX},
    "total": {"align": "center", "bg_color": _TOTAL, "bold": True, **_BOX},
    "text": {
        "align": "left",
        "indent": 1,
        "valign": "top",
        "num_format": "@",
        "bg_color": _INPUT,
        "locked": False,
        **_BOX,
    },
    "line": {"align": "left", "indent": 1, "num_format": "@", "bg_color": _INPUT, "locked": False, **_BOX},
    "choice": {"align": "center", "bg_color": _INPUT, "locked": False, **_BOX},
    "fact": {"align": "left", "indent": 1, "bold": True, **_BOX},
    "check": {"font_size": 10, "align": "center", "font_color": _GREY},
    "count": {"font_size": 9, "align": "right", "font_color": _GREY, "bottom": 2, "bottom_color": _LINE},
    "result": {"font_size": 10.5, "align": "center", **_BOX},
    "state": {"align": "left", "indent": 1, "bold": True, **_BOX},
    "pasted": {"align": "center", "bg_color": _INPUT, "locked": False, **_BOX},
    "found": {"font_size": 8, "align": "center", "font_color": _LINE},
    "hidden": {"font_size": 9, "num_format": "@"},
}

_LEADING: dict[str, Any] = {"font_color": "#1D4E89", "underline": 1}
_POINTS_A_LINE = 1.3
"""How much higher than its letters a line is."""
_MARKS: dict[str, dict[str, Any]] = {
    "bad": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "good": {"font_color": "#1E6B34"},
    "zero": {"bg_color": "#E5E7EB", "font_color": _GREY, "num_format": 'General;-General;0;"0"'},
    "nil": {"bg_color": "#E5E7EB", "font_color": _GREY},
}


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._links: dict[LabelKind, Format] = {}
        self._tall: dict[int, Format] = {}
        self._labels = {kind: book.add_format({**_BODY, **look}) for kind, look in _LABELS.items()}
        self._cells = {name: book.add_format({**_BODY, **look}) for name, look in _CELLS.items()}
        self._marks = {name: book.add_format(look) for name, look in _MARKS.items()}

    def label(self, kind: LabelKind) -> Format:
        """Return the format of a kind of label."""
        return self._labels[kind]

    def link(self, kind: LabelKind) -> Format:
        """Return the format of a kind of label that leads somewhere."""
        if kind not in self._links:
            self._links[kind] = self._book.add_format({**_BODY, **_LABELS[kind], **_LEADING})
        return self._links[kind]

    def tall(self, points: float) -> Format:
        """Return the format of a blank cell that keeps its row so many points high."""
        size = min(409, round(points / _POINTS_A_LINE))
        if size not in self._tall:
            self._tall[size] = self._book.add_format({"font_name": "宋体", "font_size": size})
        return self._tall[size]

    def cell(self, name: str) -> Format:
        """Return the format of a kind of cell."""
        return self._cells[name]

    def mark(self, name: str) -> Format:
        """Return the format that a condition lays over a cell."""
        return self._marks[name]
