"""Forms that a build of the wheel kept: resolved, with the layout and the formulas of a workbook without further rows.

Resolving the bundled forms, arranging one and writing its formulas is an eighth of what ``nianbao check`` takes for one
file. A wheel carries the results in each form's folder; ``nianbao_development.keep_forms`` makes them. They count only for
the version of the program that made them, and while the files they were made of are byte for byte the same, those of
the form that one extends among them. A checkout has none.
"""

from __future__ import annotations

import io
import zlib
from functools import cache, cached_property
from marshal import dumps, loads
from typing import TYPE_CHECKING, Any, Final

from nianbao.forms.form_folder import BASES, FORM_FILE
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nianbao.cells import Position
    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout

    Formulas = Mapping[str, Mapping[Position, str]]

KEPT: Final = "kept_form.bin"
"""The file of what was kept of it."""
_FORM: Final = "form"
"""Stands for the form itself in its layout, so that both hold the same form."""


class KeptForm:
    """A form as it was kept; its layout and formulas are read when they are asked for.

    ``extends`` is id and version of the form that it extends, if any.
    """

    def __init__(self, extends: tuple[str, str] | None, base: object, parts: tuple[bytes, bytes, bytes]) -> None:
        self.extends = extends
        self._base = base
        form, self._layout, self._formulas = parts
        self.form: Form = _read(form)
        _KEPT_FORMS[self.form] = self

    def stands_on(self, file: Path, folder: Path) -> bool:
        """Return whether the form it extends, its file and folder given, is the one that it was made with."""
        return self._base == _checksums(file, folder / BASES)

    @cached_property
    def layout(self) -> Layout:
        """The layout of a workbook with no further rows, for an agency that is known."""
        layout: Layout = _read(self._layout, self.form)
        return layout

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas of that workbook, by sheet and position."""
        formulas: Formulas = loads(self._formulas)
        return formulas


_KEPT_FORMS: dict[Form, KeptForm] = {}
"""What was read in this process; a form is hashed by identity."""


def _read(data: bytes, form: Form | None = None) -> Any:
    """Read an object that was kept, ``form`` standing where it refers to its form."""
    # Loading the module pickle takes longer than reading a form; this is the part of it that reads.
    from _pickle import Unpickler

    class Reader(Unpickler):
        def persistent_load(self, _name: str) -> Form | None:
            return form

    return Reader(io.BytesIO(data)).load()


def _written(value: object, form: Form | None = None) -> bytes:
    import pickle

    class Writer(pickle.Pickler):
        def persistent_id(self, item: object) -> str | None:
            return _FORM if form is not None and item is form else None

    data = io.BytesIO()
    Writer(data, pickle.HIGHEST_PROTOCOL).dump(value)
    return data.getvalue()


def _checksums(*files: Path) -> tuple[tuple[int, int], ...]:
    """Return length and checksum of each file, of one that cannot be read as of an empty one."""
    contents = []
    for file in files:
        try:
            contents.append(file.read_bytes())
        except OSError:  # said by whoever reads it in earnest
            contents.append(b"")
    return tuple((len(data), zlib.crc32(data)) for data in contents)


def _made_of(folder: Path) -> tuple[Any, ...]:
    """Return what a kept form depends on: the program's version and its own files."""
    return __version__, _checksums(folder / FORM_FILE, folder / BASES)


def kept(
    folder: Path,
    layout: Layout,
    formulas: Formulas,
    base: tuple[tuple[str, str], Path, Path] | None = None,
) -> bytes:
    """Return the content of the file for the form in a folder.

    ``layout`` and ``formulas`` are those of its plain workbook; ``base`` names the form that it extends, and has that
    one's file and folder.
    """
    parts = (
        _written(layout.form),
        _written(layout, layout.form),
        dumps({sheet: dict(by_position) for sheet, by_position in formulas.items()}),
    )
    extends, base_files = (base[0], _checksums(base[1], base[2] / BASES)) if base else (None, None)
    content = dumps((_made_of(folder), extends, base_files, parts))
    return zlib.crc32(content).to_bytes(4, "big") + content


@cache
def _at(folder: Path, made_of: tuple[object, ...]) -> KeptForm | None:
    try:
        data = (folder / KEPT).read_bytes()
        if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
            return None
        kept_of, *kept_parts = loads(data[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return KeptForm(*kept_parts) if kept_of == made_of else None


def kept_form(folder: Path) -> KeptForm | None:
    """Return what was kept of the form in a folder; ``None`` where nothing was, or where its files are others now.

    It is the same object for the whole process. One that extends a form counts only while it :meth:`~KeptForm.stands_on`
    that form.
    """
    return _at(folder, _made_of(folder)) if (folder / KEPT).is_file() else None


def layout_kept_with(form: Form) -> Layout | None:
    """Return the layout of a form's plain workbook where it was kept with the form."""
    at_hand = _KEPT_FORMS.get(form)
    return at_hand.layout if at_hand else None


def formulas_kept_with(layout: Layout) -> Formulas | None:
    """Return the formulas of a layout where they were kept with it, by sheet and position."""
    at_hand = _KEPT_FORMS.get(layout.form)
    return at_hand.formulas if at_hand and at_hand.layout is layout else None
