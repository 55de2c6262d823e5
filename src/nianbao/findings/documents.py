"""Documents of faults: one YAML file a code, in Chinese and English, checked when it is read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from nianbao.errors import DocumentError, StrictYAMLError
from nianbao.files.yaml_files import BilingualRecord, read_record
from nianbao.findings.fault import Example, Fault, Overlay, Severity, Stage
from nianbao.language import Domain

_ = Domain("nianbao")
_OWN = Path(__file__).parent / "documents"


class _OverlayRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    values: dict[str, int | str | None] = msgspec.field(default_factory=dict)
    texts: dict[str, str | None] = msgspec.field(default_factory=dict)
    nil: tuple[str, ...] | None = None
    blanks_are_zero: tuple[str, ...] | None = None
    totals: Literal["stated", "computed"] | None = None
    agency: dict[str, str | None] = msgspec.field(default_factory=dict)

    def overlay(self) -> Overlay:
        return Overlay(
            values=self.values,
            texts=self.texts,
            nil=self.nil,
            blanks_are_zero=self.blanks_are_zero,
            totals=self.totals,
            agency=self.agency,
        )


class CaseRecord(_OverlayRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case as written: data laid over the form's example, and the findings expected."""

    finds: tuple[dict[str, Any], ...]
    about: BilingualRecord = BilingualRecord("", "")
    name: str = ""
    form: str = ""
    previous: _OverlayRecord | None = None
    others: tuple[_OverlayRecord, ...] = ()
    roster: tuple[dict[str, str], ...] = ()
    registers: tuple[dict[str, int | str], ...] = ()

    def example(self) -> Example:
        """Return the case as an :class:`Example`."""
        return Example(
            about=self.about.bilingual(),
            form=self.form,
            overlay=self.overlay(),
            previous=self.previous.overlay() if self.previous else None,
            others=tuple(other.overlay() for other in self.others),
            roster=self.roster,
            registers=self.registers,
            finds=self.finds,
        )


class _Examples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    wrong: CaseRecord
    right: CaseRecord


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    name: str
    severity: Literal["error", "verify", "warning", "note"]
    stage: Literal["stable", "beta"]
    scope: Literal["file", "submission", "previous", "registers", "set"]
    blanks: Literal["skip", "zero", "fault", "held_back"]
    claim: BilingualRecord
    reason: BilingualRecord
    remedy: BilingualRecord
    basis: BilingualRecord
    examples: _Examples | None = None


def read_fault(folder: Path, code: str, *, examples: bool = True) -> Fault:
    """Read ``<folder>/<code>.yaml`` into a :class:`Fault`.

    Raises :class:`DocumentError` where the document is missing, lacks remedy or basis in
    either language, or (with ``examples``) lacks its wrong and right example.
    """
    path = folder / f"{code}.yaml"
    try:
        document = read_record(folder, path.name, _Document)
    except OSError as error:
        raise DocumentError(_("规则 {code} 没有说明文件 {path}：请补写。", code=code, path=path)) from error
    except StrictYAMLError as error:
        raise DocumentError(_("说明文件 {path} {cause}", path=path, cause=error.message)) from error
    except msgspec.ValidationError as error:
        raise DocumentError(_("说明文件 {path} 的内容不对：{cause}。", path=path, cause=error)) from error
    if document.code != code:
        raise DocumentError(
            _("说明文件 {path} 写的编号是 {found}，应为 {code}。", path=path, code=code, found=document.code)
        )
    # Without remedy or basis an agency would learn that something is wrong, but not what to do or by what law.
    texts = {
        "claim": document.claim.bilingual(),
        "reason": document.reason.bilingual(),
        "remedy": document.remedy.bilingual(),
        "basis": document.basis.bilingual(),
    }
    for key, text in texts.items():
        if not text.zh or not text.en:
            raise DocumentError(_("说明文件 {path} 的 {key} 没有写全（中文和英文都要有）。", path=path, key=key))
    if examples and document.examples is None:
        raise DocumentError(_("说明文件 {path} 缺少 examples（一个错例，一个对例）。", path=path))
    return Fault(
        code=code,
        name=document.name,
        severity=Severity(document.severity),
        stage=Stage(document.stage),
        scope=document.scope,
        blanks=document.blanks,
        **texts,
        wrong=document.examples.wrong.example() if document.examples else None,
        right=document.examples.right.example() if document.examples else None,
    )


@cache
def core_codes() -> tuple[str, ...]:
    """Return the codes of the core's own faults: RD, LT, CN, SY."""
    return tuple(sorted(path.stem for path in _OWN.glob("*.yaml")))


# Without examples: they are about files, of which no form's example can be one.
@cache
def core_fault(code: str) -> Fault:
    """Return one of the core's own faults (RD reading, LT layout, CN consolidation, SY system) by its code."""
    return read_fault(_OWN, code, examples=False)
