"""Looking up forms, as readers ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from nianbao.forms.definition import Form


class FindForm(Protocol):
    """Finds a form by id: its present version, or an earlier one that stays in its pack."""

    def __call__(self, form_id: str, version: str | None = None, /) -> Form | None:
        """Return the form; ``None`` where there is none."""


@runtime_checkable
class KnowsForms(Protocol):
    """What finds forms and can list them: a report names its form by its tables alone."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every form, in its present version."""


def forms_of(find_form: FindForm) -> tuple[Form, ...]:
    """Return every form that ``find_form`` can find; none where it cannot list them."""
    return find_form.forms if isinstance(find_form, KnowsForms) else ()
