"""Units of a campaign, which do not copy from each other, and their workbooks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nianbao import PluginRegistry, Submission, fitted, write_workbook
from nianbao.testing import example_document
from tests.documents import FORM, read

if TYPE_CHECKING:
    from pathlib import Path

BROKEN: dict[str, Any] = {"requests.received.natural_person": 4700}
"""A figure that upsets the balance of table 3."""


@dataclass(frozen=True, kw_only=True)
class Units:
    """Makes submissions and workbooks of units out of the form's example, which passes."""

    registry: PluginRegistry

    def document(self, name: str | None, code: str | None, **changes: Any) -> dict[str, Any]:
        form = self.registry.registered_form(FORM)
        document = example_document(form, values=changes.pop("values", {}))
        texts = {field: self._words(field, text, name) for field, text in document["texts"].items()}
        return {**document, "agency": {"name": name, "code": code}, "texts": texts, **changes}

    @staticmethod
    def _words(field: str, text: str, name: str | None) -> str:
        """Return a text that no other unit has: units that copy from each other are a fault of their own."""
        if field.startswith(("lead.", "signoff.")):
            return text
        chance = random.Random(f"{field} {name}")
        return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(60)) + "。"

    def submission(self, name: str | None, code: str | None, **changes: Any) -> Submission:
        return read(self.registry, self.document(name, code, **changes))

    def workbook(self, name: str | None, code: str | None, **changes: Any) -> bytes:
        return write_workbook(fitted(self.submission(name, code, **changes)))

    def put(self, path: Path, name: str | None, code: str | None = "", **changes: Any) -> Path:
        """Write a unit's workbook; without a code given, the file's name serves as one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.workbook(name, path.stem if code == "" else code, **changes))
        return path
