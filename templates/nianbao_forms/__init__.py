"""The bundled forms, a folder each with ``form.yaml`` and sentences, and the standard report style."""

from __future__ import annotations

from pathlib import Path

from nianbao import hookimpl

_FORMS = ("zfxxgk-2021", "zfxxgk-2019")


@hookimpl
def nianbao_register_forms() -> list[Path]:
    """Offer the folder of every bundled form."""
    return [Path(__file__).parent / name for name in _FORMS]


@hookimpl
def nianbao_register_report_styles() -> list[Path]:
    """Offer the standard report style."""
    return [Path(__file__).parent / "standard"]
