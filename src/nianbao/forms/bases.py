"""Bases and remedies from a form's own law, by code of the rule: they replace the general words of the rule.

They are kept in ``bases.yaml`` beside the form's file, so that a rule which several forms share cites for each the
format that is in force there. They are no part of the form's digest: a workbook does not depend on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import FormFileError, StrictYAMLError
from nianbao.files.system_errors import reason_of
from nianbao.files.yaml_files import BilingualRecord, read_record
from nianbao.forms.form_folder import BASES
from nianbao.language import Bilingual, Domain

if TYPE_CHECKING:
    from pathlib import Path

_ = Domain("nianbao")


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """A form's own basis and remedy for one rule; ``None`` leaves the rule's."""

    basis: Bilingual | None = None
    remedy: Bilingual | None = None


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    basis: BilingualRecord | None = None
    remedy: BilingualRecord | None = None

    def resolved(self) -> Basis:
        return Basis(
            basis=self.basis.bilingual() if self.basis else None,
            remedy=self.remedy.bilingual() if self.remedy else None,
        )


def read_bases(folder: Path) -> dict[str, Basis]:
    """Return the bases and remedies of the form in a folder, by code; empty where it has no file of them.

    Raises :class:`FormFileError` naming the file, the place inside it, and the remedy.
    """
    path = folder / BASES
    try:
        records = read_record(folder, BASES, dict[str, _Record])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise FormFileError(_("不能读取 {path}（{reason}）。", path=path, reason=reason_of(error))) from error
    except StrictYAMLError as error:
        raise FormFileError(_("{path} {cause}", path=path, cause=error.message)) from error
    except msgspec.ValidationError as error:
        raise FormFileError(_("{path} 的内容不对：{cause}。请改正该处。", path=path, cause=error)) from error
    bases = {code: record.resolved() for code, record in records.items()}
    for code, basis in bases.items():
        if any(text is not None and not (text.zh and text.en) for text in (basis.basis, basis.remedy)):
            raise FormFileError(_("{path} 的 {code} 没有写全（中文和英文都要有）。", path=path, code=code))
    return bases
