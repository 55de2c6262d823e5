"""The patterns that a start needs, compiled: what a build of the wheel keeps beside ``nianbao.cli.kept_patterns``.

They are those that come up while the examples of the bundled forms are made into workbooks, checked and shown, while the
examples of the rules' documents are checked, and every word of the lexicon. Nothing of anybody's files is among them.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _noted() -> Iterator[set[tuple[str | bytes, int]]]:
    """Note every pattern that is compiled in the block."""
    from re import _compiler  # type: ignore[attr-defined]

    compile_pattern = _compiler.compile
    noted: set[tuple[str | bytes, int]] = set()

    def note(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        if isinstance(pattern, str | bytes):
            noted.add((pattern, int(flags)))
        return compile_pattern(pattern, flags)  # type: ignore[no-any-return]

    re.purge()
    _compiler.compile = note
    try:
        yield noted
    finally:
        _compiler.compile = compile_pattern


def kept_patterns() -> bytes:
    """Return the content of the file for the Python that runs this, in a process in which nothing else was loaded."""
    with _noted() as noted:
        import nianbao_forms
        import nianbao_rules
        from nianbao import Checker, PluginRegistry, fitted, read_submission_json, write_workbook
        from nianbao.cli import check, group  # noqa: F401  # they and click have patterns of their own
        from nianbao.cli.kept_patterns import code_of, kept
        from nianbao.formatters.findings_text import findings_text
        from nianbao.plugins.loaded_packs import Pack
        from nianbao.testing import cases_of, run_case
        from nianbao_rules.narrative import scanner

        registry = PluginRegistry(load_installed=False)
        for plugin in (nianbao_rules, nianbao_forms):
            registry.register(plugin, Pack(name=plugin.__name__, distribution="nianbao", version="0"))
        checker = Checker(registry)
        for form in registry.find_form.forms:
            example = (registry.form_folders[form.id].folder / "example.json").read_bytes()
            submission = read_submission_json(example, registry.find_form)
            list(findings_text(checker.check("example.xlsx", write_workbook(fitted(submission)))))
        for case in cases_of(registry):
            run_case(registry, case)
        for word in {word for words in scanner._beginnings().values() for word in words}:
            word.end_in("。", 0, 1)
    return kept({(pattern, flags): code_of(pattern, flags) for pattern, flags in noted})


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(kept_patterns())
