from __future__ import annotations

import copy
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from nianbao import (
    Agency,
    Checker,
    Conditions,
    Form,
    Office,
    PluginRegistry,
    Verdict,
    blank_submission,
    fitted,
    write_workbook,
)
from nianbao.checks.conditions import NO_CONDITIONS
from nianbao.formatters.findings_json import findings_json, findings_schema
from nianbao.testing import example_document
from tests.documents import FORM, Document, as_json, read
from tests.rules.planting import check_file

PACKS = {"nianbao_forms": "1.2.3", "nianbao_rules": "4.5.6"}
UNDER = Conditions(packs=PACKS)
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]")
HTML = "<html><table><tr><td>年报</td></tr></table></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file, what it is called, and what must be said of it: verdict, and how often each code."""

    name: str
    data: bytes
    verdict: str
    codes: dict[str, int]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def with_values(document: Document, values: Document) -> Document:
    return document | {"values": document["values"] | values}


def with_texts(document: Document, texts: Document) -> Document:
    return document | {"texts": document["texts"] | texts}


def foreign_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "政府信息公开情况统计表"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_overwritten_total(workbook: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    book["三依申请公开"]["D29"] = 50
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="session")
def samples(form: Form, registry: PluginRegistry) -> list[Sample]:
    example = example_document(registry.registered_form(FORM))

    def workbook(document: Document) -> bytes:
        return write_workbook(fitted(read(registry, document)))

    clean = workbook(example)
    blank = write_workbook(blank_submission(form, 2024, Agency(name="示例局", code="SL002")))
    unbalanced = with_values(example, {"requests.carried_out.natural_person": 5})
    halved = with_values(example, {"requests.carried_out.natural_person": "6.5"})
    dashed = with_values(example, {"disclosure.coercion.decisions": "无"})
    unimproved = with_texts(example, {"problems.improvement": None})
    place = {"code": "SC103", "field": "problems.improvement", "text": "已写入问题一栏。"}
    standing = unimproved | {"explanations": [place | {"value": digest("")}]}
    lapsed = unimproved | {"explanations": [place | {"value": digest("原来的文字")}]}
    unknown = example | {"values": {"requests.nobody.total": 1}}
    rows: list[tuple[str, bytes, str, dict[str, int]]] = [
        ("干净.xlsx", clean, "passed", {}),
        ("干净.json", as_json(example), "passed", {}),
        ("空表.xlsx", blank, "failed", {"VL101": 3, "FD101": 1, "SC101": 3, "SC106": 1}),
        ("不平衡.xlsx", workbook(unbalanced), "failed", {"TB101": 1}),
        ("半件.json", as_json(halved), "failed", {"TB101": 1, "VL104": 1}),
        ("横线.xlsx", workbook(dashed), "passed", {"VL105": 1}),
        ("没有改进.json", as_json(unimproved), "to_explain", {"SC103": 1}),
        ("已说明.json", as_json(standing), "passed", {"SC103": 1}),
        ("说明失效.xlsx", workbook(lapsed), "to_explain", {"SC103": 1, "SY901": 1}),
        ("总计被改.xlsx", with_overwritten_total(clean), "failed", {"LT205": 1}),
        ("别的表.xlsx", foreign_workbook(), "rejected", {"LT101": 1}),
        ("网页.xlsx", HTML.encode(), "rejected", {"RD101": 1}),
        ("截断.xlsx", clean[:2000], "rejected", {"RD101": 1}),
        ("空文件.xlsx", b"", "rejected", {"RD101": 1}),
        ("坏的.json", b'{"form": "zfxxgk-2021", ', "rejected", {"RD107": 1}),
        ("生字段.json", as_json(unknown), "rejected", {"RD107": 1}),
        ("往年.json", as_json(example | {"year": 2020}), "failed", {"LT103": 1}),
    ]
    return [Sample(name=name, data=data, verdict=verdict, codes=codes) for name, data, verdict, codes in rows]


@pytest.fixture(scope="session")
def written(samples: list[Sample], registry: PluginRegistry) -> bytes:
    return findings_json([check_file(registry, sample.data, f"收/{sample.name}") for sample in samples], UNDER)


@pytest.fixture(scope="session")
def document(written: bytes) -> Document:
    parsed: Document = json.loads(written, parse_float=refuse_float)
    return parsed


def refuse_float(text: str) -> float:
    raise AssertionError(f"figures are integers or decimal strings, not {text}")


