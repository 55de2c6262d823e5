"""What a pack may offer. Hooks give values; they never run work.

A pack is a module named in the entry-point group ``nianbao``; its functions marked with
:data:`hookimpl` and named as below are called once, when a registry loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from nianbao.rules.rule import Rule

GROUP = "nianbao"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)
"""Marks a pack's function as the implementation of a hook."""


@hookspec
def nianbao_register_rules() -> Iterable[Rule]:
    """Offer rules.

    :return: rules made by :func:`nianbao.rule`; import the modules that hold them inside the hook.
    """
    raise NotImplementedError


@hookspec
def nianbao_register_forms() -> Iterable[Path]:
    """Offer forms.

    :return: folders that hold a ``form.yaml``, its ``sentences.jinja`` and report templates.
    """
    raise NotImplementedError


@hookspec
def nianbao_register_report_styles() -> Iterable[Path]:
    """Offer report styles.

    :return: folders with ``report.<format>.jinja`` or ``report.docx``; the folder's name is the style's.
        What a folder lacks comes from the form and from the standard style.
    """
    raise NotImplementedError


@hookspec
def nianbao_register_filters() -> dict[str, Callable[..., object]]:
    """Offer filters for report templates.

    :return: name → function of a module (an office's own templates run in another process).
    """
    raise NotImplementedError
