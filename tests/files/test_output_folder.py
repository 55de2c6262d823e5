"""A folder of outputs after runs that were cut short, beside other runs, and with files that are held fast."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nianbao.errors import OutputError
from nianbao.files import folder_lock
from nianbao.files.folder_lock import LOCK, FolderLock
from nianbao.files.manifest import JOURNAL, MANIFEST
from nianbao.files.output_folder import OutputFolder
from nianbao.files.outputs import digest, write_output
from nianbao.files.withdrawn import WITHDRAWN, Withdrawn


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def killed(root: Path, **files: bytes) -> None:
    """Write files, and end as a process ends that is killed: without a manifest, with the lock of nobody."""
    folder = OutputFolder(root, holds="files")
    for name, data in files.items():
        folder.write(f"{name}.txt", data)
    assert folder._lock is not None
    assert folder._lock._stream is not None
    folder._lock._stream.close()
    folder._lock = None


def test_what_a_killed_run_wrote_is_known_to_the_next(tmp_path: Path) -> None:
    killed(tmp_path, a=b"1", b=b"2")
    assert JOURNAL in names(tmp_path)
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("a.txt", b"changed")
        folder.finish()
    assert names(tmp_path) == ["a.txt", MANIFEST]
    assert (tmp_path / "a.txt").read_bytes() == b"changed"


def test_a_journal_cut_off_in_the_middle_of_a_line_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    killed(tmp_path, a=b"1")
    with (tmp_path / JOURNAL).open("ab") as stream:
        stream.write(b'["b.txt", "12')
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("a.txt", b"2")
        folder.finish()
    assert (tmp_path / "a.txt").read_bytes() == b"2"


def test_a_journal_never_speaks_of_files_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"somebody's")
    root = tmp_path / "out"
    root.mkdir()
    (root / JOURNAL).write_text(json.dumps(["../outside.txt", digest(b"somebody's")]) + "\n", "utf-8")
    with OutputFolder(root, holds="files") as folder:
        folder.finish()
    assert outside.exists()


def test_half_written_files_of_dead_runs_go_away_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom nianbao.files.outputs import write_output\n"
        "def slow():\n    yield b'x'\n    print('writing', flush=True)\n    time.sleep(60)\n"
        "write_output(Path(sys.argv[1]) / 'a.txt', slow())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as living:
        assert living.stdout is not None
        living.stdout.readline()
        (tmp_path / ".nianbao-dead").write_bytes(b"half")
        with OutputFolder(tmp_path, holds="files") as folder:
            folder.write("b.txt", b"2")
            folder.finish()
        left = [name for name in names(tmp_path) if name.startswith(".nianbao-")]
        assert len(left) == 1
        assert left[0] != ".nianbao-dead"
        living.kill()
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("b.txt", b"2")
        folder.finish()
    assert names(tmp_path) == ["b.txt", MANIFEST]


def test_a_single_output_clears_away_what_was_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".nianbao-dead").write_bytes(b"half")
    write_output(tmp_path / "a.txt", b"1")
    assert names(tmp_path) == ["a.txt"]


def test_two_runs_do_not_write_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "SECONDS", 0.3)
    with (
        FolderLock(tmp_path).acquire(),
        pytest.raises(OutputError, match=rf"另一个 nianbao 正在写.*进程 {os.getpid()}"),
    ):
        FolderLock(tmp_path).acquire(0.3)
    assert names(tmp_path) == []
    FolderLock(tmp_path).acquire(0.3).release()


def test_a_run_waits_for_another_that_ends_in_time(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom nianbao.files.folder_lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1])).acquire()\nprint('held', flush=True)\ntime.sleep(0.5)\nlock.release()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        started = time.monotonic()
        FolderLock(tmp_path).acquire().release()
        assert time.monotonic() - started > 0.2
    assert not (tmp_path / LOCK).exists()


def test_the_lock_of_a_killed_run_holds_nobody_up(tmp_path: Path) -> None:
    killed(tmp_path, a=b"1")
    assert (tmp_path / LOCK).exists()
    FolderLock(tmp_path).acquire(0).release()


def test_what_is_withdrawn_comes_back_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    with OutputFolder(tmp_path, holds="files") as folder:
        for name in ("r/same.txt", "r/other.txt", "r/gone.txt", "page.txt"):
            folder.write(name, name.encode())
        folder.finish()
    os.utime(tmp_path / "r/same.txt", (1, 1))
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.withdraw("r")
        assert [path for path in (tmp_path / "r").rglob("*") if path.is_file()] == []
        folder.write("r/same.txt", b"r/same.txt")
        folder.write("r/other.txt", b"changed")
        folder.write("page.txt", b"page.txt")
        folder.finish()
    assert names(tmp_path) == [MANIFEST, "page.txt", "r/other.txt", "r/same.txt"]
    assert (tmp_path / "r/same.txt").stat().st_mtime == 1
    assert not (tmp_path / WITHDRAWN).exists()


def test_a_withdrawn_file_that_somebody_edited_stays_and_is_named(tmp_path: Path) -> None:
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("r/a.txt", b"1")
        folder.finish()
    (tmp_path / "r/a.txt").write_bytes(b"edited")
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.withdraw("r")
        folder.finish()
        assert folder.left == ["r/a.txt"]
    assert (tmp_path / "r/a.txt").read_bytes() == b"edited"


def test_a_file_that_cannot_be_removed_or_replaced_costs_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("r/open.txt", b"1")
        folder.write("open.txt", b"1")
        folder.finish()
    replace, unlink = Path.replace, Path.unlink

    def held(path: Path, call: object, *arguments: object, **named: object) -> object:
        held_open = path.name == "open.txt" or any(getattr(each, "name", "") == "open.txt" for each in arguments)
        if held_open or path.is_dir():  # Windows moves no folder in which a file is open
            raise PermissionError(13, "in use")
        return call(path, *arguments, **named)  # type: ignore[operator]

    monkeypatch.setattr(Path, "replace", lambda path, target: held(path, replace, target))
    monkeypatch.setattr(Path, "unlink", lambda path, **named: held(path, unlink, **named))
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.withdraw("r")
        assert folder.attempt("open.txt", b"2") is False
        assert folder.attempt("other.txt", b"3") is True
        folder.finish()
    assert len(folder.problems) == 2
    assert all("open.txt" in str(problem) for problem in folder.problems)
    assert set(json.loads((tmp_path / MANIFEST).read_text("utf-8"))["files"]) == {
        "r/open.txt",
        "open.txt",
        "other.txt",
    }


def test_files_that_belong_together_are_looked_at_before_the_first_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"somebody's")
    with pytest.raises(OutputError, match=r"b\.txt"), OutputFolder(tmp_path, holds="files") as folder:
        folder.write_all({"a.txt": b"1", "b.txt": b"2"})
    assert names(tmp_path) == ["b.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_no_command_writes_into_the_folder_of_another(tmp_path: Path, force: bool) -> None:
    with OutputFolder(tmp_path, holds="distribute") as folder:
        folder.write("a.xlsx", b"1")
        with pytest.raises(OutputError, match="其他命令"):  # the journal tells
            OutputFolder(tmp_path, holds="collect", force=force)
        folder.finish()
    with pytest.raises(OutputError, match="其他命令"):
        OutputFolder(tmp_path, holds="collect", force=force)


def test_a_manifest_of_old_tells_its_command_by_what_it_says(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"agencies": [], "files": {}}', "utf-8")
    OutputFolder(tmp_path, holds="distribute")
    with pytest.raises(OutputError, match="其他命令"):
        OutputFolder(tmp_path, holds="report")


def test_a_folder_of_its_own_holds_nothing_of_anybody_else(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path, holds="report", force=True)
    folder.require_own()
    (tmp_path / "a.txt").write_bytes(b"somebody's")
    with pytest.raises(OutputError, match="没有清单"):
        folder.require_own()
    (tmp_path / "a.txt").unlink()
    with folder:
        folder.write("b.txt", b"1")
        folder.finish()
    OutputFolder(tmp_path, holds="report").require_own()


def test_what_somebody_edited_or_added_is_named_every_time(tmp_path: Path) -> None:
    def run() -> OutputFolder:
        with OutputFolder(tmp_path, holds="files") as folder:
            folder.withdraw("r")
            folder.write("b.txt", b"1")
            folder.finish()
            return folder

    with OutputFolder(tmp_path, holds="files") as first:
        first.write("r/a.txt", b"1")
        first.finish()
    (tmp_path / "r" / "a.txt").write_bytes(b"edited")
    (tmp_path / "r" / "c.txt").write_bytes(b"added")
    for _time in range(3):
        folder = run()
        assert folder.left == ["r/a.txt"]
        assert folder.others == ["r/c.txt"]


def test_a_link_to_where_reports_are_published_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "r").symlink_to(tmp_path / "site")
    with OutputFolder(tmp_path / "out", holds="files") as folder:
        folder.write("r/a.txt", b"1")
        folder.write("r/b.txt", b"1")
        folder.finish()
    with OutputFolder(tmp_path / "out", holds="files") as folder:
        folder.withdraw("r")
        assert not list((tmp_path / "site").iterdir())
        folder.write("r/a.txt", b"1")
        folder.finish()
    assert (tmp_path / "out" / "r").is_symlink()
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["a.txt"]


def test_a_pipe_for_a_manifest_or_a_path_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / MANIFEST)
    with pytest.raises(OutputError, match="读不懂"):
        OutputFolder(tmp_path, holds="files")
    for path in (tmp_path / ("很" * 300), tmp_path / "a\0b"):
        with pytest.raises(OutputError, match="不能在文件夹"):
            OutputFolder(path, holds="files").begin()


def test_an_interrupt_while_reports_are_withdrawn_loses_nobodys_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OutputFolder(tmp_path, holds="files") as first:
        first.write("r/a.txt", b"1")
        first.finish()
    (tmp_path / "r" / "c.txt").write_bytes(b"somebody's")
    whole, told = Withdrawn.put_back_others, []

    def interrupted(*arguments: object) -> object:
        told.append(arguments)
        if len(told) == 2:  # the first looks for what a killed run left
            raise KeyboardInterrupt
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Withdrawn, "put_back_others", interrupted)
    with pytest.raises(KeyboardInterrupt), OutputFolder(tmp_path, holds="files") as folder:
        folder.withdraw("r")
    assert names(tmp_path) == [MANIFEST, "r/c.txt"]


def test_an_interrupt_before_reports_are_withdrawn_takes_them_away_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OutputFolder(tmp_path, holds="files") as first:
        first.write("r/a.txt", b"1")
        first.finish()

    def interrupted(_self: object, _folder: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(Withdrawn, "take", interrupted)
    with pytest.raises(KeyboardInterrupt), OutputFolder(tmp_path, holds="files") as folder:
        folder.withdraw("r")
    assert names(tmp_path) == [MANIFEST]


def test_an_interrupt_while_a_file_is_moved_leaves_it_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal falls into the rename: Python tells of it once the file lies there."""
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("a.txt", b"1")
        folder.write("b.txt", b"1")
        folder.finish()
    move = Path.replace

    def interrupted(draft: Path, path: Path) -> Path:
        move(draft, path)
        if path.name == "b.txt":
            raise KeyboardInterrupt
        return path

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt), OutputFolder(tmp_path, holds="files") as folder:
            folder.write("a.txt", b"2")
            folder.write("b.txt", b"2")
    with OutputFolder(tmp_path, holds="files") as folder:
        folder.write("a.txt", b"3")
        folder.write("b.txt", b"3")
        folder.finish()
    assert (tmp_path / "b.txt").read_bytes() == b"3"


