"""Characters that nobody sees, and digits in other clothes: rules read the text that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

ON_REQUEST, PHONE = "overview.on_request", "lead.phone"
SENTENCE = "2024年，我局收到政府信息公开申请{}件，其中自然人申请47件、商业企业申请3件。"
IDENTITY = "11010519491231002X"
