"""Packs loaded one by one, each in a guard; each hook called in a guard of its own."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pluggy

from nianbao.errors import PackError
from nianbao.language import Domain
from nianbao.plugins import hookspecs
from nianbao.plugins.installed_packs import InstalledPack, installed_packs

_ = Domain("nianbao")


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A loaded pack: its entry-point name, distribution and version."""

    name: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class LoadedPacks:
    """Packs and what they say to a hook.

    Raises :class:`~nianbao.errors.PackError` naming pack, version and cause.
    """

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(hookspecs.GROUP)
        self._manager.add_hookspecs(hookspecs)
        self._packs: dict[str, Pack] = {}

    def load_installed(self) -> None:
        """Load every pack that is installed."""
        for installed in installed_packs(hookspecs.GROUP):
            self._load(installed)

    def _load(self, installed: InstalledPack) -> None:
        pack = Pack(name=installed.name, distribution=installed.distribution, version=installed.version)
        try:
            module = installed.load()
        except (Exception, SystemExit) as error:  # whatever a pack raises on import is named, not passed on
            raise PackError(
                _(
                    "规则包 {pack}（{distribution}）不能导入：{cause}。请修好或卸载它。",
                    pack=pack,
                    distribution=pack.distribution,
                    cause=cause_of(error),
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
            raise PackError(_("规则包 {pack} 不合要求：{cause}。", pack=pack, cause=cause_of(error))) from error
        self._packs[pack.name] = pack

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs, by name."""
        return tuple(self._packs[name] for name in sorted(self._packs))

    def offers(self, hook: str) -> list[tuple[Pack, object]]:
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
                        cause=cause_of(error),
                    )
                ) from error
        return sorted(offers, key=lambda offer: offer[0].name)


def cause_of(error: BaseException) -> str:
    """Give an error's kind and words."""
    return f"{type(error).__name__}: {error}"
