"""Whether a form can be used to the end, checked before people fill in anything made with it in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.errors import PackError, TemplateError
from nianbao.language import Domain
from nianbao.reports.compose import compose
from nianbao.submissions.submission import Agency, make_answers
from nianbao.workbooks.starting_submission import blank_submission

if TYPE_CHECKING:
    from nianbao.forms.definition import Form
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


def require_usable(registry: PluginRegistry, form_id: str) -> None:
    """Require that a form's submissions can be checked, and that its sentences can be written, in every branch tried.

    Called before workbooks are made and when packs are listed, not when packs are loaded: a template engine takes
    longer to start than the check of a file. Raises :class:`~nianbao.errors.UnclaimedError` where no rule claims a
    role, :class:`PackError` naming pack, template and line where the sentences are wrong.
    """
    registered = registry.registered_form(form_id)
    registry.rules_for(registered.form)
    # As a draft, since blank figures have no publication; what is wrong with a sentence shows all the same.
    for submission in _specimens(registered.form):
        try:
            compose(submission, registered.sentences, draft=True)
        except TemplateError as error:
            raise PackError(_("表单包 {pack}：{cause}", pack=registered.pack, cause=error.message)) from error


def _specimens(form: Form) -> tuple[Submission, ...]:
    """Return a blank submission, one of zeros and one of ones: sentences are written by whether there is anything."""
    blank = blank_submission(form, form.first_year, Agency(name="A", code="1"))
    return blank, *(
        replace(blank, answers=make_answers(form, dict.fromkeys(form.fields, figure))) for figure in (0, 1)
    )
