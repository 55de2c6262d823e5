"""What a wheel brings ready-made: documents and forms that say what the YAML says, resolved, and compiled patterns."""

from __future__ import annotations

from pathlib import Path

from .conftest import ROOT, Environment

EACH = """
import zlib
from pathlib import Path
import msgspec, nianbao, nianbao_forms, nianbao_rules
from nianbao.files.strict_yaml import parse_yaml

for package in (nianbao, nianbao_forms, nianbao_rules):
    for file in Path(package.__file__).parent.rglob("*.yaml"):
        data = file.read_bytes()
        copy = msgspec.json.decode((file.parent / "parsed.json").read_bytes())[file.name]
        assert (copy["length"], copy["checksum"]) == (len(data), zlib.crc32(data)), file
        assert copy["content"] == parse_yaml(data), file
        print(file.name)
"""
LOADED = """
import sys
from nianbao import PluginRegistry

registry = PluginRegistry()
print(len(registry.rules), list(registry.form_folders), "yaml" in sys.modules)
"""

COMPILED = """
from pathlib import Path
import nianbao.cli
from nianbao.cli.kept_patterns import use_kept_patterns

print(use_kept_patterns(str(Path(nianbao.cli.__file__).parent)))
"""

KEPT = """
import sys
from nianbao import PluginRegistry
from nianbao.forms.arrange import arranged
from nianbao.forms.kept_forms import formulas_kept_with
from nianbao.workbooks.content_drift import expected_formulas

RESOLVING = "nianbao.forms.form_file", "nianbao.forms.arrange_sheets", "nianbao.workbooks.live_checks"
for form in PluginRegistry().find_form.forms:
    layout = arranged(form, (), False)
    print(form.id, formulas_kept_with(layout) is expected_formulas(layout))
print([name for name in RESOLVING if name in sys.modules])
"""


def test_every_yaml_file_of_a_wheel_has_a_copy_that_says_the_same(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "each.py").write_text(EACH, "utf-8")
    shipped = [file.name for folder in ("src", "plugins", "templates") for file in (ROOT / folder).rglob("*.yaml")]
    assert sorted(environment.run("python each.py", tmp_path).split()) == sorted(shipped)


def test_rules_and_forms_of_a_wheel_are_loaded_without_a_yaml_library(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / "loaded.py").write_text(LOADED, "utf-8")
    rules = len(list((ROOT / "plugins" / "nianbao_rules" / "documents").glob("*.yaml")))
    assert environment.run("python loaded.py", tmp_path).strip() == f"{rules} ['zfxxgk-2021', 'zfxxgk-2019'] False"


def test_a_wheel_brings_the_patterns_of_the_python_that_built_it(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "compiled.py").write_text(COMPILED, "utf-8")
    assert int(environment.run("python compiled.py", tmp_path)) > 250


def test_a_wheel_brings_its_forms_resolved_with_layout_and_formulas(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / "kept.py").write_text(KEPT, "utf-8")
    assert environment.run("python kept.py", tmp_path).split("\n") == [
        "zfxxgk-2021 True",
        "zfxxgk-2019 True",
        "[]",
        "",
    ]
