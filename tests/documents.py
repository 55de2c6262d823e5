"""Documents (submission JSON) that a test writes out itself, read as submissions; what only changes the form's example
takes ``nianbao.testing.example``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nianbao import read_submission_json

if TYPE_CHECKING:
    from nianbao import PluginRegistry, Submission

FORM = "zfxxgk-2021"
Document = dict[str, Any]


def as_json(document: Document) -> bytes:
    """Return the bytes of a document."""
    return json.dumps(document, ensure_ascii=False).encode()


def read(registry: PluginRegistry, document: Document | bytes) -> Submission:
    """Read a submission from bytes, or from a document that is written as JSON first."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_submission_json(data, registry.find_form)
