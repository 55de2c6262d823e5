"""Packs loaded one by one: what one of them does wrong is named with it, and keeps no other from being asked."""

from __future__ import annotations

import pytest

from nianbao import Pack, hookimpl
from nianbao.errors import PackError, UsageError
from nianbao.plugins.loaded_packs import LoadedPacks

from .packs import Disk, offering, pack

RULES = "nianbao_register_rules"


def loaded(**plugins: object) -> LoadedPacks:
    found = LoadedPacks()
    for name, plugin in plugins.items():
        found.register(plugin, pack(name))
    return found


def test_offers_come_by_the_names_of_the_packs() -> None:
    found = loaded(b=offering(rules=[1]), a=offering(rules=(2, 3)), c=offering(forms=[]))
    assert [(str(each), offer) for each, offer in found.offers(RULES)] == [("a 1.0", (2, 3)), ("b 1.0", (1,))]
    assert [each.name for each in found.packs] == ["a", "b", "c"]


def test_two_packs_of_one_name_are_named_by_their_distributions() -> None:
    found = loaded(a=offering())
    with pytest.raises(PackError, match=r"a-dist.*other"):
        found.register(offering(), Pack(name="a", distribution="other", version="2"))


class Misspelt:
    @hookimpl
    def nianbao_register_rule(self) -> list[object]:
        return []


class Argued:
    @hookimpl
    def nianbao_register_rules(self, registry: object) -> list[object]:
        return [registry]


@pytest.mark.parametrize("plugin", [Misspelt(), Argued()])
def test_a_hook_that_there_is_not_is_refused(plugin: object) -> None:
    with pytest.raises(PackError, match=r"a 1\.0"):
        loaded(a=plugin)


class Raising:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    @hookimpl
    def nianbao_register_rules(self) -> list[object]:
        raise self.error


@pytest.mark.parametrize("error", [ValueError("broken"), SystemExit(0), GeneratorExit()])
def test_whatever_an_implementation_raises_is_named_with_hook_and_cause(error: BaseException) -> None:
    with pytest.raises(PackError, match=rf"a 1\.0.*{RULES}.*{type(error).__name__}.*--without-pack a"):
        loaded(a=Raising(error)).offers(RULES)


def test_only_the_users_interruption_is_passed_on() -> None:
    with pytest.raises(KeyboardInterrupt):
        loaded(a=Raising(KeyboardInterrupt())).offers(RULES)


def test_something_that_is_no_list_is_an_error_of_the_pack() -> None:
    with pytest.raises(PackError, match="TypeError"):
        loaded(a=offering(rules=7)).offers(RULES)


def test_a_broken_pack_is_kept_with_its_cause_where_it_is_asked_for(disk: Disk) -> None:
    disk.distribution("zz-broken", "1.2", "zz_broken", disk.module("raise ImportError('no such library')"))
    with pytest.raises(PackError, match=r"zz_broken 1\.2.*no such library"):
        LoadedPacks().load_installed()
    found = LoadedPacks()
    found.load_installed(keep_broken=True)
    ((broken, error),) = found.broken
    assert (broken.name, broken.distribution) == ("zz_broken", "zz-broken")
    assert "ImportError" in str(error)
    assert "nianbao_rules" in [each.name for each in found.packs]


def test_a_pack_set_aside_is_not_even_imported(disk: Disk) -> None:
    disk.distribution("zz-broken", "1.2", "zz_broken", disk.module("raise ImportError('no such library')"))
    found = LoadedPacks()
    found.load_installed(["zz_broken"])
    assert "zz_broken" not in [each.name for each in found.packs]
    with pytest.raises(UsageError, match=r"no_such.*zz_broken"):
        LoadedPacks().load_installed(["no_such"])
