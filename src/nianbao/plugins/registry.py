"""The registry: what the installed packs offer, checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.errors import NianbaoError, PackError, UnclaimedError, UsageError
from nianbao.findings.documents import core_codes, read_fault
from nianbao.language import Domain, listed
from nianbao.plugins.loaded_packs import LoadedPacks, Pack, cause_of
from nianbao.plugins.registered_forms import RegisteredForm, RegisteredForms
from nianbao.reports.house_style import STANDARD
from nianbao.rules.rule import RegisteredRule, Rule

if TYPE_CHECKING:
    from nianbao.findings.fault import Fault
    from nianbao.forms.definition import Form
    from nianbao.reports.publication import ReportResources
    from nianbao.reports.report_style import ReportStyle

_ = Domain("nianbao")


def _documents_of(rule: Rule) -> Path:
    """Return the folder of a rule's document: beside its module, or beside a package above it.

    Where there is none, that of the outermost package, which is then named as missing.
    """
    folders = _document_folders(rule.documents)
    return next((folder for folder in folders if (folder / f"{rule.code}.yaml").is_file()), folders[-1])


@cache
def _document_folders(module: str) -> tuple[Path, ...]:
    """Return the folder of documents beside a module, and those beside the packages above it."""
    parts = module.split(".")
    return tuple(
        Path(import_module(".".join(parts[:depth])).__file__ or "").parent / "documents"
        for depth in range(len(parts), 0, -1)
    )


class PluginRegistry:
    """Everything that the installed packs offer.

    Each registry owns its plugin manager. Packs named in ``set_aside`` are left out; with ``keep_broken`` those that
    cannot be loaded are listed in ``broken`` instead of raising. Raises :class:`~nianbao.errors.PackError` naming pack,
    version and cause when one cannot be used, when two offer the same, or when a hook is unknown.
    """

    def __init__(
        self, *, load_installed: bool = True, set_aside: tuple[str, ...] = (), keep_broken: bool = False
    ) -> None:
        self.set_aside = set_aside
        self._loaded = LoadedPacks()
        if load_installed:
            self._loaded.load_installed(set_aside, keep_broken=keep_broken)

    def register(self, plugin: object, pack: Pack) -> None:
        """Take in a module or object as a pack; raises :class:`PackError` where it cannot be one."""
        self._loaded.register(plugin, pack)

    @property
    def broken(self) -> list[tuple[Pack, PackError]]:
        """The packs that could not be loaded, with what is wrong."""
        return self._loaded.broken

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs, by name."""
        return self._loaded.packs

    def _offers(self, hook: str) -> list[tuple[Pack, object]]:
        return self._loaded.offers(hook)

    @cached_property
    def rules(self) -> tuple[RegisteredRule, ...]:
        """Every rule, by code; its document read and checked."""
        by_code: dict[str, RegisteredRule] = {}
        for pack, offered in self._offers("nianbao_register_rules"):
            assert isinstance(offered, Iterable)
            for rule in offered:
                if not isinstance(rule, Rule):
                    raise PackError(
                        _("规则包 {pack} 登记的 {found} 不是规则：请用 @rule 装饰。", pack=pack, found=repr(rule))
                    )
                # Whoever reads a code must know whose it is; a second rule of one code could switch the first off.
                if rule.code in by_code or rule.code in core_codes():
                    first_pack = by_code[rule.code].pack if rule.code in by_code else "nianbao"
                    raise PackError(
                        _(
                            "规则 {code} 被登记了两次：{one} 和 {two}，请卸载一个。",
                            code=rule.code,
                            one=first_pack,
                            two=pack,
                        )
                    )
                fault = self._fault(rule, pack)
                by_code[rule.code] = RegisteredRule(rule=rule, fault=fault, pack=str(pack))
        return tuple(by_code[code] for code in sorted(by_code))

    @staticmethod
    def _fault(rule: Rule, pack: Pack) -> Fault:
        try:
            return read_fault(_documents_of(rule), rule.code)
        except NianbaoError as error:
            raise PackError(_("规则包 {pack}：{cause}", pack=pack, cause=error.message)) from error
        except (AttributeError, ImportError) as error:
            raise PackError(
                _(
                    "规则包 {pack} 里没有规则 {code} 的 documents 文件夹：{cause}。",
                    pack=pack,
                    code=rule.code,
                    cause=cause_of(error),
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
    def _forms(self) -> RegisteredForms:
        return RegisteredForms(
            (pack, folder)
            for pack, offered in self._offers("nianbao_register_forms")
            for folder in self._folders(offered, pack)
        )

    @property
    def form_folders(self) -> Mapping[str, RegisteredForm]:
        """Every form with its folders, by id."""
        return self._forms.by_id

    @cached_property
    def styles(self) -> Mapping[str, Path]:
        """Every report style's folder, by name."""
        by_name: dict[str, tuple[Pack, Path]] = {}
        for pack, offered in self._offers("nianbao_register_report_styles"):
            for path in self._folders(offered, pack):
                if path.name in by_name:
                    raise PackError(
                        _(
                            "报告样式 {name} 被登记了两次：{one} 和 {two}。",
                            name=path.name,
                            one=by_name[path.name][0],
                            two=pack,
                        )
                    )
                by_name[path.name] = pack, path
        return {name: path for name, (_pack, path) in by_name.items()}

    @cached_property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Every filter for report templates, by name."""
        by_name: dict[str, tuple[Pack, Callable[..., object]]] = {}
        for pack, offered in self._offers("nianbao_register_filters"):
            if not isinstance(offered, Mapping):
                raise PackError(
                    _("规则包 {pack} 的 nianbao_register_filters 应给出“名称 → 函数”的字典。", pack=pack)
                )
            for name, function in offered.items():
                if name in by_name:
                    raise PackError(
                        _(
                            "模板过滤器 {name} 被登记了两次：{one} 和 {two}。",
                            name=name,
                            one=by_name[name][0],
                            two=pack,
                        )
                    )
                self._require_function_of_a_module(name, function, pack)
                by_name[name] = pack, function
        return {name: function for name, (_pack, function) in by_name.items()}

    @staticmethod
    def _require_function_of_a_module(name: str, function: object, pack: Pack) -> None:
        """Refuse a filter that another process could not find: an office's own templates run in one."""
        import pickle  # few packs have filters

        try:
            pickle.dumps(function)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise PackError(
                _(
                    "规则包 {pack} 的模板过滤器 {name} 要写成模块里的函数（不能是 lambda 或函数里的函数）。",
                    pack=pack,
                    name=name,
                )
            ) from error

    def require_style(self, style: str) -> None:
        """Raise :class:`~nianbao.errors.UsageError`, naming the styles that are there, for an unknown one."""
        if style not in self.styles:
            raise UsageError(
                _(
                    "没有名为 {style} 的报告样式，可用的有：{names}。",
                    style=style,
                    names=listed(sorted(self.styles)),
                )
            )

    def template_folders(self, form_id: str, style: str = STANDARD) -> tuple[Path, ...]:
        """Return the folders of a form's report templates in a style, the first that has one winning.

        Raises :class:`~nianbao.errors.UsageError` naming the styles that are there.
        """
        self.require_style(style)
        # What a style lacks comes from the form, then from the standard style. The standard style itself comes
        # after the form, whose own templates would otherwise never be used.
        folders = (self.styles[style], *self.form_folders[form_id].templates, self.styles.get(STANDARD))
        return tuple(folder for folder in folders[style == STANDARD :] if folder is not None)

    def report_resources(self, form_id: str, style: ReportStyle) -> ReportResources:
        """Return what the reports of a form are made with in a style.

        Raises :class:`~nianbao.errors.UsageError` naming the styles that are there.
        """
        from nianbao.reports.publication import ReportResources  # a check alone makes no report

        return ReportResources(
            sentences=self.form_folders[form_id].sentences,
            folders=self.template_folders(form_id, style.name),
            filters=self.filters,
            style=style,
        )

    def registered_form(self, form_id: str) -> RegisteredForm:
        """Return a form with its folder; raises :class:`~nianbao.errors.UsageError` naming the forms that are there."""
        try:
            return self.form_folders[form_id]
        except KeyError:
            names = listed(list(self.form_folders) or ["-"])
            raise UsageError(_("没有名为 {form} 的表单，可用的有：{names}。", form=form_id, names=names)) from None

    @property
    def find_form(self) -> RegisteredForms:
        """The lookup of forms by id, in their present version or the requested one, and the list of all.

        Reading them raises :class:`PackError` where a file of theirs is wrong.
        """
        return self._forms

    def rules_for(self, form: Form) -> tuple[RegisteredRule, ...]:
        """Return the rules for a form.

        Raises :class:`~nianbao.errors.UnclaimedError` when the form declares an identity or a role
        that no rule claims: nobody would check it, and nobody would know.
        """
        # Of all rules, not of those that run: a rule may claim a role and need a field that this form does not
        # have.
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
        return tuple(registered for registered in self.rules if not registered.rule.missing(form))
