"""Rules: decorated generators, each with a document of its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import msgspec
from msgspec.inspect import DataclassType, StructType, type_info

from nianbao.findings.fault import Fault
from nianbao.findings.finding import Finding
from nianbao.rules.context import CheckContext

RuleFunction = Callable[["CheckContext"], Iterator["Finding"]]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as its author wrote it.

    ``claims`` are the roles of identities and fields that it looks after; ``documents`` is the
    package whose ``documents/<code>.yaml`` describes it; ``options`` the type of its thresholds (a
    frozen dataclass or ``msgspec.Struct``), each with its default.
    """

    code: str
    function: RuleFunction
    claims: tuple[str, ...]
    documents: str
    options: type | None = None

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


def rule(code: str, *, claims: tuple[str, ...] = (), options: type | None = None) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a generator function: ``@rule("TB101", claims=("application_flow",))``.

    The function takes a :class:`~nianbao.rules.context.CheckContext` and yields findings, made by
    :meth:`~nianbao.rules.context.CheckContext.finding`. Its package holds ``documents/TB101.yaml``.
    ``options`` is a frozen dataclass or ``msgspec.Struct`` whose fields an office may set under ``[rules.TB101]``.
    """

    def decorate(function: RuleFunction) -> Rule:
        package = function.__module__.split(".", 1)[0]
        return Rule(code=code, function=function, claims=claims, documents=package, options=options)

    return decorate


def rules_in(*modules: ModuleType) -> list[Rule]:
    """Give every rule that the modules define, in the order of their codes."""
    found = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return sorted(found.values(), key=lambda each: each.code)
