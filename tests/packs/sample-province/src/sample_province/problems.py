"""Section 五 as the province asks for it: several problems, each by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao import CheckContext, Domain, Finding, rule

_ = Domain("sample_province")
_MARKED = re.compile(r"[一二三四五六七八九十]是|[（(][一二三四五六七八九十]+[)）]")
_CLAUSE = re.compile(r"[^。；\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemOptions:
    """How many problems at least, and the kinds of agencies that need not name so many."""

    least: int = 2
    exempt: tuple[str, ...] = ("institution",)


@rule("SP901", options=ProblemOptions)
def too_few_problems(context: CheckContext) -> Iterator[Finding]:
    """Count the problems that section 五 names: those marked, else its clauses."""
    options = context.option(ProblemOptions)
    if context.submission.agency.kind in options.exempt:
        return
    for field in context.form.role("problem"):
        text = context.text(field)
        count = len(_MARKED.findall(text)) or len(_CLAUSE.findall(text))
        if text.strip() and count < options.least:
            yield context.finding(
                _(
                    "存在的问题只写了 {count} 条，至少要写 {least} 条。",
                    count=count,
                    least=options.least,
                ),
                field=field,
                expected=options.least,
                actual=count,
            )
