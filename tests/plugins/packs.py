"""Throw-away packs: objects with hooks for a registry, and distributions written to disk."""

from __future__ import annotations

import importlib
import itertools
from typing import TYPE_CHECKING

import pytest

from nianbao import Pack, PluginRegistry, Rule, hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nianbao import CheckContext, Finding

DOCUMENT = """\
code: {code}
name: a-rule
severity: warning
stage: stable
scope: submission
blanks: skip
claim: {{zh: 要求。, en: Claim.}}
reason: {{zh: 原因。, en: Reason.}}
remedy: {{zh: 改法。, en: Remedy.}}
basis: {{zh: 依据。, en: Basis.}}
examples:
  wrong: {{about: {{zh: 错, en: wrong}}, finds: [{{}}]}}
  right: {{about: {{zh: 对, en: right}}, finds: []}}
"""
_numbers = itertools.count(1)


def pack(name: str, version: str = "1.0") -> Pack:
    return Pack(name=name, distribution=f"{name}-dist", version=version)


def offering(
    *, rules: object = None, forms: object = None, styles: object = None, filters: object = None
) -> type[object]:
    """Return a plugin that implements the hooks for which something is offered."""
    offers = {"rules": rules, "forms": forms, "report_styles": styles, "filters": filters}
    hooks = {f"nianbao_register_{name}": _hook(offer) for name, offer in offers.items() if offer is not None}
    return type("Plugin", (), hooks)


def _hook(offer: object) -> object:
    def give() -> object:
        return offer

    return staticmethod(hookimpl(give))


def registry_of(**plugins: type[object]) -> PluginRegistry:
    """Return a registry with nothing but these plugins, each a pack of its name."""
    registry = PluginRegistry(load_installed=False)
    for name, plugin in plugins.items():
        registry.register(plugin, pack(name))
    return registry


def nothing(_context: CheckContext) -> Iterator[Finding]:
    """Find nothing."""
    return iter(())


class Disk:
    """Writes packages and distributions into a folder that is on the path for one test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        monkeypatch.syspath_prepend(str(folder))

    def module(self, source: str) -> str:
        """Write a module of one file; give its name."""
        name = f"throwaway_{next(_numbers)}"
        (self.folder / f"{name}.py").write_text(source, "utf-8")
        importlib.invalidate_caches()
        return name

    def package(self, documents: dict[str, str], source: str = "") -> str:
        """Write a package with documents by code; give its name."""
        name = f"throwaway_{next(_numbers)}"
        (self.folder / name / "documents").mkdir(parents=True)
        (self.folder / name / "__init__.py").write_text(source, "utf-8")
        for code, text in documents.items():
            (self.folder / name / "documents" / f"{code}.yaml").write_text(text, "utf-8")
        importlib.invalidate_caches()
        return name

    def distribution(self, name: str, version: str, entry_point: str, module: str) -> None:
        """Write the metadata of an installed distribution with one entry point."""
        info = self.folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[nianbao]\n{entry_point} = {module}\n", "utf-8")
        importlib.invalidate_caches()

    def rule(
        self,
        code: str,
        function: Callable[[CheckContext], object] = nothing,
        *,
        document: str = DOCUMENT,
        claims: tuple[str, ...] = (),
    ) -> Rule:
        """Return a rule whose package holds this document."""
        package = self.package({code: document.format(code=code)})
        return Rule(code=code, function=function, claims=claims, documents=package)  # type: ignore[arg-type]
