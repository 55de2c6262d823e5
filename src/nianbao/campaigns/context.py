"""The context: everything that can change a verdict, as a record with a hash that every check refers to."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.ledger.canonical import digest_of, sha256
from nianbao.files.outputs import digest_of_file
from nianbao.language import Domain, in_language
from nianbao.plugins.hookspecs import GROUP
from nianbao.plugins.installed_packs import installed_packs
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.campaigns.units import Unit
    from nianbao.checks.checker import Checker
    from nianbao.forms.definition import Form
    from nianbao.office.office import Office
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.reports.report_style import ReportStyle
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")
_CODE_SUFFIXES = (".py", ".yaml", ".yml", ".jinja", ".toml", ".json", ".docx")


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A context.

    ``program`` describes program, form and packs, whose changes the office accepts with ``update``; ``office`` describes
    its own decisions, which take effect at once.
    """

    program: dict[str, Any]
    office: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """The record kept in the archive."""
        return {"program": self.program, "office": self.office}

    @property
    def digest(self) -> str:
        """The hash of the record."""
        return digest_of(self.record)


def context_of(checker: Checker, form: Form, units: Iterable[Unit]) -> Context:
    """Return the context made up of a checker, a form and the units of a roster."""
    program = {**program_of(checker.registry), "form": _form_record(form)}
    agencies = (unit.agency for unit in units if not unit.struck)
    return Context(program=program, office=_decisions(checker.office, agencies))


def context_of_results(registry: PluginRegistry, office: Office, agencies: Iterable[Agency]) -> Context:
    """Return the context outside a campaign, where a file may be of any form that is installed."""
    program = {**program_of(registry), "form": [_form_record(form) for form in registry.find_form.forms]}
    return Context(program=program, office=_decisions(office, agencies))


def _form_record(form: Form) -> dict[str, str]:
    return {"id": form.id, "version": form.version, "digest": form.digest}


def _decisions(office: Office, agencies: Iterable[Agency]) -> dict[str, Any]:
    """Return everything of an office's decisions that can change a verdict."""
    return {
        "ignored": sorted(office.ignored),
        "severities": {key: value.value for key, value in office.severities.items()},
        "options": plain(office.options),
        "waivers": sorted(plain(office.waivers), key=str),
        "registers": digest_of_path(office.registers),
        "previous": digest_of_path(office.previous),
        "explanations": office.campaign.explanations,
        "roster": digest_of(sorted(map(plain, agencies), key=str)),
    }


def program_of(registry: PluginRegistry) -> dict[str, Any]:
    """Return the versions of the program and its packs, each pack with a hash over its files."""
    packs = {pack.name: pack.version for pack in registry.packs}
    hashes = {
        entry_point.name: _digest_of_package(entry_point.value)
        for entry_point in installed_packs(GROUP)
        if entry_point.name in packs
    }
    return {
        "nianbao": __version__,
        "packs": {name: {"version": version, "files": hashes.get(name, "")} for name, version in packs.items()},
    }


def rendering_of(registry: PluginRegistry, form: Form, style: ReportStyle) -> str:
    """Return the hash of everything that turns answers into a report: program, form, templates, style."""
    folders = registry.template_folders(form.id, style.name)
    templates = [digest_of_file(path) for folder in folders for path in sorted(folder.rglob("*.jinja"))]
    return digest_of([__version__, form.digest, templates, plain(style)])


def plain(value: object) -> Any:
    """Return a value in the types of canonical JSON: floats and dates as text."""
    built = msgspec.to_builtins(value, enc_hook=str)

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {str(key): walk(child) for key, child in node.items()}
        if isinstance(node, list | tuple):
            return [walk(child) for child in node]
        return repr(node) if isinstance(node, float) else node

    return walk(built)


def _digest_of_package(reference: str) -> str:
    """Return one hash over the code files of the package that an entry point refers to; empty if there is none."""
    spec = importlib.util.find_spec(reference.partition(":")[0].partition(".")[0].strip())
    locations = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not locations:
        return digest_of_file(Path(spec.origin)) if spec is not None and spec.origin else ""
    digests = {}
    for location in locations:
        for path in sorted(Path(location).rglob("*")):
            if path.suffix in _CODE_SUFFIXES and path.is_file() and "__pycache__" not in path.parts:
                digests[path.relative_to(location).as_posix()] = digest_of_file(path)
    return digest_of(digests)


def digest_of_path(path: Path | None) -> str | None:
    """Return the hash of a file, or one over names and bytes of the files of a folder; ``None`` if it is missing."""
    if path is None or not path.exists():
        return None
    if path.is_file():
        return sha256(path.read_bytes())
    files = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith(("~$", ".")))
    return digest_of({file.relative_to(path).as_posix(): digest_of_file(file) for file in files})


_PART_NAMES = {
    "nianbao": _("程序版本"),
    "form": _("表单"),
    "packs": _("规则包"),
    "ignored": _("不查的规则"),
    "severities": _("轻重"),
    "options": _("阈值"),
    "waivers": _("豁免"),
    "registers": _("来源台账"),
    "previous": _("上年数据"),
    "explanations": _("说明是否须认可"),
    "roster": _("名单"),
}


def changed_parts(former: Context | None, now: Context) -> list[object]:
    """Return the Chinese names of the parts of a context that changed."""
    if former is None:
        return []
    with in_language("zh"):
        return [
            name
            for part, name in _PART_NAMES.items()
            if former.program.get(part, former.office.get(part)) != now.program.get(part, now.office.get(part))
        ]
