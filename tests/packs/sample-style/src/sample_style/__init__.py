"""A style under a red line, as official documents have one, and the year in Chinese numerals."""

from collections.abc import Callable
from pathlib import Path

from nianbao import hookimpl

_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def chinese_year(year: int) -> str:
    """Write a year digit by digit: 2024 → 二〇二四."""
    return str(year).translate(_DIGITS)


@hookimpl
def nianbao_register_report_styles() -> list[Path]:
    """Offer the folder of the style; its name is the style's."""
    return [Path(__file__).parent / "red-header"]


@hookimpl
def nianbao_register_filters() -> dict[str, Callable[..., object]]:
    """Offer the filter that the style uses."""
    return {"chinese_year": chinese_year}
