"""Parts of a cell that look unlike the rest: a struck or raised digit beside others is no digit of the same figure."""

from __future__ import annotations


def marked(text: str, kind: str) -> str:
    """Return the words of a struck or raised part so that nobody reads it as a part of a figure."""
    return f"[{kind}{text}]" if text.strip() else text


STRUCK, RAISED, WHITE, HIDDEN = "划掉", "上标", "白字", "隐藏"
