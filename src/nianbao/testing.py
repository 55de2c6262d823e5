"""Running the YAML cases of rules: for the bundled pack and for anybody's.

A case is data laid over a form's example submission, and the findings of one code that must come
of it, each as a subset of field, fields, expected, actual and difference.

A pack's whole test::

    REGISTRY = PluginRegistry()
    CASES = cases_of_pack(REGISTRY, "my_rules", Path(__file__).parent / "cases")


    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_case(case: Case) -> None:
        assert_case(REGISTRY, case)
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.checks.run_rules import check
from nianbao.errors import DocumentError, StrictYAMLError, UsageError
from nianbao.files.yaml_files import read_record
from nianbao.findings.documents import CaseRecord
from nianbao.intake.registers import RegisterEntry
from nianbao.language import Domain, listed
from nianbao.reports.compose import compose
from nianbao.reports.house_style import STANDARD
from nianbao.reports.render import render_report
from nianbao.rules.submission_set import SubmissionSet
from nianbao.submissions.numbers import read_number
from nianbao.submissions.submission import Agency
from nianbao.submissions.submission_json import read_submission_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.findings.fault import Example, Overlay
    from nianbao.findings.finding import Finding
    from nianbao.plugins.registered_forms import RegisteredForm
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


class _CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cases: tuple[CaseRecord, ...]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case of one code, with a readable name; ``str()`` gives both, to be a test's id."""

    code: str
    name: str
    example: Example

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


def cases_of(registry: PluginRegistry) -> Iterator[Case]:
    """Return the wrong and the right example of every registered rule's document."""
    yield from _document_cases(registry.rules)


def cases_of_pack(registry: PluginRegistry, pack: str, folder: Path) -> list[Case]:
    """Return every case of a pack: the examples in its documents and the case files of a folder.

    ``pack`` is the name of its entry point. Raises :class:`UsageError` where no such pack is
    installed or it has no rules, and :class:`DocumentError` for a case file that cannot be read or
    is named after no rule of the pack: neither may pass for a test that found nothing wrong.
    """
    installed = [str(each) for each in registry.packs if each.name == pack]
    rules = [registered for registered in registry.rules if registered.pack in installed]
    if not rules:
        raise UsageError(_("没有安装带规则的规则包 {pack}：请先 pip install 它。", pack=pack))
    cases = list(_document_cases(rules))
    codes = [registered.code for registered in rules]
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in codes:
            raise DocumentError(
                _("案例文件 {path} 的名称不是规则包 {pack} 的规则编号，可用的有：{codes}。", path=path, pack=pack,
                  codes=listed(codes))
            )  # fmt: skip
        cases += read_cases(path)
    return cases


def assert_case(registry: PluginRegistry, case: Case) -> None:
    """Run a case; raises :class:`AssertionError` saying what is wrong and what was found."""
    found, wrong = run_case(registry, case)
    if wrong:
        lines = [f"{case}: {wrong}", *(f"  found {each.field}: {each.message}" for each in found)]
        raise AssertionError("\n".join(lines))


def _document_cases(rules: Iterable[RegisteredRule]) -> Iterator[Case]:
    for registered in rules:
        for name, example in (("wrong example", registered.fault.wrong), ("right example", registered.fault.right)):
            if example is not None:
                yield Case(code=registered.code, name=name, example=example)


def read_cases(path: Path) -> list[Case]:
    """Read a case file ``<code>.yaml``: ``cases:`` and a list, each with a ``name``.

    Raises :class:`DocumentError` naming file and cause.
    """
    try:
        records = read_record(path.parent, path.name, _CaseFile).cases
    except StrictYAMLError as error:
        raise DocumentError(_("案例文件 {path} {cause}", path=path, cause=error.message)) from error
    except msgspec.ValidationError as error:
        raise DocumentError(_("案例文件 {path} 的内容不对：{cause}。", path=path, cause=error)) from error
    return [Case(code=path.stem, name=record.name, example=record.example()) for record in records]


def example_document(form: RegisteredForm, **changes: Any) -> dict[str, Any]:
    """Return a form's example submission as a document (submission JSON), with changes.

    ``values``, ``texts`` and ``agency`` are laid over the example's by field, a value of ``None`` making the cell blank;
    any other key takes the example's place. The example passes every rule of the bundled pack.
    """
    document: dict[str, Any] = json.loads((form.folder / "example.json").read_text("utf-8"))
    for key, value in changes.items():
        document[key] = {**document.get(key, {}), **value} if key in ("values", "texts", "agency") else value
    return document


