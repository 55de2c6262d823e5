"""Reading a form file: decode, resolve, and refuse every mistake with its path and remedy."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec
from msgspec.structs import replace

from nianbao.errors import FormFileError, StrictYAMLError
from nianbao.files.system_errors import reason_of
from nianbao.files.yaml_files import parse_record, read_record
from nianbao.forms.bases import read_bases
from nianbao.forms.definition import Form
from nianbao.forms.extended_form import EXTENDS, merged
from nianbao.forms.file_records import FormRecord
from nianbao.forms.resolve_form import resolved
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nianbao.forms.bases import Basis
    from nianbao.language import Message

_ = Domain("nianbao")
Record = TypeVar("Record")
# Searched in the bytes: every form of every pack is checked for a base form, and parsing YAML for it would cost
# each start what the parsed copies save.
_EXTENDS = re.compile(rb"^extends:", re.M)


class _Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form: str
    version: str


class _Extending(msgspec.Struct, frozen=True):
    extends: _Base


def base_named(path: Path) -> tuple[str, str] | None:
    """Return id and version of the form that a form file extends; ``None`` for one that is written out.

    Raises :class:`FormFileError` as :func:`read_form` does.
    """
    data = _decoded(path.read_bytes, str(path))
    if not _EXTENDS.search(data):
        return None
    record = _decoded(lambda: read_record(path.parent, path.name, _Extending), str(path))
    return record.extends.form, record.extends.version


def read_form(path: Path, folder: Path | None = None, base: tuple[Path, Mapping[str, Basis]] | None = None) -> Form:
    """Read a form file (YAML) into a :class:`Form`.

    ``folder`` is that of its bases and remedies, by default the file's; ``base`` is the file of the form that it
    extends (``extends``), with that form's bases and remedies.

    Raises :class:`FormFileError` naming the file, the path inside it, and the remedy.
    """
    bases = read_bases(folder or path.parent)
    if base is None:
        form = _form(lambda: read_record(path.parent, path.name, FormRecord), str(path))
        return replace(form, bases=bases)
    content = _extended(path, base[0])
    form = _form(lambda: msgspec.convert(content, FormRecord), str(path))
    return replace(form, bases={**base[1], **bases})


def _extended(path: Path, base: Path) -> dict[str, Any]:
    """Return the content of a file that extends another, merged with it."""

    def fail(place: str, cause: Message) -> NoReturn:
        raise FormFileError(_("表单文件 {source} 的 {path}：{cause}", source=path, path=place, cause=cause))

    base_content, changes = (
        _decoded(partial(read_record, file.parent, file.name, dict[str, Any]), str(file)) for file in (base, path)
    )
    # One level only: a form's content is in two files at most, and no chain leads back to itself.
    if EXTENDS in base_content:
        fail(EXTENDS, _("{form} 自己也是在别的表单上改出来的，不能再在它上面改。", form=base_content.get("id", "")))
    return merged(base_content, changes, fail)


def parse_form(data: bytes, source: str) -> Form:
    """Parse the bytes of a form file; ``source`` names it in errors (:class:`FormFileError`)."""
    return _form(lambda: parse_record(data, FormRecord), source)


def _form(read: Callable[[], FormRecord], source: str) -> Form:
    return resolved(_decoded(read, source), source)


def _decoded(read: Callable[[], Record], source: str) -> Record:
    try:
        return read()
    except OSError as error:
        raise FormFileError(
            _("不能读取表单文件 {path}（{reason}）。", path=source, reason=reason_of(error))
        ) from error
    except StrictYAMLError as error:
        raise FormFileError(_("表单文件 {source} {cause}", source=source, cause=error.message)) from error
    except msgspec.ValidationError as error:
        raise FormFileError(
            _("表单文件 {source} 的内容不对：{cause}。请对照文档中的写法改正该处。", source=source, cause=error)
        ) from error
