"""The targets that are not met yet, by name: the test of each must fail, so that it tells when it is mended."""

from __future__ import annotations

import pytest

DAMAGES: frozenset[str] = frozenset()
NUMBERS: frozenset[str] = frozenset()
PRODUCERS: frozenset[str] = frozenset()
HOSTILE: frozenset[str] = frozenset()


def mark(request: pytest.FixtureRequest, name: str, names: frozenset[str]) -> None:
    """Expect the test to fail where its target is not met yet."""
    if name in names:
        request.node.add_marker(pytest.mark.xfail(reason="a target not met yet", strict=True))
