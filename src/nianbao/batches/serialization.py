"""Readings and findings packed to travel between processes, exact to the last raw value.

The submission JSON would not do: it does not distinguish ``12`` typed as text from a number, and it does not
know where a workbook's cells are. Forms, layouts and faults stay behind: each process has its own.
"""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nianbao.findings.documents import core_fault
from nianbao.findings.fault import Fault
from nianbao.forms.arrange import arranged
from nianbao.forms.definition import Form
from nianbao.forms.layout import Layout
from nianbao.language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.findings.finding import Finding
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.reading import Reading


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> tuple[object, ...] | None:
        # By name: a form is known by its identity and carries what was derived from it, which a copy would lose.
        if isinstance(obj, Form):
            return "form", obj.id, obj.version
        if isinstance(obj, Layout):
            form = obj.form
            return "layout", form.id, form.version, tuple(sorted(obj.allotment.items())), obj.anonymous
        return ("fault", obj.code) if isinstance(obj, Fault) else None

    def reducer_override(self, obj: object) -> Any:
        # A cause kept as a message's parameter: many exceptions cannot be unpickled, their text can.
        return (str, (str(obj),)) if isinstance(obj, BaseException) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, registry: PluginRegistry) -> None:
        super().__init__(stream)
        self._registry = registry

    def persistent_load(self, pid: tuple[Any, ...]) -> object:
        match pid:
            case ("form", form_id, version):
                return self._form(form_id, version)
            case ("layout", form_id, version, allotment, anonymous):
                return arranged(self._form(form_id, version), allotment, anonymous)
            case ("fault", code):
                # Severities and texts are those of the packs; the core's own faults are in none of them.
                ruled = (registered.fault for registered in self._registry.rules if registered.code == code)
                return next(ruled, None) or core_fault(code)
        raise pickle.UnpicklingError(f"unknown persistent id {pid!r}")

    def _form(self, form_id: str, version: str) -> Form:
        form = self._registry.find_form(form_id, version)
        if form is None:
            raise pickle.UnpicklingError(f"form {form_id} is not installed in this process")
        return form


def _pack(value: object) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def _unpack(data: bytes, registry: PluginRegistry) -> Any:
    return _Unpickler(io.BytesIO(data), registry).load()


def pack_reading(reading: Reading) -> bytes:
    """Return a reading as bytes for :func:`unpack_reading` in another process."""
    return _pack(reading)


def unpack_reading(data: bytes, registry: PluginRegistry) -> Reading:
    """Return the reading that was packed, with this process's forms, layouts and faults."""
    reading: Reading = _unpack(data, registry)
    return reading


def pack_findings(findings: Sequence[Finding]) -> bytes:
    """Return findings as bytes; a message whose parameters cannot be pickled is sent as text."""
    try:
        return _pack(tuple(findings))
    except Exception:  # whatever a pack puts into a message must not cost the file
        return _pack(
            tuple(
                replace(finding, message=Message("{words}", (("words", str(finding.message)),)))
                for finding in findings
            )
        )


def unpack_findings(data: bytes, registry: PluginRegistry) -> tuple[Finding, ...]:
    """Return the findings that were packed."""
    findings: tuple[Finding, ...] = _unpack(data, registry)
    return findings