def example(form: RegisteredForm, **changes: Any) -> Submission:
    """Return a form's example submission, with changes as for :func:`example_document`.

    So a test says what it is about and nothing else::

        example(registry.registered_form(form_id), values={"visits.north.adults": 3})

    Raises :class:`~nianbao.errors.UnreadableError` where the changed document is none of the form.
    """
    data = json.dumps(example_document(form, **changes)).encode()
    return read_submission_json(data, lambda _id, _version=None: form.form)


def overlaid(registry: PluginRegistry, form: str, overlay: Overlay, *, years_back: int = 0) -> Submission:
    """Return a form's example submission, some years back, with data laid over it.

    Raises :class:`UsageError` where there is no such form.
    """
    document = example_document(
        registry.registered_form(form), values=overlay.values, texts=overlay.texts, agency=overlay.agency
    )
    document["year"] -= years_back
    document["nil"] = document.get("nil", []) if overlay.nil is None else list(overlay.nil)
    if overlay.blanks_are_zero is not None:
        document["blanks_are_zero"] = list(overlay.blanks_are_zero)
    document["totals"] = overlay.totals or document["totals"]
    return read_submission_json(json.dumps(document).encode(), registry.find_form)


def case_submission(registry: PluginRegistry, example: Example) -> Submission:
    """Return the submission that a case is about."""
    return overlaid(registry, _form_of(registry, example), example.overlay)


def _form_of(registry: PluginRegistry, example: Example) -> str:
    """Return the form that a case names, else the first that has every field which it lays data over."""
    if example.form:
        return example.form
    overlays = (example.overlay, *((example.previous,) if example.previous else ()), *example.others)
    fields = {field for overlay in overlays for field in (*overlay.values, *overlay.texts)}
    for id_, registered in registry.form_folders.items():
        if fields <= {*registered.form.fields, *registered.form.texts}:
            return id_
    raise UsageError(_("没有表单有字段 {fields}：请写明 form。", fields=listed(sorted(fields))))


def _together(registry: PluginRegistry, example: Example, submission: Submission) -> SubmissionSet | None:
    if not (example.others or example.roster or example.registers):
        return None
    others = tuple(overlaid(registry, submission.form.id, other) for other in example.others)
    entries = tuple(
        RegisterEntry(
            agency_code=str(entry["code"]),
            field=str(entry["field"]),
            value=read_number(entry["value"]).value or 0,
            source=str(entry["source"]),
        )
        for entry in example.registers
    )
    roster = tuple(Agency(**agency) for agency in example.roster)  # type: ignore[arg-type]
    return SubmissionSet(submissions=(submission, *others), roster=roster, registers=entries)


def rendered(registry: PluginRegistry, submission: Submission, to: str, style: str = STANDARD) -> bytes:
    """Render a submission's report in a format and a report style, for the tests of a pack's templates.

    Nothing is checked, so this makes no publication.
    """
    folder = registry.form_folders[submission.form.id].folder
    folders = registry.template_folders(submission.form.id, style)
    return render_report(compose(submission, folder), to, folders, filters=registry.filters)


def run_case(registry: PluginRegistry, case: Case) -> tuple[list[Finding], str]:
    """Run a case; return the findings of its code and, where they are not as expected, what is wrong."""
    example = case.example
    submission = case_submission(registry, example)
    result = check(
        submission,
        registry.rules_for(submission.form),
        previous=overlaid(registry, submission.form.id, example.previous, years_back=1)
        if example.previous
        else None,
        together=_together(registry, example, submission),
    )
    found = [finding for finding in result.findings if finding.code == case.code]
    crashed = [f"{finding.message}\n{finding.detail}" for finding in result.findings if finding.code == "SY900"]
    if crashed:
        return found, "rules crashed:\n" + "\n".join(crashed)
    if len(found) != len(example.finds):
        return found, f"expected {len(example.finds)} findings of {case.code}, found {len(found)}"
    for finding, wanted in zip(found, example.finds, strict=True):
        for name, value in wanted.items():
            actual = getattr(finding, name)
            if name == "fields":
                actual, value = list(actual), list(value) if isinstance(value, list | tuple) else value
            elif isinstance(value, str) and isinstance(actual, Decimal):
                value = Decimal(value)
            if actual != value:
                return found, f"{name}: expected {value!r}, found {actual!r}"
    return found, ""
