"""What an output keeps of one checked file, small enough to travel and to be written at once."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from nianbao.findings.finding import Verdict

Content = TypeVar("Content", covariant=True)


class FormattedFile(msgspec.Struct, Generic[Content], frozen=True):
    """A file's verdict, and what an output shows of the file."""

    verdict: Verdict
    content: Content
