"""Rules: decorated generators, each with a document of its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import msgspec
from msgspec.inspect import DataclassType, StructType, type_info

from nianbao.findings.fault import Fault
from nianbao.findings.finding import Finding
from nianbao.forms.definition import Form
from nianbao.rules.context import CheckContext

RuleFunction = Callable[["CheckContext"], Iterator["Finding"]]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as its author wrote it.

    ``claims`` are the roles of identities and fields that it looks after; ``documents`` is the module or package
    beside which, or above which, ``documents/<code>.yaml`` describes it; ``options`` the type of its thresholds (a
    frozen dataclass or ``msgspec.Struct``), each with its default. ``needs`` are fields without which it does not run,
    ``forms`` the ids of the forms for which it does: all, when left out.
    """

    code: str
    function: RuleFunction
    claims: tuple[str, ...]
    documents: str
    options: type | None = None
    needs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def missing(self, form: Form) -> tuple[str, ...]:
        """Return what a form lacks that the rule needs: fields, or the form's own id; nothing where it runs."""
        if self.forms and form.id not in self.forms:
            return (form.id,)
        return tuple(field for field in self.needs if field not in form.fields and field not in form.texts)

    @property
    def option_names(self) -> tuple[str, ...]:
        """The names of the thresholds; none where the rule has none."""
        if self.options is None:
            return ()
        kind = type_info(self.options)
        assert isinstance(kind, DataclassType | StructType)
        return tuple(field.name for field in kind.fields)


class RegisteredRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that came in with a pack, and the fault that its document describes."""

    rule: Rule
    fault: Fault
    pack: str

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code


def rule(
    code: str,
    *,
    claims: tuple[str, ...] = (),
    options: type | None = None,
    needs: tuple[str, ...] = (),
    forms: tuple[str, ...] = (),
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a generator function: ``@rule("TB101", claims=("application_flow",))``.

    The function takes a :class:`~nianbao.rules.context.CheckContext` and yields findings, made by
    :meth:`~nianbao.rules.context.CheckContext.finding`. Its package, or one above it, holds ``documents/TB101.yaml``.
    ``options`` is a frozen dataclass or ``msgspec.Struct`` whose fields an office may set under ``[rules.TB101]``.
    ``needs`` are the ids of fields without which the rule does not run, ``forms`` those of the forms that it is for.
    """

    def decorate(function: RuleFunction) -> Rule:
        return Rule(
            code=code,
            function=function,
            claims=claims,
            documents=function.__module__,
            options=options,
            needs=needs,
            forms=forms,
        )

    return decorate


def rules_in(*modules: ModuleType) -> list[Rule]:
    """Return every rule that the modules define, in the order of their codes."""
    # By identity: a rule imported from another module is one rule, while two with one code must be distinguished.
    rules = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return sorted(rules.values(), key=lambda rule: rule.code)
