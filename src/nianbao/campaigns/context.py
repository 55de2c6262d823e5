"""The context: all that can change a verdict, as a record with a hash, so that a check says under what it was made."""

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
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.reports.report_style import ReportStyle

_ = Domain("nianbao")
_CODE = (".py", ".yaml", ".yml", ".jinja", ".toml", ".json", ".docx")


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A context in force.

    ``program`` are program, form and packs, which the office accepts by ``update``; ``office`` is what it decides
    itself, and takes effect at once.
    """

    program: dict[str, Any]
    office: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """The record that is kept."""
        return {"program": self.program, "office": self.office}

    @property
    def digest(self) -> str:
        """Its hash."""
        return digest_of(self.record)


def context_of(checker: Checker, form: Form, units: Iterable[Unit]) -> Context:
    """Return the context that a checker, a form and a roster make."""
    office = checker.office
    program = {
        **program_of(checker.registry),
        "form": {"id": form.id, "version": form.version, "digest": form.digest},
    }
    decided = {
        "ignored": sorted(office.ignored),
        "severities": {key: value.value for key, value in office.severities.items()},
        "options": plain(office.options),
        "waivers": sorted(plain(office.waivers), key=str),
        "registers": digest_of_path(office.registers),
        "previous": digest_of_path(office.previous),
        "explanations": office.campaign.explanations,
        "roster": digest_of(sorted((plain(unit.agency) for unit in units if not unit.struck), key=str)),
    }
    return Context(program=program, office=decided)


def program_of(registry: PluginRegistry) -> dict[str, Any]:
    """Return the program and its packs, each pack with its version and a hash over its files."""
    packs = {pack.name: pack.version for pack in registry.packs}
    hashes = {each.name: _files_of(each.value) for each in installed_packs(GROUP) if each.name in packs}
    return {
        "nianbao": __version__,
        "packs": {name: {"version": version, "files": hashes.get(name, "")} for name, version in packs.items()},
    }


def rendering_of(registry: PluginRegistry, form: Form, style: ReportStyle) -> str:
    """Return the hash of all that makes a report of answers: program, form, templates, style."""
    folders = registry.template_folders(form.id, style.name)
    templates = [digest_of_file(path) for folder in folders for path in sorted(folder.rglob("*.jinja"))]
    return digest_of([__version__, form.digest, templates, plain(style)])


def plain(value: object) -> Any:
    """Return a value as canonical JSON takes it: no floats, dates as text."""
    built = msgspec.to_builtins(value, enc_hook=str)

    def walk(each: Any) -> Any:
        if isinstance(each, dict):
            return {str(key): walk(found) for key, found in each.items()}
        if isinstance(each, list | tuple):
            return [walk(found) for found in each]
        return repr(each) if isinstance(each, float) else each

    return walk(built)


def _files_of(reference: str) -> str:
    """Return one hash over the files of the package that an entry point names."""
    spec = importlib.util.find_spec(reference.partition(":")[0].partition(".")[0].strip())
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not places:
        return digest_of_file(Path(spec.origin)) if spec is not None and spec.origin else ""
    found = {}
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if path.suffix in _CODE and path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(place).as_posix()] = digest_of_file(path)
    return digest_of(found)


def digest_of_path(path: Path | None) -> str | None:
    """Return one hash over a file, or over the files of a folder, by name and bytes."""
    if path is None or not path.exists():
        return None
    if path.is_file():
        return sha256(path.read_bytes())
    files = (each for each in sorted(path.rglob("*")) if each.is_file() and not each.name.startswith(("~$", ".")))
    return digest_of({each.relative_to(path).as_posix(): digest_of_file(each) for each in files})


_PARTS = {
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
    """Return the words for the parts of a context that changed."""
    if former is None:
        return []
    with in_language("zh"):
        return [
            words
            for part, words in _PARTS.items()
            if former.program.get(part, former.office.get(part)) != now.program.get(part, now.office.get(part))
        ]