@pytest.fixture(scope="session")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(findings_schema())
    return Draft202012Validator(findings_schema())


def all_findings(document: Document) -> list[Document]:
    return [finding for file in document["files"] for finding in file["findings"]]


def test_every_output_is_valid_against_the_schema(
    samples: list[Sample], document: Document, schema: Draft202012Validator, registry: PluginRegistry
) -> None:
    assert list(schema.iter_errors(document)) == []
    for sample in samples:
        alone = json.loads(findings_json([check_file(registry, sample.data, sample.name)], NO_CONDITIONS))
        assert list(schema.iter_errors(alone)) == []


def test_no_file_at_all_is_valid_too(schema: Draft202012Validator) -> None:
    nothing = json.loads(findings_json([], NO_CONDITIONS))
    assert list(schema.iter_errors(nothing)) == []
    assert nothing["summary"] == {"files": 0, "passed": 0, "to_explain": 0, "failed": 0, "rejected": 0}


def test_verdicts_and_codes_are_right(samples: list[Sample], document: Document) -> None:
    said = {
        file["path"]: (file["verdict"], Counter(found["code"] for found in file["findings"]))
        for file in document["files"]
    }
    assert said == {f"收/{sample.name}": (sample.verdict, Counter(sample.codes)) for sample in samples}


def test_the_files_keep_their_order_and_their_hash(samples: list[Sample], document: Document) -> None:
    said = [(file["path"], file["sha256"]) for file in document["files"]]
    assert said == [(f"收/{sample.name}", hashlib.sha256(sample.data).hexdigest()) for sample in samples]


def test_counts_and_summary_add_up(samples: list[Sample], document: Document) -> None:
    for file in document["files"]:
        severities = Counter(found["severity"] for found in file["findings"])
        assert file["counts"] == {name: severities[name] for name in ("error", "verify", "warning", "note")}
    verdicts = Counter(file["verdict"] for file in document["files"])
    every = {verdict.value: verdicts[verdict.value] for verdict in Verdict}
    assert document["summary"] == {"files": len(samples)} | every
    assert 0 not in every.values()


def test_the_verdict_follows_from_what_blocks(document: Document) -> None:
    for file in document["files"]:
        blocking = [found for found in file["findings"] if found["blocks"]]
        assert (file["verdict"] == "passed") == (blocking == [])
        if file["verdict"] == "to_explain":
            assert {found["severity"] for found in blocking} == {"verify"}
    for found in all_findings(document):
        graver = found["severity"] == "error" or (found["severity"] == "verify" and not found["explained"])
        assert found["blocks"] == graver


def test_only_the_standing_explanation_explains(document: Document) -> None:
    for file in document["files"]:
        explained = [found["code"] for found in file["findings"] if found["explained"]]
        assert explained == (["SC103"] if file["path"] == "收/已说明.json" else [])


def test_difference_is_actual_minus_expected(document: Document) -> None:
    with_figures = [found for found in all_findings(document) if found["expected"] is not None]
    assert len(with_figures) == 2
    for found in with_figures:
        assert Decimal(found["difference"]) == Decimal(found["actual"]) - Decimal(found["expected"])
    for found in all_findings(document):
        figures = [found[name] for name in ("expected", "actual", "difference")]
        assert figures.count(None) in (0, 3)
        assert all(DECIMAL.fullmatch(figure) for figure in figures if isinstance(figure, str))


def test_whole_figures_are_integers_and_others_decimal_strings(document: Document) -> None:
    said = {
        file["path"]: (found["expected"], found["actual"], found["difference"])
        for file in document["files"]
        for found in file["findings"]
        if found["code"] == "TB101"
    }
    assert said == {"收/不平衡.xlsx": (59, 57, -2), "收/半件.json": (59, "58.5", "-0.5")}


def test_a_finding_stands_in_a_cell_or_nowhere(document: Document) -> None:
    for found in all_findings(document):
        assert (found["sheet"] is None) == (found["cell"] is None)
        if found["field"] is not None:
            own = {"sheet": found["sheet"], "cell": found["cell"], "field": found["field"]}
            assert own in found["cells"]
            assert found["field"] in found["fields"]
        for cell in found["cells"]:
            assert re.fullmatch("[A-Z]{1,3}[1-9][0-9]*", cell["cell"])


