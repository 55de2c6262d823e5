"""A campaign of eight agencies with every sort of file, ended before each of its writes and run again.

``python -m tests.campaigns.kills`` tries every write of every command; the suite tries a part of them. What is done
here is a counter, not chance: each write that lasts is the last one once.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao import PluginRegistry
from nianbao.campaigns import commands
from nianbao.errors import UsageError

from .offices import PECULIAR, Killed, OfficeBench, end_state
from .units import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nianbao.campaigns.campaign import Campaign

NAMES = {
    "A001": "甲财政局", "B002": "乙镇人民政府", "C003": "丙服务中心", "D004": "丁管理委员会", "E005": "戊街道办事处",
    "F006": "己农业局", "G007": "庚水务局", "H008": "辛统计局",
}  # fmt: skip
TO_EXPLAIN: dict[str, Any] = {"disclosure.administrative_fees.amount": "265500"}
"""An amount that looks as if it were written in another unit: the unit must say why."""
Step = tuple[str, "Callable[[OfficeBench], None]", "Callable[[Campaign], Any]"]


def first_round(office: OfficeBench) -> None:
    """Throw every sort of file into the inbox."""
    office.send("甲财政局.json", "A001", name=NAMES["A001"])
    office.send("乙镇人民政府.json", "B002", name=NAMES["B002"], values=PECULIAR)
    office.send("丙服务中心.json", "C003", name=NAMES["C003"], values=TO_EXPLAIN)
    office.send("两份/丁管理委员会.json", "D004", name=NAMES["D004"])
    office.send(
        "两份/丁管理委员会 改.json", "D004", name=NAMES["D004"], values={"disclosure.penalties.decisions": 9}
    )
    office.send("戊街道办事处.json", "F006", name=NAMES["F006"])  # another unit's, filled in
    office.put("庚水务局.docx", b"PK\x03\x04 cut off")
    office.put("庚水务局 盖章.jpg", b"\xff\xd8\xff\xe0 a picture")
    office.put("~$甲财政局.xlsx", b"lock")
    office.put("会议通知.txt", "请参加".encode())
    document = office.document("H008", name=NAMES["H008"])
    path = office.put("打包.zip", b"")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("辛统计局.json"), json.dumps(document, ensure_ascii=False))
        archive.writestr(zipfile.ZipInfo("说明.txt"), "附上")


def second_round(office: OfficeBench) -> None:
    """Send corrections, decide what is open."""
    office.send("乙镇人民政府 第二次.json", "B002", name=NAMES["B002"])
    office.send("庚水务局 重报.json", "G007", name=NAMES["G007"])
    office.type_into_list("采用这一份", about="丁管理委员会 改")
    office.type_into_list("归属", about="戊街道办事处.json", target="F006")
    office.type_into_list("豁免", about="丙服务中心", reason="批准文件已经看过，金额属实", who="王五")


def erase(campaign: Campaign) -> None:
    """Erase a file; where the first attempt got as far as that, go on as any command does."""
    try:
        commands.erase(campaign, "会议通知.txt", reason="误收", authority="主任")
    except UsageError:
        commands.show_status(campaign)


def nothing(_office: OfficeBench) -> None:
    """Change nothing."""


STEPS: tuple[Step, ...] = (
    ("distribute", nothing, commands.distribute),
    ("first round", first_round, commands.collect),
    ("second round", second_round, commands.collect),
    ("erase", nothing, erase),
    ("close", nothing, commands.close),
)


def prepared(root: Path, units: Units, steps: int) -> OfficeBench:
    """Return an office after a number of steps, and with the inputs of the next one."""
    office = OfficeBench(root, units).begin(NAMES)
    for number, (_name, prepare, command) in enumerate(STEPS):
        prepare(office)
        if number == steps:
            return office
        office.run(command)
    return office


def differences(step: int, units: Units, numbers: Callable[[int], range]) -> Iterator[str]:
    """Return what differs when a step is ended before its writes of the numbers asked for, and run again."""
    name, _prepare, command = STEPS[step]
    with tempfile.TemporaryDirectory() as folder:
        before = prepared(Path(folder) / "before", units, step)
        calm = copied(before, Path(folder) / "calm")
        calm.run(command)
        expected, writes = end_state(calm.open()), len(calm.fuse.writes)
        for number in numbers(writes):
            office = copied(before, Path(folder) / f"killed-{number}")
            try:
                office.run(command, kill_at=number)
                yield f"{name}: write {number} of {writes} was never reached"
            except Killed:
                pass
            office.run(command)
            found = end_state(office.open())
            if found != expected:
                keys = [key for key in expected if found[key] != expected[key]]
                yield f"{name}: killed before write {number} ({calm.fuse.writes[number]}), {keys} differ"
            troubles = commands.audit(office.open(), rebuild=True).troubles
            yield from (f"{name}: killed before write {number}: {trouble}" for trouble in troubles)
            shutil.rmtree(office.root)


def copied(office: OfficeBench, root: Path) -> OfficeBench:
    """Return an office with a copy of the folder, as it is; its files keep their times."""
    shutil.copytree(office.root, root / "年报", copy_function=shutil.copy2)
    return OfficeBench(root / "年报", office.units)


def main() -> None:
    """Try every write of every command."""
    units = Units(registry=PluginRegistry())
    failed = 0
    for step, (name, _prepare, _command) in enumerate(STEPS):
        tried = 0

        def every(writes: int) -> range:
            nonlocal tried
            tried = writes
            return range(writes)

        found = list(differences(step, units, every))
        failed += len(found)
        print(f"{name}: {tried} writes, {len(found)} differences", *found, sep="\n  ")  # noqa: T201
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
