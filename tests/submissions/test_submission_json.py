from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nianbao import (
    Checker,
    Form,
    PluginRegistry,
    State,
    UnreadableError,
    Verdict,
    check,
    submission_json,
    submission_schema,
)
from nianbao.checks.conditions import NO_CONDITIONS
from nianbao.formatters.findings_json import findings_json
from nianbao.testing import example_document
from tests.documents import FORM, Document, as_json, read
from tests.machine_speed import seconds_here
from tests.rules.planting import PLANTED

COUNT = "requests.received.natural_person"
MONEY = "disclosure.administrative_fees.amount"
BASE: Document = {"schema": 1, "form": "zfxxgk-2021", "year": 2024}
KINDS = ["ministry", "province", "city", "county", "town", "department", "zone", "institution"]


def explained(**keys: object) -> Document:
    return BASE | {"explanations": [{"text": "上年有一件申请移送其他单位办理。"} | keys]}


VALID: dict[str, Document] = {
    "least": {"form": "zfxxgk-2021", "year": 2021},
    "a count": BASE | {"values": {COUNT: 6}},
    "a JSON number": BASE | {"values": {MONEY: 26.5}},
    "a decimal string": BASE | {"values": {MONEY: "26.55"}},
    "raw text": BASE | {"values": {COUNT: "３件", MONEY: "无"}},
    "not a number": BASE | {"values": {COUNT: "约10"}},
    "null values and texts": BASE | {"values": {COUNT: None}, "texts": {"lead.text": None}},
    "a stated total": BASE | {"totals": "stated", "values": {"requests.received.total": 6}},
    "computed totals": BASE | {"totals": "computed"},
    "nil tables": BASE | {"nil": ["disputes", "disclosure", "requests"]},
    "paragraphs": BASE | {"texts": {"problems.current": "一是公开不够细。\n二是更新不及时。"}},
    "other line ends": BASE | {"texts": {"problems.current": "\r\n一。\r二。\u2028三。\n\n"}},
    "text beyond the basic plane": BASE | {"texts": {"title": "𠮷县２０２４年“报告”（试行）"}},
    "an explanation": explained(code="XY103", field=COUNT, value=60),
    "an explanation of an amount": explained(code="XY103", field=MONEY, value="26.55"),
    "a free explanation": explained(),
    "an agency": BASE | {"agency": {"name": "示例局", "code": "SL001", "aliases": ["甲", "乙"]}},
    **{f"kind {kind}": BASE | {"agency": {"kind": kind}} for kind in KINDS},
    "an agency of unknown kind": BASE | {"agency": {"name": "示例局", "kind": None}},
}
WRONG_SHAPE: dict[str, Document] = {
    "no form": {"schema": 1, "year": 2024},
    "no year": {"schema": 1, "form": "zfxxgk-2021"},
    "unknown form": BASE | {"form": "zfxxgk-1999"},
    "form is a number": BASE | {"form": 2021},
    "form is null": BASE | {"form": None},
    "another schema": BASE | {"schema": 2},
    "schema is text": BASE | {"schema": "1"},
    "year is text": BASE | {"year": "2024"},
    "year is a fraction": BASE | {"year": 2024.5},
    "year is true": BASE | {"year": True},
    "year is null": BASE | {"year": None},
    "year is a list": BASE | {"year": [2024]},
    "unknown key": BASE | {"remark": "x"},
    "unknown figure": BASE | {"values": {"requests.received.nobody": 1}},
    "a text among the figures": BASE | {"values": {"lead.text": "x"}},
    "unknown text": BASE | {"texts": {"overview.nothing": "x"}},
    "a figure among the texts": BASE | {"texts": {COUNT: "6"}},
    "unknown table declared nil": BASE | {"nil": ["petitions"]},
    "a table that cannot be nil": BASE | {"nil": ["handling_fee"]},
    "nil is text": BASE | {"nil": "disputes"},
    "totals neither stated nor computed": BASE | {"totals": "guessed"},
    "values is a list": BASE | {"values": [1]},
    "values is null": BASE | {"values": None},
    "a value is a list": BASE | {"values": {COUNT: [6]}},
    "a value is an object": BASE | {"values": {COUNT: {"value": 6}}},
    "texts is text": BASE | {"texts": "x"},
    "a text is a number": BASE | {"texts": {"lead.text": 5}},
    "a text is a list": BASE | {"texts": {"lead.text": ["x"]}},
    "agency is text": BASE | {"agency": "示例局"},
    "agency has an unknown key": BASE | {"agency": {"nick_name": "x"}},
    "agency name is a number": BASE | {"agency": {"name": 5}},
    "aliases is text": BASE | {"agency": {"aliases": "x"}},
    "explanations is an object": BASE | {"explanations": {"text": "x"}},
    "an explanation without text": BASE | {"explanations": [{"code": "XY103"}]},
    "an explanation with an unknown key": explained(by="x"),
    "an explanation of a fraction": explained(value=1.5),
}
WRONG_CHARACTERS: dict[str, Document] = {
    "lone surrogate in a text": BASE | {"texts": {"lead.text": "甲\ud800乙"}},
    "lone surrogate in a value": BASE | {"values": {COUNT: "\udc00"}},
    "lone surrogate in the agency": BASE | {"agency": {"name": "\ud800"}},
    "lone surrogate in an alias": BASE | {"agency": {"aliases": ["\ud800"]}},
    "lone surrogate in the form": BASE | {"form": "\ud800"},
    "lone surrogate in a nil table": BASE | {"nil": ["\ud800"]},
    "lone surrogate in a key": BASE | {"\ud800": 1},
    "lone surrogate in a figure's id": BASE | {"values": {"\ud800": 1}},
    "lone surrogate in a text's id": BASE | {"texts": {"\ud800": "x"}},
    "lone surrogate in an explanation": explained(text="\ud800"),
    "lone surrogate in an explanation's code": explained(code="\ud800"),
    "lone surrogate in an explanation's field": explained(field="\ud800"),
    "lone surrogate in an explanation's value": explained(value="\ud800"),
    "control character in a text": BASE | {"texts": {"lead.text": "甲\x00乙"}},
    "control character in a value": BASE | {"values": {COUNT: "\x01"}},
    "control character in the agency's code": BASE | {"agency": {"code": "SL\x07"}},
    "control character in an explanation": explained(text="\x1b[2J"),
    "control character in an explanation's code": explained(code="XY\x00"),
    "noncharacter in a text": BASE | {"texts": {"lead.text": "\uffff"}},
}
HEAD = b'{"schema": 1, "form": "zfxxgk-2021", "year": 2024'
NO_JSON: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n ",
    "cut off": HEAD,
    "text behind the end": HEAD + b"} x",
    "two documents": HEAD + b"}" + HEAD + b"}",
    "a comma too many": HEAD + b",}",
    "single quotes": b"{'form': 'zfxxgk-2021'}",
    "a comment": HEAD + b"} // done",
    "list at the top": b"[" + HEAD + b"}]",
    "empty list": b"[]",
    "null": b"null",
    "a number": b"5",
    "a string": b'"zfxxgk-2021"',
    "duplicate key": HEAD + b', "year": 2025}',
    "duplicate figure": HEAD + b', "values": {"%s": 1, "%s": 2}}' % (COUNT.encode(), COUNT.encode()),
    "duplicate lone surrogate": HEAD + b', "\\ud800": 1, "\\ud800": 2}',
    "NaN": HEAD + b', "values": {"%s": NaN}}' % COUNT.encode(),
    "Infinity": HEAD + b', "values": {"%s": Infinity}}' % COUNT.encode(),
    "minus Infinity": HEAD + b', "values": {"%s": -Infinity}}' % COUNT.encode(),
    "NaN as the year": b'{"form": "zfxxgk-2021", "year": NaN}',
    "a number of 5000 digits": HEAD + b', "values": {"%s": %s}}' % (COUNT.encode(), b"9" * 5000),
    "leading zero": HEAD + b', "values": {"%s": 007}}' % COUNT.encode(),
    "a raw control character": HEAD + b', "texts": {"lead.text": "a\x01b"}}',
    "a raw line end": HEAD + b', "texts": {"lead.text": "a\nb"}}',
    "deeply nested lists": b"[" * 100_000,
    "deeply nested objects": b'{"a":' * 100_000,
    "deeply nested value": HEAD + b', "values": {"x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    "GB18030": '{"form": "zfxxgk-2021", "year": 2024, "agency": {"name": "示例局"}}'.encode("gb18030"),
    "UTF-16": HEAD.decode().encode("utf-16"),
    "a stray byte": HEAD + b', "texts": {"lead.text": "\xff"}}',
    "an encoded surrogate": HEAD + b', "texts": {"lead.text": "\xed\xa0\x80"}}',
}
BROKEN: dict[str, bytes] = {
    **NO_JSON,
    **{name: json.dumps(document).encode() for name, document in (WRONG_SHAPE | WRONG_CHARACTERS).items()},
}


