"""The registry: packs come in guarded, and what they offer is held against each other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, Rule, UsageError, hookimpl, rule
from nianbao.errors import NianbaoError, PackError, UnclaimedError
from nianbao.findings.documents import core_codes

from .packs import DOCUMENT, Disk, nothing, offering, pack, registry_of

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form

BUNDLED_CODES = {
    "TB101", "TB102", "TB103", "TB104", "TB201", "FD101", "FD102", "SC101", "SC102", "SC103", "SC104", "SC106",
    "VL101", "VL102", "VL103", "VL104", "VL105", "VL106", "VL108",
}  # fmt: skip


def refused(registry: PluginRegistry, attribute: str) -> str:
    with pytest.raises(PackError) as caught:
        getattr(registry, attribute)
    return str(caught.value)


def test_the_bundled_packs_come_in_by_their_entry_points(registry: PluginRegistry) -> None:
    packs = {each.name: each for each in registry.packs}
    assert {"nianbao_rules", "nianbao_forms"} <= set(packs)
    assert packs["nianbao_rules"].distribution == "nianbao"
    assert {each.code for each in registry.rules} >= BUNDLED_CODES
    assert "zfxxgk-2021" in registry.form_folders
    assert "standard" in registry.styles


def test_rules_come_in_the_order_of_their_codes(registry: PluginRegistry) -> None:
    codes = [each.code for each in registry.rules]
    assert codes == sorted(codes)


def test_a_registry_without_installed_packs_is_empty() -> None:
    registry = PluginRegistry(load_installed=False)
    assert (registry.packs, registry.rules, dict(registry.form_folders)) == ((), (), {})
    assert registry.find_form("zfxxgk-2021") is None


def test_registries_share_nothing() -> None:
    one, other = registry_of(a=offering(filters={"f": str})), PluginRegistry(load_installed=False)
    assert set(one.filters) == {"f"}
    assert dict(other.filters) == {}


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("raise RuntimeError('broken pack')", "RuntimeError: broken pack"),
        ("import no_such_module_at_all", "no_such_module_at_all"),
        ("def (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit(0)", "SystemExit"),
    ],
)
def test_a_pack_that_raises_on_import_is_named_with_version_and_cause(disk: Disk, source: str, cause: str) -> None:
    disk.distribution("broken-pack", "3.7", "the_broken_one", disk.module(source))
    with pytest.raises(PackError) as caught:
        PluginRegistry()
    for words in ("the_broken_one", "3.7", "broken-pack", cause, "卸载"):
        assert words in str(caught.value)


def test_an_entry_point_to_a_module_that_is_not_there_is_named(disk: Disk) -> None:
    disk.distribution("gone-pack", "0.1", "gone", "no_module_of_this_name")
    with pytest.raises(PackError, match=r"gone 0\.1.*no_module_of_this_name"):
        PluginRegistry()


def test_the_command_line_says_so_in_a_sentence(disk: Disk) -> None:
    disk.distribution("broken-pack", "3.7", "the_broken_one", disk.module("raise RuntimeError('broken pack')"))
    code = f"import sys; sys.path.insert(0, {str(disk.folder)!r}); from nianbao.cli import main; main(['rules'])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=disk.folder)
    message = run.stderr.decode()
    assert run.returncode == 2
    assert "the_broken_one 3.7" in message
    assert "broken pack" in message
    assert "Traceback" not in message


def test_a_pack_from_disk_is_taken_in_beside_the_bundled_ones(disk: Disk) -> None:
    source = (
        "from nianbao import hookimpl, rule\n"
        "@rule('ZZ101')\ndef always(context):\n    yield from ()\n"
        "@hookimpl\ndef nianbao_register_rules():\n    return [always]\n"
    )
    disk.distribution("zz-pack", "2.0", "zz", disk.package({"ZZ101": DOCUMENT.format(code="ZZ101")}, source))
    found = {each.code: each for each in PluginRegistry().rules}
    assert found["ZZ101"].pack == "zz 2.0"
    assert found["ZZ101"].fault.name == "a-rule"
    assert set(found) >= BUNDLED_CODES


def test_two_packs_of_one_name_are_both_named() -> None:
    registry = registry_of(same=offering(filters={}))
    with pytest.raises(PackError, match=r"same.*same-dist.*same-dist"):
        registry.register(offering(filters={}), pack("same"))


def test_a_code_taken_twice_names_both_packs(disk: Disk) -> None:
    one, two = disk.rule("ZZ101"), disk.rule("ZZ101")
    message = refused(registry_of(first=offering(rules=[one]), second=offering(rules=[two])), "rules")
    assert all(words in message for words in ("ZZ101", "first 1.0", "second 1.0"))


def test_a_code_of_the_core_cannot_be_taken(disk: Disk) -> None:
    assert "RD101" in core_codes()
    assert "RD101" in refused(registry_of(mine=offering(rules=[disk.rule("RD101")])), "rules")


@pytest.mark.parametrize("offer", ["a function", len, 7, rule, None])
def test_what_is_no_rule_is_refused_with_its_pack(offer: object) -> None:
    message = refused(registry_of(mine=offering(rules=[offer])), "rules")
    assert "mine 1.0" in message
    assert "@rule" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("remedy: {{zh: 改法。, en: Remedy.}}\n", "", "remedy"),
        ("remedy: {{zh: 改法。, en: Remedy.}}", "remedy: {{zh: '', en: Remedy.}}", "remedy"),
        ("remedy: {{zh: 改法。, en: Remedy.}}", "remedy: {{zh: 改法。, en: '  '}}", "remedy"),
        ("basis: {{zh: 依据。, en: Basis.}}\n", "", "basis"),
        ("basis: {{zh: 依据。, en: Basis.}}", "basis: {{zh: '', en: ''}}", "basis"),
        ("reason: {{zh: 原因。, en: Reason.}}\n", "", "reason"),
        ("claim: {{zh: 要求。, en: Claim.}}", "claim: {{zh: 要求。}}", "en"),
        ("code: {code}", "code: ZZ999", "ZZ999"),
        ("severity: warning", "severity: fatal", "fatal"),
        ("stage: stable", "stage: done", "done"),
        ("scope: submission", "scope: world", "world"),
        ("blanks: skip", "blanks: maybe", "maybe"),
        ("name: a-rule", "nmae: a-rule", "nmae"),
        ("name: a-rule", "name: a-rule\nname: again", "重复"),
        ("name: a-rule", "name: [a-rule", "YAML"),
        ("  right: {{about: {{zh: 对, en: right}}, finds: []}}\n", "", "right"),
        (DOCUMENT[DOCUMENT.index("examples:") :], "", "examples"),
        (DOCUMENT, "", "ZZ101.yaml"),
    ],
)
def test_a_faulty_document_names_pack_file_and_cause(disk: Disk, old: str, new: str, words: str) -> None:
    assert old in DOCUMENT
    offered = disk.rule("ZZ101", document=DOCUMENT.replace(old, new))
    message = refused(registry_of(mine=offering(rules=[offered])), "rules")
    assert "mine 1.0" in message
    assert "ZZ101.yaml" in message
    assert words in message


def test_a_missing_document_names_pack_code_and_remedy(disk: Disk) -> None:
    offered = Rule(code="ZZ101", function=nothing, claims=(), documents=disk.package({}))
    message = refused(registry_of(mine=offering(rules=[offered])), "rules")
    assert all(words in message for words in ("mine 1.0", "ZZ101", "补写"))


def test_a_document_that_is_no_utf8_is_refused_with_its_pack(disk: Disk) -> None:
    package = disk.package({})
    (disk.folder / package / "documents" / "ZZ101.yaml").write_bytes(b"code: \xff\xfe")
    offered = Rule(code="ZZ101", function=nothing, claims=(), documents=package)
    assert "mine 1.0" in refused(registry_of(mine=offering(rules=[offered])), "rules")


def test_a_pack_of_one_file_which_has_no_documents_is_refused_by_name(disk: Disk) -> None:
    offered = Rule(code="ZZ101", function=nothing, claims=(), documents=disk.module(""))
    message = refused(registry_of(mine=offering(rules=[offered])), "rules")
    assert "mine 1.0" in message
    assert "ZZ101" in message


def test_a_package_of_documents_that_is_not_there_is_refused_by_name() -> None:
    offered = Rule(code="ZZ101", function=nothing, claims=(), documents="no_such_package_at_all")
    assert "mine 1.0" in refused(registry_of(mine=offering(rules=[offered])), "rules")


def test_a_hook_of_unknown_name_is_refused_with_its_pack() -> None:
    class Plugin:
        @hookimpl
        def nianbao_register_rulez(self) -> list[Rule]:
            return []

    with pytest.raises(PackError, match=r"mine 1\.0.*nianbao_register_rulez"):
        PluginRegistry(load_installed=False).register(Plugin(), pack("mine"))


def test_a_hook_with_an_argument_that_nobody_gives_is_refused() -> None:
    class Plugin:
        @hookimpl
        def nianbao_register_rules(self, everything: object) -> list[Rule]:
            raise NotImplementedError

    with pytest.raises(PackError, match=r"(?s)mine 1\.0.*everything"):
        PluginRegistry(load_installed=False).register(Plugin(), pack("mine"))


@pytest.mark.parametrize(
    ("hook", "attribute"),
    [("rules", "rules"), ("forms", "form_folders"), ("report_styles", "styles"), ("filters", "filters")],
)
def test_a_hook_that_raises_is_named_with_pack_hook_and_cause(hook: str, attribute: str) -> None:
    def fail() -> object:
        raise LookupError("nothing here")

    plugin = type("Plugin", (), {f"nianbao_register_{hook}": staticmethod(hookimpl(fail))})
    message = refused(registry_of(mine=plugin), attribute)
    assert all(words in message for words in ("mine 1.0", f"nianbao_register_{hook}", "LookupError: nothing here"))


@pytest.mark.parametrize("offer", [7, len])
@pytest.mark.parametrize(
    ("kind", "attribute"),
    [("rules", "rules"), ("forms", "form_folders"), ("styles", "styles"), ("filters", "filters")],
)
def test_an_offer_that_is_no_collection_is_refused_with_its_pack(kind: str, attribute: str, offer: object) -> None:
    plugin = offering(**{kind: offer})
    assert "mine 1.0" in refused(registry_of(mine=plugin), attribute)


@pytest.mark.parametrize(("kind", "attribute"), [("forms", "form_folders"), ("styles", "styles")])
def test_a_folder_that_is_no_path_is_refused_with_its_pack(kind: str, attribute: str) -> None:
    plugin = offering(**{kind: [7]})
    assert "mine 1.0" in refused(registry_of(mine=plugin), attribute)


def test_a_hook_that_gives_nothing_is_refused_with_its_pack() -> None:
    plugin = type("Plugin", (), {"nianbao_register_rules": staticmethod(hookimpl(lambda: None))})
    assert "mine 1.0" in refused(registry_of(mine=plugin), "rules")


def test_a_form_taken_twice_names_both_packs(form_folder: Path) -> None:
    plugins = {"first": offering(forms=[form_folder]), "second": offering(forms=[form_folder])}
    message = refused(registry_of(**plugins), "form_folders")
    assert all(words in message for words in ("zfxxgk-2021", "first 1.0", "second 1.0"))


@pytest.mark.parametrize("text", [None, "id: x\n"])
def test_a_form_that_cannot_be_read_names_its_pack_and_file(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "form.yaml").write_text(text, "utf-8")
    with pytest.raises(NianbaoError) as caught:
        _ = registry_of(mine=offering(forms=[tmp_path])).form_folders
    assert "form.yaml" in str(caught.value)
    assert "mine 1.0" in str(caught.value)


def test_a_form_of_which_no_report_could_be_composed_is_refused(form_folder: Path, tmp_path: Path) -> None:
    shutil.copy(form_folder / "form.yaml", tmp_path)
    assert "sentences.jinja" in refused(registry_of(mine=offering(forms=[tmp_path])), "form_folders")


def test_a_style_taken_twice_names_both_packs(tmp_path: Path) -> None:
    plugins = {name: offering(styles=[tmp_path / name / "plain"]) for name in ("first", "second")}
    message = refused(registry_of(**plugins), "styles")
    assert all(words in message for words in ("plain", "first 1.0", "second 1.0"))


def test_a_filter_taken_twice_names_both_packs() -> None:
    plugins = {name: offering(filters={"shout": str.upper}) for name in ("first", "second")}
    message = refused(registry_of(**plugins), "filters")
    assert all(words in message for words in ("shout", "first 1.0", "second 1.0"))


def test_filters_that_are_no_mapping_are_refused_with_their_pack() -> None:
    assert "mine 1.0" in refused(registry_of(mine=offering(filters=["shout"])), "filters")


def test_a_form_whose_roles_nobody_claims_is_refused_with_every_role(form: Form, form_folder: Path) -> None:
    registry = registry_of(forms=offering(forms=[form_folder]))
    with pytest.raises(UnclaimedError) as caught:
        registry.rules_for(form)
    assert all(role in str(caught.value) for role in ("application_flow", "block_total", "fee_text", "zfxxgk-2021"))


def test_one_role_that_nobody_claims_is_enough(disk: Disk, form: Form) -> None:
    claims = tuple(form.claims() - {"contact"})
    registry = registry_of(mine=offering(rules=[disk.rule("ZZ101", claims=claims)]))
    with pytest.raises(UnclaimedError, match="contact") as caught:
        registry.rules_for(form)
    assert isinstance(caught.value, UsageError)
    assert "application_flow" not in str(caught.value)


def test_claims_of_several_packs_add_up(disk: Disk, form: Form) -> None:
    first = disk.rule("ZZ101", claims=("contact",))
    second = disk.rule("ZZ102", claims=tuple(form.claims() - {"contact"}))
    registry = registry_of(a=offering(rules=[first]), b=offering(rules=[second]))
    assert [each.code for each in registry.rules_for(form)] == ["ZZ101", "ZZ102"]


def test_the_installed_packs_claim_everything_of_every_form(registry: PluginRegistry) -> None:
    for each in registry.form_folders.values():
        assert registry.rules_for(each.form) == registry.rules


def test_a_filter_that_no_other_process_can_find_is_refused() -> None:
    registry = registry_of(a=offering(filters={"shout": lambda text: text.upper()}))
    with pytest.raises(PackError, match="shout"):
        _ = registry.filters
