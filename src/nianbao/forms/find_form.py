"""Looking up forms, as readers ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nianbao.forms.definition import Form


class FindForm(Protocol):
    """Finds a form by id: its present version, or an earlier one that stays in its pack."""

    def __call__(self, form_id: str, version: str | None = None, /) -> Form | None:
        """Return the form; ``None`` where there is none."""
