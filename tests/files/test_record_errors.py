"""What JSON records are refused for is said in words of ours, with the place."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from nianbao import PluginRegistry, UnreadableError, read_submission_json

ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"year": "2024"}, ("year", "整数", "文字")),
        ({"form": None}, ("form", "文字", "空")),
        ({"remark": 1}, ("没有名为“remark”的键",)),
        ({"totals": "some"}, ("totals", "不能写")),
        ({"agency": {"name": 1}}, ("agency.name", "文字或空", "整数")),
        ({"explanations": [{"code": "TB101"}]}, ("explanations[0]", "缺少“text”")),
    ],
)
def test_data_that_are_no_submission_are_told_in_words(
    registry: PluginRegistry, changed: dict[str, Any], words: tuple[str, ...]
) -> None:
    document = {"form": "zfxxgk-2021", "year": 2024, **changed}
    with pytest.raises(UnreadableError) as raised:
        read_submission_json(json.dumps(document).encode(), registry.find_form)
    assert all(each in str(raised.value) for each in words), str(raised.value)
    assert not ENGLISH.search(str(raised.value))