def test_every_finding_says_what_is_wrong_and_what_to_do(document: Document) -> None:
    for found in all_findings(document):
        for key in ("name", "message", "remedy", "basis"):
            assert found[key].strip(), (found["code"], key)
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", found["name"])


def test_a_file_tells_form_year_and_agency_as_far_as_it_can(document: Document) -> None:
    files = {file["path"].removeprefix("收/"): file for file in document["files"]}
    keys = ("form", "form_version", "year", "agency")
    known = {"name": "示例县自然资源局", "code": "SL001"}
    for name in ("干净.xlsx", "干净.json", "不平衡.xlsx", "总计被改.xlsx"):
        assert [files[name][key] for key in keys] == ["zfxxgk-2021", "1.1", 2024, known]
    for name in ("别的表.xlsx", "网页.xlsx", "截断.xlsx", "空文件.xlsx", "坏的.json"):
        assert [files[name][key] for key in keys] == [None, None, None, {"name": None, "code": None}]


def test_the_tool_and_its_packs_are_named(written: bytes, document: Document) -> None:
    assert document["schema"] == 1
    assert document["tool"]["name"] == "nianbao"
    assert document["tool"]["packs"] == PACKS
    assert "示例县自然资源局" in written.decode("utf-8")


# ---------------------------------------------------------------- the schema refuses what is not whole
def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the path of every key; of a list, those of its first item."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key)
            yield from places(value, (*path, key))
    elif isinstance(node, list) and node:
        yield from places(node[0], (*path, 0))


def changed(document: Document, path: tuple[str | int, ...], change: Callable[[Any, Any], None]) -> Document:
    spoiled = copy.deepcopy(document)
    node: Any = spoiled
    for step in path[:-1]:
        node = node[step]
    change(node, path[-1])
    return spoiled


@pytest.fixture(scope="session")
def whole(samples: list[Sample], registry: PluginRegistry) -> Document:
    """Return the document of one file with one finding that has everything."""
    sample = next(sample for sample in samples if sample.name == "不平衡.xlsx")
    parsed: Document = json.loads(findings_json([check_file(registry, sample.data, sample.name)], UNDER))
    return parsed


def test_the_schema_refuses_any_missing_key(whole: Document, schema: Draft202012Validator) -> None:
    paths = [path for path in places(whole) if "packs" not in path[:-1]]
    assert len(paths) > 40
    for path in paths:
        spoiled = changed(whole, path, lambda node, key: node.pop(key))
        assert not schema.is_valid(spoiled), path


WRONG: list[tuple[tuple[str | int, ...], object]] = [
    (("schema",), 2),
    (("tool", "name"), "another"),
    (("files",), {}),
    (("files", 0, "verdict"), "fine"),
    (("files", 0, "year"), "2024"),
    (("files", 0, "agency"), None),
    (("files", 0, "counts", "error"), 1.5),
    (("files", 0, "findings", 0, "severity"), "fatal"),
    (("files", 0, "findings", 0, "stage"), "alpha"),
    (("files", 0, "findings", 0, "blocks"), "yes"),
    (("files", 0, "findings", 0, "expected"), 58.5),
    (("files", 0, "findings", 0, "cells"), None),
    (("files", 0, "findings", 0, "cells", 0, "cell"), None),
    (("summary", "passed"), None),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[str(path[-1]) for path, _value in WRONG])
def test_the_schema_refuses_a_wrong_value(
    path: tuple[str | int, ...], value: object, whole: Document, schema: Draft202012Validator
) -> None:
    assert schema.is_valid(whole)
    assert not schema.is_valid(changed(whole, path, lambda node, key: node.__setitem__(key, value)))


def test_a_number_of_a_text_tells_what_it_was_tried_as(
    registry: PluginRegistry, schema: Draft202012Validator
) -> None:
    example = example_document(registry.registered_form(FORM))
    wrong = with_texts(example, {"overview.on_request": "2024年收到政府信息公开申请46件。"})
    document = json.loads(findings_json([Checker(registry, Office()).check("a.json", as_json(wrong))], UNDER))
    assert list(schema.iter_errors(document)) == []
    (found,) = all_findings(document)
    assert (found["code"], found["reading"]) == ("NT101", "本年新收（一）")
    assert found["tried"] == [
        {"reading": "本年新收（一）", "figure": 50},
        {"reading": "新收与上年结转之和（一＋二）", "figure": 62},
    ]