@pytest.fixture
def whole(registry: PluginRegistry) -> Document:
    """Return the form's example; ``document`` is each of the tables' above."""
    return example_document(registry.registered_form(FORM))


def by_name(documents: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("document", documents.values(), ids=list(documents))


# ---------------------------------------------------------------- what goes in comes out
@by_name(VALID)
def test_writing_what_was_read_is_stable(document: Document, registry: PluginRegistry) -> None:
    once = submission_json(read(registry, document))
    assert submission_json(read(registry, once)) == once
    assert json.dumps(once, ensure_ascii=False).encode()


def test_the_example_comes_back_as_it_is(whole: Document, registry: PluginRegistry) -> None:
    said_by_default = {
        "nil": [],
        "blanks_are_zero": [],
        "explanations": [],
        "agency": {"aliases": []} | whole["agency"],
    }
    assert submission_json(read(registry, whole)) == whole | said_by_default


def test_null_and_missing_are_equal(form: Form, whole: Document, registry: PluginRegistry) -> None:
    texts, values = dict.fromkeys(form.texts), dict.fromkeys(form.fields)
    nulls = whole | {"values": values | whole["values"], "texts": texts | whole["texts"]}
    assert submission_json(read(registry, nulls)) == submission_json(read(registry, whole))
    empty = read(registry, BASE | {"values": values, "texts": texts})
    assert submission_json(empty) == submission_json(read(registry, BASE))
    assert check(empty, registry.rules).findings == check(read(registry, BASE), registry.rules).findings


DECIMALS = [
    *("26.55", "0.000001", "35.600000", "-0.10", "0.1", "123456789.123456", "999999999999999.999999"),
    *("0.123456789012345678901234567890", "12345678901234.012345678901234567890123456789"),
]


@pytest.mark.parametrize("as_string", [True, False], ids=["string", "number"])
@pytest.mark.parametrize("text", DECIMALS)
def test_decimals_are_exact(text: str, as_string: bool, registry: PluginRegistry) -> None:
    literal = f'"{text}"' if as_string else text
    data = HEAD + f', "values": {{"{MONEY}": {literal}}}}}'.encode()
    submission = read(registry, data)
    assert submission.answer(MONEY).state is State.NUMBER
    assert submission.answer(MONEY).value == Decimal(text)
    values = submission_json(submission)["values"]
    assert isinstance(values, dict)
    assert isinstance(values[MONEY], str)
    assert Decimal(values[MONEY]) == Decimal(text)


RAW_TEXTS = ["无", "/", "３件", " 12 ", "22（其中修订16件）", "约10", "十二", "1e5", "007", "+5", "TRUE"]


@pytest.mark.parametrize("raw", RAW_TEXTS, ids=ascii)
def test_raw_text_is_kept_as_found(raw: str, registry: PluginRegistry) -> None:
    submission = read(registry, BASE | {"values": {COUNT: raw}})
    assert submission.answer(COUNT).raw == raw
    assert submission_json(submission)["values"] == {COUNT: raw}


def test_line_ends_become_paragraphs(registry: PluginRegistry) -> None:
    text = "\r\n一\r\n二\r三\x0b四\x0c五\u0085六\u2028七\u2029八\n\n"
    submission = read(registry, BASE | {"texts": {"lead.text": text}})
    assert submission.text("lead.text") == "一\n二\n三\n四\n五\n六\n七\n八"


def test_a_byte_order_mark_is_no_fault(whole: Document, registry: PluginRegistry) -> None:
    marked = read(registry, b"\xef\xbb\xbf" + as_json(whole))
    assert submission_json(marked) == submission_json(read(registry, whole))


# ---------------------------------------------------------------- what is broken is RD107
@by_name(BROKEN)
def test_broken_input_is_rd107(document: bytes, registry: PluginRegistry) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(registry, document)
    assert caught.value.code == "RD107"
    assert str(caught.value)


@by_name(BROKEN)
def test_broken_input_is_a_rejected_file_that_can_be_reported(document: bytes, registry: PluginRegistry) -> None:
    checked = Checker(registry).check("报送.json", document)
    assert [finding.code for finding in checked.findings] == ["RD107"]
    assert checked.verdict is Verdict.REJECTED
    assert checked.submission is None
    assert json.loads(findings_json([checked], NO_CONDITIONS))["summary"]["rejected"] == 1


@pytest.mark.parametrize("number", ["1e9999999", "-1e9999999", "1e-9999999", "1e99999999999999999999"])
def test_an_absurd_number_is_a_finding_and_no_crash(number: str, whole: Document, registry: PluginRegistry) -> None:
    field = '"disclosure.coercion.decisions": '
    data = as_json(whole).replace(f"{field}0".encode(), f"{field}{number}".encode())
    assert number.encode() in data
    codes = [finding.code for finding in Checker(registry, PLANTED).check("报送.json", data).findings]
    assert len(codes) == 1
    assert set(codes) <= {"RD107", "VL102", "VL104"}


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_year_of_an_older_form_is_lt103(year: int, registry: PluginRegistry) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(registry, BASE | {"year": year})
    assert caught.value.code == "LT103"
    assert str(year) in str(caught.value)
    assert "zfxxgk-2021" in str(caught.value)


@pytest.mark.parametrize("year", [0, -2024, 24, 1999, 20240, 10**30])
def test_a_year_that_no_report_can_have_is_refused(year: int, registry: PluginRegistry) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(registry, BASE | {"year": year})
    assert caught.value.code in {"RD107", "LT103"}


@pytest.mark.parametrize("year", [2021, 2024, 2035])
def test_a_year_of_the_form_is_read(year: int, registry: PluginRegistry) -> None:
    assert read(registry, BASE | {"year": year}).year == year


# ---------------------------------------------------------------- the schema
@pytest.fixture(scope="session")
def validator(form: Form) -> Draft202012Validator:
    schema = submission_schema(form)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_schema_is_named_after_the_form(form: Form) -> None:
    assert submission_schema(form)["title"] == form.name


@by_name(VALID)
def test_the_schema_accepts_what_is_valid(
    document: Document, validator: Draft202012Validator, registry: PluginRegistry
) -> None:
    assert list(validator.iter_errors(document)) == []
    assert list(validator.iter_errors(submission_json(read(registry, document)))) == []


def test_the_schema_accepts_the_example(whole: Document, validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(whole)) == []


@by_name(WRONG_SHAPE)
def test_the_schema_refuses_what_reading_refuses(document: Document, validator: Draft202012Validator) -> None:
    assert not validator.is_valid(document)


@pytest.mark.parametrize("number", ["1e999999999999", "1E+200000000", "1e-999999999", "1" * 3000])
def test_a_figure_of_any_size_is_told_shortly(registry: PluginRegistry, number: str) -> None:
    data = f'{{"form":"zfxxgk-2021","year":2024,"values":{{"disclosure.regulations.issued":{number}}}}}'
    checked = Checker(registry).check("a.json", data.encode())
    assert "SY900" not in {finding.code for finding in checked.findings}
    assert max(len(str(finding.message)) for finding in checked.findings if finding.code == "VL102") < 300
    assert checked.submission is not None
    assert len(json.dumps(submission_json(checked.submission))) < 10_000


def test_a_key_twice_among_many_is_found_at_once(registry: PluginRegistry) -> None:
    data = "{" + ",".join(f'"k{number}":0' for number in range(50_000)) + ',"k49999":1}'
    started = time.process_time()
    checked = Checker(registry).check("a.json", data.encode())
    spent = time.process_time() - started
    assert spent < seconds_here(1), "it once took 19 s"
    assert "k49999" in str(checked.findings[0].message)


@pytest.mark.parametrize(
    "more",
    ['"texts":{},"x":"' + "长" * 2_000_000 + '"', '"explanations":[' + ",".join(['{"text":"a"}'] * 2001) + "]"],
)
def test_a_document_larger_than_any_report_is_refused(registry: PluginRegistry, more: str) -> None:
    data = f'{{"form":"zfxxgk-2021","year":2024,{more}}}'.encode()
    checked = Checker(registry).check("a.json", data)
    assert [finding.code for finding in checked.findings] == ["RD103"]