def test_what_could_not_be_replaced_is_still_ours_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = Path.replace

    def held(draft: Path, path: Path) -> Path:
        if path.name.endswith(".txt"):
            raise PermissionError(13, "held open")
        return move(draft, path)

    names_of_contents = [str(number).encode() for number in range(6)]
    for before, after in itertools.pairwise(names_of_contents):
        with OutputFolder(tmp_path, holds="files") as folder:
            folder.write("a.txt", before)
            folder.finish()
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", held)
            with OutputFolder(tmp_path, holds="files") as folder:
                assert not folder.attempt("a.txt", after)
                folder.finish()
    assert (tmp_path / "a.txt").read_bytes() == before


def test_a_file_that_was_read_after_somebody_edited_it_may_be_written_anew(tmp_path: Path) -> None:
    first = OutputFolder(tmp_path, holds="collect")
    first.write("list.xlsx", b"ours")
    first.finish()
    (tmp_path / "list.xlsx").write_bytes(b"edited")
    folder = OutputFolder(tmp_path, holds="collect")
    assert not folder.attempt("list.xlsx", b"new")
    folder.take_over("list.xlsx", b"edited")
    assert folder.attempt("list.xlsx", b"new")
    folder.finish()
    assert (tmp_path / "list.xlsx").read_bytes() == b"new"
