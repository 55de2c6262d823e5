"""Status pages in a real browser: accessible, the verdict in sight on a telephone, nothing fetched, A4 landscape."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from nianbao_development.samples import ROOT, SAMPLES
from tests.campaigns import kills
from tests.campaigns.offices import OfficeBench
from tests.campaigns.units import Units

from .devtools import live_page

if TYPE_CHECKING:
    from nianbao import PluginRegistry

    from .chromium import Chromium

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def pages(registry: PluginRegistry, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    office = OfficeBench(tmp_path_factory.mktemp("board") / "年报", Units(registry=registry)).begin(kills.NAMES)
    kills.first_round(office)
    office.collect()
    return {
        "campaign": (office.root / "状态一览.html").read_bytes(),
        "collect": (ROOT / SAMPLES / "collected" / "状态一览.html").read_bytes(),
    }


@pytest.mark.parametrize("name", ["campaign", "collect"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Chromium, pages: dict[str, bytes], name: str, width: int
) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
    with live_page(chromium, pages[name]) as live:
        live.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        live.evaluate(f"{axe}; 0")
        found = live.evaluate("axe.run().then((result) => result.violations.map((each) => [each.id, each.impact]))")
        assert found == []
        assert live.evaluate("document.documentElement.scrollWidth") <= width
        labels = (
            "[...document.querySelectorAll('td.label, td.verdict')].map((each) => each.getBoundingClientRect())"
        )
        rights = live.evaluate(f"{labels}.map((each) => each.right)")
        assert rights
        assert max(rights) <= width
        assert live.evaluate("performance.getEntriesByType('resource').length") == 0


def test_the_page_is_laid_out_for_a4_landscape(pages: dict[str, bytes]) -> None:
    for page in pages.values():
        assert b"size: A4 landscape" in page
