"""The registry: packs loaded one by one, each in a guard, their offers held against each other."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from nianbao.checks.rule import RegisteredRule, Rule
from nianbao.errors import FormFileError, NianbaoError, PackError, UnclaimedError
from nianbao.findings.documents import core_codes, read_fault
from nianbao.forms.form_file import read_form
from nianbao.language import Domain, listed
from nianbao.plugins import hookspecs

if TYPE_CHECKING:
    from nianbao.findings.fault import Fault
    from nianbao.forms.definition import Form

_ = Domain("nianbao")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A loaded pack: its entry-point name, distribution and version."""

    name: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredForm:
    """A form and the folder that holds its file and templates."""

    form: Form
    folder: Path
    pack: str


class PluginRegistry:
    """Everything that the installed packs offer.

    Each registry owns its plugin manager. Raises :class:`~nianbao.errors.PackError` naming pack,
    version and cause when one cannot be used, when two offer the same, or when a hook is unknown.
    """

    def __init__(self, *, load_installed: bool = True) -> None:
        self._manager = pluggy.PluginManager(hookspecs.GROUP)
        self._manager.add_hookspecs(hookspecs)
        self._packs: dict[str, Pack] = {}
        if load_installed:
            for entry_point in importlib.metadata.entry_points(group=hookspecs.GROUP):
                self._load(entry_point)

    def _load(self, entry_point: importlib.metadata.EntryPoint) -> None:
        distribution = entry_point.dist
        pack = Pack(
            name=entry_point.name,
            distribution=distribution.name if distribution else "?",
            version=distribution.version if distribution else "?",
        )
        try:
            module = entry_point.load()
        except (Exception, SystemExit) as error:  # whatever a pack raises on import is named, not passed on
            raise PackError(
                _(
                    "规则包 {pack}（{distribution}）不能导入：{cause}。请修好或卸载它。",
                    pack=pack,
                    distribution=pack.distribution,
                    cause=_cause(error),
                )
            ) from error
        self.register(module, pack)

    def register(self, plugin: object, pack: Pack) -> None:
        """Take in a module or object as a pack; raises :class:`PackError` where it cannot be one."""
        if pack.name in self._packs:
            raise PackError(
                _(
                    "有两个规则包都叫 {name}：{one} 和 {two}，请卸载一个。",
                    name=pack.name,
                    one=self._packs[pack.name].distribution,
                    two=pack.distribution,
                )
            )
        try:
            self._manager.register(plugin, name=pack.name)
            self._manager.check_pending()
        except (pluggy.PluginValidationError, ValueError) as error:
            raise PackError(_("规则包 {pack} 不合要求：{cause}。", pack=pack, cause=_cause(error))) from error
        self._packs[pack.name] = pack

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs, by name."""
        return tuple(self._packs[name] for name in sorted(self._packs))

    def _offers(self, hook: str) -> list[tuple[Pack, object]]:
        """Call each implementation in its own guard: one that raises would abort a whole pluggy call."""
        offers = []
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            pack = self._packs[implementation.plugin_name]
            try:
                value = implementation.function()
                offers.append((pack, value if isinstance(value, Mapping) else tuple(value)))
            except (Exception, SystemExit) as error:
                raise PackError(
                    _(
                        "规则包 {pack} 的 {hook} 出错：{cause}。请修好或卸载它。",
                        pack=pack,
                        hook=hook,
                        cause=_cause(error),
                    )
                ) from error
        return sorted(offers, key=lambda offer: offer[0].name)

    @cached_property
    def rules(self) -> tuple[RegisteredRule, ...]:
        """Every rule, by code; its document read and checked."""
        found: dict[str, RegisteredRule] = {}
        for pack, offered in self._offers("nianbao_register_rules"):
            assert isinstance(offered, Iterable)
            for rule in offered:
                if not isinstance(rule, Rule):
                    raise PackError(
                        _("规则包 {pack} 登记的 {found} 不是规则：请用 @rule 装饰。", pack=pack, found=repr(rule))
                    )
                if rule.code in found or rule.code in core_codes():
                    one = found[rule.code].pack if rule.code in found else "nianbao"
                    raise PackError(
                        _(
                            "规则 {code} 被登记了两次：{one} 和 {two}，请卸载一个。",
                            code=rule.code,
                            one=one,
                            two=pack,
                        )
                    )
                fault = self._fault(rule, pack)
                found[rule.code] = RegisteredRule(rule=rule, fault=fault, pack=str(pack))
        return tuple(found[code] for code in sorted(found))

    @staticmethod
    def _fault(rule: Rule, pack: Pack) -> Fault:
        try:
            return read_fault(resources.files(rule.documents) / "documents", rule.code)
        except NianbaoError as error:
            raise PackError(_("规则包 {pack}：{cause}", pack=pack, cause=error.message)) from error
        except (TypeError, ImportError) as error:
            raise PackError(
                _(
                    "规则包 {pack} 里没有规则 {code} 的 documents 文件夹：{cause}。",
                    pack=pack,
                    code=rule.code,
                    cause=_cause(error),
                )
            ) from error

    @staticmethod
    def _folders(offered: object, pack: Pack) -> Iterator[Path]:
        assert isinstance(offered, Iterable)
        for folder in offered:
            if not isinstance(folder, str | Path):
                raise PackError(_("规则包 {pack} 给出的 {found} 不是文件夹路径。", pack=pack, found=repr(folder)))
            yield Path(folder)

    @cached_property
    def form_folders(self) -> Mapping[str, RegisteredForm]:
        """Every form with its folder, by id."""
        found: dict[str, RegisteredForm] = {}
        for pack, offered in self._offers("nianbao_register_forms"):
            for folder in self._folders(offered, pack):
                try:
                    form = read_form(folder / "form.yaml")
                except FormFileError as error:
                    raise PackError(_("表单包 {pack}：{cause}", pack=pack, cause=error.message)) from error
                if form.id in found:
                    raise PackError(
                        _(
                            "表单 {form} 被登记了两次：{one} 和 {two}。",
                            form=form.id,
                            one=found[form.id].pack,
                            two=pack,
                        )
                    )
                found[form.id] = RegisteredForm(form=form, folder=folder, pack=str(pack))
        return found

    @cached_property
    def styles(self) -> Mapping[str, Path]:
        """Every report style's folder, by name."""
        found: dict[str, tuple[Pack, Path]] = {}
        for pack, offered in self._offers("nianbao_register_report_styles"):
            for path in self._folders(offered, pack):
                if path.name in found:
                    raise PackError(
                        _(
                            "报告样式 {name} 被登记了两次：{one} 和 {two}。",
                            name=path.name,
                            one=found[path.name][0],
                            two=pack,
                        )
                    )
                found[path.name] = pack, path
        return {name: path for name, (_pack, path) in found.items()}

    @cached_property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Every filter for report templates, by name."""
        found: dict[str, tuple[Pack, Callable[..., object]]] = {}
        for pack, offered in self._offers("nianbao_register_filters"):
            if not isinstance(offered, Mapping):
                raise PackError(
                    _("规则包 {pack} 的 nianbao_register_filters 应给出“名称 → 函数”的字典。", pack=pack)
                )
            for name, function in offered.items():
                if name in found:
                    raise PackError(
                        _(
                            "模板过滤器 {name} 被登记了两次：{one} 和 {two}。",
                            name=name,
                            one=found[name][0],
                            two=pack,
                        )
                    )
                found[name] = pack, function
        return {name: function for name, (_pack, function) in found.items()}

    def find_form(self, form_id: str) -> Form | None:
        """Give a form by id, or ``None``."""
        found = self.form_folders.get(form_id)
        return found.form if found else None

    def rules_for(self, form: Form) -> tuple[RegisteredRule, ...]:
        """Give the rules for a form.

        Raises :class:`~nianbao.errors.UnclaimedError` when the form declares an identity or a role
        that no rule claims: nobody would check it, and nobody would know.
        """
        claimed = {claim for registered in self.rules for claim in registered.rule.claims}
        unclaimed = sorted(form.claims() - claimed)
        if unclaimed:
            raise UnclaimedError(
                _(
                    "表单 {form} 声明的 {roles} 没有任何规则认领：请安装相应的规则包，或从表单中删去。",
                    form=form.id,
                    roles=listed(unclaimed),
                )
            )
        return self.rules


def _cause(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
