"""Marks for parts of a cell that look different: a struck or raised digit does not belong to the figure beside it."""

from __future__ import annotations


def marked(text: str, kind: str) -> str:
    """Return a struck, raised or white text in brackets, so that it is not read as part of a figure.

    Without a kind the text is ordinary.
    """
    return f"[{kind}{text}]" if kind and text.strip() else text


STRUCK, RAISED, WHITE, HIDDEN = "划掉", "上标", "白字", "隐藏"
