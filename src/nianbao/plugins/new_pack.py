"""A new pack: a small distribution with one rule, its document, its cases and their test."""

from __future__ import annotations

import importlib.util
import keyword
import re
import sys
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import OutputError, UsageError
from nianbao.files.outputs import write_output
from nianbao.findings.documents import core_codes
from nianbao.language import Domain
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from nianbao.plugins.loaded_packs import Pack
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")
OWN = "nianbao"
LONGEST_NAME = 40
DIGITS = 3
_DEFAULT_CODES = tuple(f"XX{number}" for number in range(901, 1000))
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{2,4}[0-9]{3}")
_SUFFIX = ".template"
_PROMISED = ("CN",)
"""Families that the core's catalogue names and no document describes yet."""


class NewPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack before it is written: distribution, import package, code of its rule, files by path."""

    name: str
    package: str
    code: str
    files: Mapping[str, bytes]


def new_pack(name: str, code: str | None, registry: PluginRegistry) -> NewPack:
    """Return a complete pack of a name, its rule under a code (left out: the first free one from XX901).

    Raises :class:`UsageError` for a name that no distribution can have, and for a code that is
    malformed or taken.
    """
    package = _package(name, registry)
    pack_by_code = _codes_in_use(registry, package)
    if code is None:
        code = next((candidate for candidate in _DEFAULT_CODES if candidate not in pack_by_code), _DEFAULT_CODES[0])
    _refuse_code(code, pack_by_code, _families(registry))
    names = {"name": name, "package": package, "code": code, "version": __version__}
    files = {}
    for path, source in _sources(resources.files("nianbao.plugins") / "pack_template"):
        target = path.replace("PACKAGE", package).replace("CODE", code).removesuffix(_SUFFIX)
        files[target] = Template(source.read_text("utf-8")).substitute(names).encode()
    return NewPack(name=name, package=package, code=code, files=files)


def write_pack(pack: NewPack, folder: Path, *, force: bool = False) -> None:
    """Write a pack into a folder.

    Raises :class:`OutputError` before anything is written where a file of other content
    exists already, unless ``force``.
    """
    targets = {folder / path: data for path, data in pack.files.items()}
    # All are checked before the first is written: half a pack is harder to repair than none.
    for path, data in targets.items():
        if not force and _differs(path, data):
            raise OutputError(_("{path} 已经存在且内容不同：用 -o 换一个文件夹，或加 --force 覆盖。", path=path))
    for path, data in targets.items():
        write_output(path, data, force=force)


def _package(name: str, registry: PluginRegistry) -> str:
    """Return the import package of a distribution's name; raises :class:`UsageError` for an unusable one."""
    package = name.replace("-", "_")
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise UsageError(
            _(
                "“{name}”不能作规则包的名称：请用小写字母开头，只含小写字母、数字、- 或 _，"
                "不超过 {longest} 个字符，例如 hubei-rules。",
                name=name,
                longest=LONGEST_NAME,
            )
        )
    if keyword.iskeyword(package) or package in sys.stdlib_module_names or _belongs_to_another(package, registry):
        raise UsageError(
            _("名称“{name}”已经被 Python 或已安装的程序占用：请换一个，例如 {name}-rules。", name=name)
        )
    return package


def _installed_pack(package: str, registry: PluginRegistry) -> Pack | None:
    """Return the pack as it is installed already, where it is."""
    return next(
        (
            pack
            for pack in registry.packs
            if pack.name == package and pack.distribution.replace("-", "_") == package
        ),
        None,
    )


def _belongs_to_another(package: str, registry: PluginRegistry) -> bool:
    """Return whether importing the package would find what another distribution installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:  # no origin: any folder of that name
        return False
    return _installed_pack(package, registry) is None


def _codes_in_use(registry: PluginRegistry, package: str) -> dict[str, str]:
    """Return the codes of the core and of the other packs, each with whose it is."""
    # A pack that is installed already and written again keeps its code.
    own_pack = str(_installed_pack(package, registry))
    others = {registered.code: registered.pack for registered in registry.rules if registered.pack != own_pack}
    return dict.fromkeys(core_codes(), OWN) | others


def _families(registry: PluginRegistry) -> set[str]:
    """Return the letters that codes of this distribution begin with: a later version may use any number."""
    bundled = {str(pack) for pack in registry.packs if pack.distribution == OWN}
    codes = [*core_codes(), *(registered.code for registered in registry.rules if registered.pack in bundled)]
    return {*_PROMISED, *(code[:-DIGITS] for code in codes)}


def _refuse_code(code: str, pack_by_code: Mapping[str, str], families: set[str]) -> None:
    if not _CODE.fullmatch(code):
        raise UsageError(_("“{code}”不能作规则编号：请写两到四个大写字母和三位数字，例如 XX901。", code=code))
    if code in pack_by_code:
        raise UsageError(
            _(
                "编号 {code} 已经由 {pack} 使用：请用 --code 换一个，例如 XX901。",
                code=code,
                pack=pack_by_code[code],
            )
        )
    if code[:-DIGITS] in families:
        raise UsageError(
            _(
                "{letters} 开头的编号留给 nianbao 自己的规则：请用 --code 换一个，例如 XX901。",
                letters=code[:-DIGITS],
            )
        )


def _sources(folder: Traversable, inside: str = "") -> Iterator[tuple[str, Traversable]]:
    """Return the template's files, each with its path from the pack's top."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry, f"{inside}{entry.name}/")
        else:
            yield f"{inside}{entry.name}", entry


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.exists() and path.read_bytes() != data
    except OSError:
        return False  # writing it raises the reason
