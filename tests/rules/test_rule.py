"""Rules as authors write them: what they need of a form, and how a module's are gathered."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from nianbao import CheckContext, Finding, Rule, rule
from nianbao.rules.rule import rules_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao import Form

FIGURE, TEXT = "requests.received.total", "problems.current"


def nothing(_context: CheckContext) -> Iterator[Finding]:
    """Find nothing."""
    return iter(())


@pytest.mark.parametrize(
    ("needs", "forms", "missing"),
    [
        ((), (), ()),
        ((FIGURE, TEXT), (), ()),
        ((FIGURE, "no.such"), (), ("no.such",)),
        ((), ("zfxxgk-2021", "other"), ()),
        (("no.such",), ("other",), ("zfxxgk-2021",)),
    ],
)
def test_a_rule_runs_where_the_form_has_what_it_needs(
    form: Form, needs: tuple[str, ...], forms: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    assert rule("ZZ101", needs=needs, forms=forms)(nothing).missing(form) == missing


def test_the_decorator_keeps_the_function_and_where_its_document_is() -> None:
    made = rule("ZZ101", claims=("balance",))(nothing)
    assert isinstance(made, Rule)
    assert (made.function, made.documents, made.claims, made.option_names) == (nothing, __name__, ("balance",), ())


def test_rules_of_modules_are_gathered_once_each_by_code() -> None:
    one, two = ModuleType("one"), ModuleType("two")
    first, second = rule("ZZ102")(nothing), rule("ZZ101")(nothing)
    one.first, one.again, one.other = first, first, "no rule"  # type: ignore[attr-defined]
    two.imported, two.second = first, second  # type: ignore[attr-defined]
    assert rules_in(one, two) == [second, first]
