"""Submissions as JSON: the contract's document, read without losing a digit, written canonically."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from nianbao.errors import UnreadableError
from nianbao.files.record_errors import cause_in_words
from nianbao.findings.explanation import Explanation
from nianbao.language import Domain
from nianbao.submissions.numbers import Raw, State, raw_text
from nianbao.submissions.submission import (
    YEARS,
    Agency,
    Submission,
    Totals,
    figure_text,
    hold_texts,
    illegal_character,
    make_answers,
    normalise_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.forms.definition import Form
    from nianbao.forms.find_form import FindForm

_ = Domain("nianbao")
SCHEMA: Final = 1
KINDS = ("ministry", "province", "city", "county", "town", "department", "zone", "institution")
LONGEST_JSON = 4 * 2**20
"""Bytes: fifty times a report's; reading takes twenty times as much memory."""
MOST_EXPLANATIONS = 2000
# A figure as the contract writes it, "26.55", is a number and no text: VL106 does not apply to it.
_DECIMAL = r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?"


class AgencyRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The agency as in the contract."""

    name: str | None = None
    code: str | None = None
    kind: str | None = None
    short_name: str | None = None
    aliases: tuple[str, ...] = ()


class ExplanationRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An explanation as in the contract."""

    text: str
    code: str | None = None
    field: str | None = None
    value: int | str | None = None


class SubmissionRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A submission as in the contract."""

    form: str
    year: int
    schema: Literal[1] = SCHEMA
    draft: bool = False
    totals: Literal["stated", "computed"] = "stated"
    agency: AgencyRecord = AgencyRecord()
    nil: tuple[str, ...] = ()
    blanks_are_zero: tuple[str, ...] = ()
    # msgspec refuses a union of int, Decimal and str: each value is checked by itself.
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    texts: dict[str, str | None] = msgspec.field(default_factory=dict)
    explanations: tuple[ExplanationRecord, ...] = ()


def _refuse_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        # Counted, not searched for key by key: that took 19 s over 50,000 of them.
        keys = [key for key, _value in pairs]
        repeated = Counter(keys).most_common(1)[0][0]
        key = repeated.encode("utf-8", "replace").decode()
        raise UnreadableError("RD107", _("键“{key}”出现两次，请删去一处。", key=key))
    return mapping


def _refuse_constant(name: str) -> object:
    raise UnreadableError("RD107", _("{name} 不是数。", name=name))


def _decode(data: bytes) -> SubmissionRecord:
    if len(data) > LONGEST_JSON:
        raise UnreadableError(
            "RD103", _("数据文件有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=LONGEST_JSON >> 20)
        )
    try:
        # Not msgspec's decoder: it would take the last of two equal keys, and money for a float.
        document = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_refuse_duplicates,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
        )
        json.dumps(document, ensure_ascii=False, default=str).encode()  # half a surrogate pair fails here
        return msgspec.convert(document, SubmissionRecord)
    except UnicodeDecodeError as error:
        raise UnreadableError("RD107", _("不是 UTF-8 编码，请另存为 UTF-8。")) from error
    except UnicodeEncodeError as error:
        raise UnreadableError("RD107", _("含有残缺的字符（只有半个的代理对），请改正。")) from error
    except json.JSONDecodeError as error:
        raise UnreadableError(
            "RD107",
            _("第 {line} 行第 {column} 列起不是合法的 JSON，请改正。", line=error.lineno, column=error.colno),
        ) from error
    except msgspec.ValidationError as error:
        raise UnreadableError("RD107", _("内容不合规范：{cause}。", cause=cause_in_words(error))) from error
    # Integers of more than 4,300 digits, decimals out of range, nesting without end.
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise UnreadableError("RD107", _("内容不合规范：{cause}。", cause=error)) from error


def _raw_value(field: str, value: object) -> Raw:
    if value is None or isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, str):
        if re.fullmatch(_DECIMAL, value):
            return Decimal(value)
        bad = illegal_character(value)
        if bad:
            raise UnreadableError("RD107", _("“{field}”含有不允许的字符 {bad}。", field=field, bad=bad))
        return value
    raise UnreadableError("RD107", _("“{field}”的值须是整数、小数文字或原样文字。", field=field))


def _check_names(form: Form, record: SubmissionRecord) -> None:
    for field in record.values:
        if field not in form.fields:
            raise UnreadableError(
                "RD107", _("表单 {form} 没有名为“{field}”的数字字段。", form=form.id, field=field)
            )
    for field in record.texts:
        if field not in form.texts:
            raise UnreadableError(
                "RD107", _("表单 {form} 没有名为“{field}”的文字字段。", form=form.id, field=field)
            )
    allowed = {nil.table for nil in form.nil}
    for table in record.nil:
        if table not in allowed:
            message = _("表单 {form} 没有可作零填报的表“{table}”。", form=form.id, table=table)
            raise UnreadableError("RD107", message)
    for table in record.blanks_are_zero:
        if table not in form.blanks_are_zero:
            message = _("表单 {form} 没有可作“其余空格为 0”声明的表“{table}”。", form=form.id, table=table)
            raise UnreadableError("RD107", message)
    if record.year not in YEARS:
        raise UnreadableError("RD107", _("年度 {year} 不对。", year=record.year))
    if not form.accepts_year(record.year):
        raise UnreadableError(
            "LT103", _("表单 {form} 不适用于 {year} 年度，请换用该年度的表单。", form=form.id, year=record.year)
        )


def _text(field: str, text: str) -> str:
    normalised = normalise_text(text)
    bad = illegal_character(normalised)
    if bad:
        raise UnreadableError("RD107", _("“{field}”含有不允许的字符 {bad}。", field=field, bad=bad))
    return normalised


def read_submission_json(data: bytes, find_form: FindForm) -> Submission:
    """Read a submission from the bytes of its JSON; ``find_form`` returns a form by id, or ``None``.

    Raises :class:`UnreadableError` (RD103, RD107, LT103) with the place and what is wrong there.
    """
    record = _decode(data)
    form = find_form(record.form)
    if form is None:
        raise UnreadableError("RD107", _("没有名为“{form}”的表单。", form=record.form))
    _check_names(form, record)
    texts = {field: _text(field, text) for field, text in record.texts.items() if text}
    hold_texts(texts)
    if len(record.explanations) + len(record.agency.aliases) > MOST_EXPLANATIONS:
        raise UnreadableError("RD103", _("核实说明或别名超过 {limit} 条。", limit=MOST_EXPLANATIONS))
    return Submission(
        form=form,
        year=record.year,
        agency=_agency(record.agency),
        totals=Totals(record.totals),
        nil=frozenset(record.nil),
        blanks_are_zero=frozenset(record.blanks_are_zero),
        answers=make_answers(form, {field: _raw_value(field, value) for field, value in record.values.items()}),
        texts={field: texts[field] for field in form.texts if texts.get(field)},
        explanations=tuple(_explanation(explanation) for explanation in record.explanations),
    )


def _agency(record: AgencyRecord) -> Agency:
    def words(name: str) -> str | None:
        return _text(f"agency.{name}", getattr(record, name) or "") or None

    return Agency(
        name=words("name"),
        code=words("code"),
        kind=words("kind"),
        short_name=words("short_name"),
        aliases=tuple(filter(None, (_text("agency.aliases", alias) for alias in record.aliases))),
    )


def _explanation(record: ExplanationRecord) -> Explanation:
    def words(name: str) -> str | None:
        value = getattr(record, name)
        return None if value is None else _text(f"explanations.{name}", str(value))

    return Explanation(code=words("code"), field=words("field"), value=words("value"), text=words("text") or "")


def _json_value(raw: Raw, value: int | Decimal | None, state: State) -> int | str:
    # The contract's values know no booleans: TRUE is written as a sheet shows it, and read again it is no number.
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, str):
        return raw
    if state is State.NUMBER and value is not None:
        return value if isinstance(value, int) else figure_text(value)
    return raw_text(raw)


def _explanation_json(explanation: Explanation) -> Mapping[str, object]:
    value: int | str | None = explanation.value
    if isinstance(value, str) and re.fullmatch(r"0|-?[1-9][0-9]{0,14}", value):
        value = int(value)
    return {"code": explanation.code, "field": explanation.field, "value": value, "text": explanation.text}


def submission_json(submission: Submission) -> dict[str, object]:
    """Return a submission as the contract's JSON document, its keys in the form's order."""
    agency = submission.agency
    answers = {field: submission.answers[field] for field in submission.form.fields if field in submission.answers}
    return {
        "schema": SCHEMA,
        "form": submission.form.id,
        "year": submission.year,
        "totals": submission.totals.value,
        "agency": {
            "name": agency.name,
            "code": agency.code,
            "kind": agency.kind,
            "short_name": agency.short_name,
            "aliases": list(agency.aliases),
        },
        "nil": [nil.table for nil in submission.form.nil if nil.table in submission.nil],
        "blanks_are_zero": [
            table for table in submission.form.blanks_are_zero if table in submission.blanks_are_zero
        ],
        "values": {field: _json_value(answer.raw, answer.value, answer.state) for field, answer in answers.items()},
        "texts": dict(submission.texts),
        "explanations": [_explanation_json(explanation) for explanation in submission.explanations],
    }


# Not every value that the schema allows is a figure: any other is a finding, no error of the file.
def submission_schema(form: Form) -> dict[str, object]:
    """Return the JSON Schema (2020-12) of a form's submissions, derived from the form."""
    value = {"type": ["integer", "number", "string", "null"]}
    record = msgspec.json.schema(SubmissionRecord)
    schema: dict[str, Any] = dict(record["$defs"]["SubmissionRecord"])
    properties = dict(schema["properties"])
    properties["form"] = {"const": form.id}
    properties["nil"] = {"type": "array", "items": {"enum": [nil.table for nil in form.nil]}}
    properties["blanks_are_zero"] = {"type": "array", "items": {"enum": list(form.blanks_are_zero)}}
    properties["values"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.id: {**value, "title": form.words(field.id)} for field in form.fields.values()},
    }
    properties["texts"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {text.id: {"type": ["string", "null"], "title": text.label} for text in form.texts.values()},
    }
    definitions = {name: definition for name, definition in record["$defs"].items() if name != "SubmissionRecord"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": form.name,
        "properties": properties,
        "$defs": definitions,
    }


__all__ = ["KINDS", "read_submission_json", "submission_json", "submission_schema"]
