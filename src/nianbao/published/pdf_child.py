"""Read the characters and lines of a PDF in a separate process, which may crash or loop without harm.

The file comes through standard input; characters and lines are written to standard output as JSON. The module is run by
its path in an isolated Python without site packages, so it receives the limits and the folder of the library as its
only argument.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

READ_PDF = "--read-pdf"
"""The argument with which a frozen program, which has no separate Python, runs itself as the reading process."""
_SEGMENT_MOVE, _SEGMENT_LINE = 2, 0
_PATH, _FORM, _IMAGE = 2, 5, 3
_DEEPEST = 4
_THIN = 4.0


def _turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """Return a point in the coordinates of the displayed page; ``turn`` counts quarter turns clockwise."""
    if turn == 1:
        return y, width - x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return height - y, x
    return x, y


def _box(left: float, bottom: float, right: float, top: float, page: dict[str, Any]) -> list[float]:
    first_corner = _turned(left, bottom, page["turn"], page["width"], page["height"])
    opposite_corner = _turned(right, top, page["turn"], page["width"], page["height"])
    xs, ys = sorted((first_corner[0], opposite_corner[0])), sorted((first_corner[1], opposite_corner[1]))
    return [round(xs[0], 2), round(ys[0], 2), round(xs[1], 2), round(ys[1], 2)]


class _Reader:
    """Read one page after the other, and count the characters of all."""

    def __init__(self, raw: Any, limits: dict[str, Any]) -> None:
        self.raw = raw
        self.limits = limits
        self.characters = 0

    def page(self, document: Any, number: int) -> dict[str, Any]:
        raw = self.raw
        handle = raw.FPDF_LoadPage(document, number)
        if not handle:
            return {"characters": [], "lines": [], "fills": [], "pictures": 0}
        turn = raw.FPDFPage_GetRotation(handle) % 4
        width, height = raw.FPDF_GetPageWidthF(handle), raw.FPDF_GetPageHeightF(handle)
        if turn % 2:
            width, height = height, width  # the library returns the size of the page as displayed
        page = {
            "turn": turn, "width": width, "height": height, "characters": [], "lines": [], "fills": [], "pictures": 0,
        }  # fmt: skip
        self._text(handle, page)
        self._objects(raw.FPDFPage_CountObjects(handle), lambda at: raw.FPDFPage_GetObject(handle, at), page,
                      (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)  # fmt: skip
        raw.FPDF_ClosePage(handle)
        return {key: page[key] for key in ("characters", "lines", "fills", "pictures")}

    def _text(self, handle: Any, page: dict[str, Any]) -> None:
        from ctypes import byref, c_double, c_uint

        raw = self.raw
        colour = [c_uint() for _part in range(4)]
        text = raw.FPDFText_LoadPage(handle)
        if not text:
            return
        rectangle = raw.FS_RECTF()
        exact = [c_double() for _side in range(4)]
        for index in range(raw.FPDFText_CountChars(text)):
            self.characters += 1
            if self.characters > self.limits["characters"]:
                raise OverflowError
            code = raw.FPDFText_GetUnicode(text, index)
            if code <= 32 or code == 0xA0 or code == 0x3000 or raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            if not raw.FPDFText_GetLooseCharBox(text, index, byref(rectangle)):
                continue
            raw.FPDFText_GetCharBox(text, index, *(byref(side) for side in exact))
            # The loose box has the height of the line, but its width may be the font's: the box of the ink has the true width.
            left, right, bottom, top = (side.value for side in exact)
            loose = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
            if not (left or right or bottom or top):
                left, bottom, right, top = loose
            box = _box(loose[0], loose[1], loose[2], loose[3], page)
            ink = _box(left, bottom, right, top, page)
            white = raw.FPDFText_GetFillColor(text, index, *map(byref, colour)) and _is_white(colour)
            page["characters"].append([code, *box, ink[0], ink[2], int(white)])
        raw.FPDFText_ClosePage(text)

    def _objects(self, count: int, get: Any, page: dict[str, Any], matrix: tuple[float, ...], depth: int) -> None:
        raw = self.raw
        for index in range(min(count, self.limits["lines"])):
            page_object = get(index)
            kind = raw.FPDFPageObj_GetType(page_object)
            object_matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(page_object, object_matrix)
            combined = _product(
                (
                    object_matrix.a,
                    object_matrix.b,
                    object_matrix.c,
                    object_matrix.d,
                    object_matrix.e,
                    object_matrix.f,
                ),
                matrix,
            )
            if kind == _PATH:
                self._path(page_object, page, combined)
            elif kind == _IMAGE:
                page["pictures"] += 1
            elif kind == _FORM and depth < _DEEPEST:
                self._objects(
                    raw.FPDFFormObj_CountObjects(page_object),
                    lambda inner, form=page_object: raw.FPDFFormObj_GetObject(form, inner),
                    page, combined, depth + 1,
                )  # fmt: skip

    def _path(self, page_object: Any, page: dict[str, Any], matrix: tuple[float, ...]) -> None:
        from ctypes import byref, c_float

        raw = self.raw
        points: list[tuple[float, float]] = []
        x, y = c_float(), c_float()
        start = (0.0, 0.0)
        for index in range(min(raw.FPDFPath_CountSegments(page_object), self.limits["lines"])):
            segment = raw.FPDFPath_GetPathSegment(page_object, index)
            raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = _moved(x.value, y.value, matrix)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == _SEGMENT_MOVE:
                self._edges(points, page)
                points, start = [point], point
            else:
                points.append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                self._edges([*points, start], page)
                points = []
        self._edges(points, page)
        self._fill(page_object, page)

    def _fill(self, page_object: Any, page: dict[str, Any]) -> None:
        """Add the box of a shape that is filled with a colour: white letters may lie on it."""
        from ctypes import byref, c_float, c_int, c_uint

        raw = self.raw
        mode, stroke, colour = c_int(), c_int(), [c_uint() for _part in range(4)]
        raw.FPDFPath_GetDrawMode(page_object, byref(mode), byref(stroke))
        if not mode.value or len(page["fills"]) > self.limits["lines"]:
            return
        if not raw.FPDFPageObj_GetFillColor(page_object, *map(byref, colour)) or _is_white(colour):
            return
        sides = [c_float() for _side in range(4)]
        if raw.FPDFPageObj_GetBounds(page_object, *map(byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            page["fills"].append(_box(left, bottom, right, top, page))

    def _edges(self, points: list[tuple[float, float]], page: dict[str, Any]) -> None:
        """Add the straight lines of a path; a thin box counts as one line, a large one as its four sides."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        if len(page["lines"]) > self.limits["lines"]:
            raise OverflowError
        if max(xs) - min(xs) < _THIN or max(ys) - min(ys) < _THIN:
            page["lines"].append(_box(min(xs), min(ys), max(xs), max(ys), page))
            return
        for start, end in pairwise(points):
            if abs(start[0] - end[0]) < 0.5 or abs(start[1] - end[1]) < 0.5:
                page["lines"].append(
                    _box(
                        min(start[0], end[0]),
                        min(start[1], end[1]),
                        max(start[0], end[0]),
                        max(start[1], end[1]),
                        page,
                    )
                )


def _is_white(colour: Sequence[Any]) -> bool:
    """Return whether a colour of red, green, blue and opacity cannot be seen on paper."""
    return all(part.value >= 250 for part in colour[:3]) or colour[3].value == 0


def _product(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: tuple[float, ...]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _read(data: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    import pypdfium2.raw as raw

    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return {"fault": "password" if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else "damaged"}
    pages = raw.FPDF_GetPageCount(document)
    if pages > limits["pages"]:
        return {"fault": "large"}
    reader = _Reader(raw, limits)
    try:
        return {"pages": [reader.page(document, number) for number in range(pages)]}
    except OverflowError:
        return {"fault": "large"}


def main(arguments: Sequence[str]) -> None:
    """Read a PDF from standard input, with the JSON settings in the only argument, and write its pages as JSON."""
    settings = json.loads(arguments[0])
    sys.path += [settings["library"], str(Path(__file__).parents[2])]
    from nianbao.files.bounded_process import Bounds, bound_this_process

    bound_this_process(Bounds(settings["cpu_seconds"], settings["data_bytes"]))
    try:
        answer = _read(sys.stdin.buffer.read(), settings)
    except MemoryError:
        answer = {"fault": "large"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
