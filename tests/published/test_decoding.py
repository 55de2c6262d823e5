from __future__ import annotations

import pytest

from nianbao.published.decoding import decoded

WORDS = "本年新收政府信息公开申请数量，共12件。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_bytes_are_taken_for_what_they_are(encoding: str) -> None:
    page = f"<html><meta charset=gbk><p>{WORDS}</p></html>"
    assert WORDS in decoded(page.encode(encoding))


def test_broken_bytes_lose_as_few_characters_as_can_be() -> None:
    assert WORDS in decoded(WORDS.encode("gb18030") + b"\xff" + WORDS.encode("gb18030"))
    assert decoded(WORDS.encode() + b"\xff\xff").startswith(WORDS)
