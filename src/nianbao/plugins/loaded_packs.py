"""Packs loaded one by one, each in a guard; each hook called in a guard of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
import pluggy

from nianbao.errors import PackError, UsageError
from nianbao.language import Domain, listed
from nianbao.pack_guard import pack_code, show_traceback
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


def _pack_of(installed: InstalledPack) -> Pack:
    return Pack(name=installed.name, distribution=installed.distribution, version=installed.version)


class LoadedPacks:
    """Packs and the values that they return to a hook.

    Raises :class:`~nianbao.errors.PackError` naming pack, version and cause.
    """

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(hookspecs.GROUP)
        self._manager.add_hookspecs(hookspecs)
        self._packs: dict[str, Pack] = {}
        self._keep_broken = False
        self.broken: list[tuple[Pack, PackError]] = []

    def load_installed(self, set_aside: Collection[str] = (), *, keep_broken: bool = False) -> None:
        """Load every pack that is installed, but for those set aside by name.

        With ``keep_broken`` one that cannot be loaded is kept in ``broken`` with its error, and loading goes on.
        """
        self._keep_broken = keep_broken
        packs = list(installed_packs(hookspecs.GROUP))
        names = [installed.name for installed in packs]
        for name in set_aside:
            if name not in names:
                raise UsageError(
                    _("没有安装名为 {name} 的规则包，已安装的有：{names}。", name=name, names=listed(names))
                )
        for installed in packs:
            if installed.name in set_aside:
                continue
            try:
                self._load(installed)
            except PackError as error:
                if not keep_broken:
                    raise
                self.broken.append((_pack_of(installed), error))

    def _load(self, installed: InstalledPack) -> None:
        pack = _pack_of(installed)
        try:
            with pack_code():
                module = installed.load()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever a pack raises on import is named, not passed on
            show_traceback(error)
            raise PackError(
                _(
                    "规则包 {pack}（{distribution}）不能导入：{cause}。请修好或卸载它；暂时不用它的，加 --without-pack {name}。",
                    pack=pack,
                    distribution=pack.distribution,
                    cause=cause_of(error),
                    name=pack.name,
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
            # Pluggy passes over a function of unknown name without a word; a misspelt hook would be a pack without
            # rules.
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
                with pack_code():
                    # Called here and not through the manager; tuple() runs a generator inside the guard, which
                    # would otherwise raise later.
                    value = implementation.function()
                    offers.append((pack, value if isinstance(value, Mapping) else tuple(value)))
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                show_traceback(error)
                failed = PackError(
                    _(
                        "规则包 {pack} 的 {hook} 出错：{cause}。请修好或卸载它；暂时不用它的，加 --without-pack {name}。",
                        pack=pack,
                        hook=hook,
                        cause=cause_of(error),
                        name=pack.name,
                    )
                )
                if not self._keep_broken:
                    raise failed from error
                self.broken.append((pack, failed))
        # By name: nothing may depend on the order in which packs are found, which differs between computers.
        return sorted(offers, key=lambda offer: offer[0].name)


def cause_of(error: BaseException) -> str:
    """Return an error's type and message."""
    return f"{type(error).__name__}: {error}"
