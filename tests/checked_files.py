"""Checked files of every verdict, real and hostile, for the tests of what is made of them."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nianbao import (
    Agency,
    CellPlace,
    Checker,
    Office,
    blank_submission,
    fitted,
    write_workbook,
)
from nianbao.findings.explanation import Waiver
from nianbao.language import Message
from nianbao.testing import example_document
from tests.documents import as_json, read

if TYPE_CHECKING:
    from nianbao import CheckedFile, PluginRegistry

HOSTILE = '<script>alert("1")</script>&局\x01\x1b[31m'
REASON = "已写入问题一栏。\n<b>另见</b>附件。"
WAIVER = Waiver(code="FD109", agency=None, field=None, reason="惯用", who="公开办", until=datetime.date(2999, 1, 1))


class Files:
    """Makes checked files of the form's example, laid over with faults."""

    def __init__(self, registry: PluginRegistry, form: str = "zfxxgk-2021") -> None:
        self.registry = registry
        self.registered = registry.registered_form(form)
        self.form = self.registered.form
        self.example = example_document(self.registered)

    def document(self, **changes: Any) -> bytes:
        return as_json(example_document(self.registered, **changes))

    def check(self, data: bytes, path: str, office: Office | None = None) -> CheckedFile:
        registry = self.registry
        return Checker(registry, office or Office()).check(path, data)

    def workbook(self, data: bytes) -> bytes:
        return write_workbook(fitted(read(self.registry, data)))

    def good(self) -> CheckedFile:
        return self.check(self.workbook(self.document()), "收回/好.xlsx")

    def bad(self) -> CheckedFile:
        """Return one with faults of figures and texts: blanks, words, an imbalance, money, a nil."""
        values = {
            "requests.carried_out.natural_person": 5,
            "requests.granted.enterprise": "若干",
            "requests.received.legal_service": None,
            "disclosure.coercion.decisions": "无",
            "disclosure.administrative_fees.amount": "12.3456789",
            "disputes.reconsideration.upheld": 99,
        }
        text = f"{self.example['texts']['overview.proactive']}我们and他们。http://www.example.gov.cn/{'a' * 300}"
        texts = {"problems.improvement": None, "overview.proactive": text}
        return self.check(self.workbook(self.document(values=values, texts=texts)), "收回/坏 #1?.xlsx")

    def hostile(self) -> CheckedFile:
        """Return one whose names and words try to be something else."""
        agency = {"name": '<script>alert("1")</script>&局', "code": "<img src=x>"}
        texts = {"overview.proactive": "我们and</style><script>alert(2)</script>]]>他们。", "other.matters": None}
        data = self.document(values={"requests.carried_out.natural_person": 5}, texts=texts, agency=agency)
        checked = self.check(data, f"收回\n/{HOSTILE}.json")
        words = Message("{words} {{0}} [点击](javascript:alert(1)) ]]>", (("words", HOSTILE),))
        first, *others = checked.findings
        spoken = replace(first, message=words, place=CellPlace(sheet="三依申请公开", cell="D6", words=HOSTILE))
        nobody = replace(checked.reading, agency=Agency(name=HOSTILE, code="\x00"))
        return replace(checked, findings=(spoken, *others), reading=nobody)

    def blank(self) -> CheckedFile:
        return self.check(
            write_workbook(blank_submission(self.form, 2024, Agency(name="空白局", code="KB1"))), "/收回/空.xlsx"
        )

    def garbage(self) -> CheckedFile:
        return self.check(b"PK\x03\x04", "C:\\收回\\废.xlsx")

    def explained(self) -> CheckedFile:
        """Return one with an explanation that stands, and one finding that is waived."""
        place = {"code": "SC103", "field": "problems.improvement", "text": REASON}
        explanation = place | {"value": hashlib.sha256(b"").hexdigest()}
        texts = {"problems.improvement": None, "other.matters": "信息处理费用的情况见上文。"}
        data = self.document(values={}, texts=texts, explanations=[explanation])
        return self.check(data, "收回/说明.json", Office(waivers=(WAIVER,)))

    def all(self) -> list[CheckedFile]:
        return [self.good(), self.bad(), self.hostile(), self.blank(), self.garbage(), self.explained()]
