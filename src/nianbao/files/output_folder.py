"""A folder of outputs that knows what this tool wrote there, also after a run that was cut short."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, cast

from nianbao.errors import OutputError
from nianbao.files.folder_lock import FolderLock
from nianbao.files.input_files import exists, read_input_file
from nianbao.files.manifest import (
    JOURNAL,
    MANIFEST,
    add_to_journal,
    command_of,
    is_inside,
    manifest_bytes,
    read_journal,
    read_manifest,
)
from nianbao.files.outputs import digest, digest_of_file, put_aside, remove_leftovers, write_whole, writing_into
from nianbao.files.system_errors import reason_of
from nianbao.files.withdrawn import Withdrawn, foreign_files
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.language import Message

_ = Domain("nianbao")


class OutputFolder:
    """A folder of outputs with a manifest of what this tool wrote there.

    The manifest (``manifest.json``) maps relative paths to SHA-256; it lets a second run replace its own files and
    never those that somebody edited or added. Before a file is moved into place, a line is added to the journal: so
    the next run knows what a killed one left behind. From the first write on, the folder is locked.
    ``holds`` names the command whose outputs these are: no other may write there, for finishing removes what an
    earlier run wrote and this one does not. ``problems`` are outputs that could not be written or removed, ``left``
    those of an earlier run that somebody edited since, ``others`` foreign files in places of results.
    """

    _lock: FolderLock | None = None

    def __init__(self, root: Path, *, holds: str, force: bool = False) -> None:
        self.root = root
        self.holds = holds
        self.force = force
        self.written: dict[str, str] = {}
        self.problems: list[Message | str] = []
        self.left: list[str] = []
        self.others: list[str] = []
        self.facts: Mapping[str, object] = {}
        self._ours: dict[str, set[str]] = {}
        self._failed: set[str] = set()
        self._withdrawn: set[str] = set()
        self._aside = Withdrawn(root)
        if exists(root) and not root.is_dir():
            raise OutputError(_("{path} 不是文件夹，请给出一个文件夹。", path=root))
        self._read()

    def __enter__(self) -> OutputFolder:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        try:
            if kind is not None and self._lock is not None and self._lock.is_held:
                self._take_back_withdrawn()
                if self.written:
                    self._save(self.facts, self._known_digests())
        finally:
            self.close()

    def __del__(self) -> None:
        self.close()

    def begin(self) -> None:
        """Lock the folder, clear away what dead runs left half written, and read again what was written before.

        Raises :class:`OutputError` where the folder cannot be written, or another run does not end in time.
        """
        if self._lock is not None and self._lock.is_held:
            return
        with writing_into(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        self._lock = FolderLock(self.root)
        self._lock.acquire()
        self._read()
        self._clear_withdrawn()
        for folder in (self.root, *{(self.root / name).parent for name in self._ours}):
            remove_leftovers(folder)

    def close(self) -> None:
        """Unlock the folder."""
        if self._lock is not None:
            if self._lock.is_held:
                self._clear_withdrawn()
            self._lock.release()
            self._lock = None

    def _read(self) -> None:
        """Read the manifest, and the journal of a run that did not end; interrupted, what was known before counts."""
        ours: dict[str, set[str]] = {}
        try:
            document = read_manifest(self.root)
        except (OSError, ValueError) as error:
            path = self.root / MANIFEST
            raise OutputError(_("清单 {path} 读不懂：请移走它，或换一个输出文件夹。", path=path)) from error
        journal = list(read_journal(self.root))
        command = command_of(document, journal)
        files = cast("dict[str, str]", document.pop("files", {}))
        # A path may have several digests: that of the last whole run, and that of one cut short (journal).
        for name, sha256 in (*files.items(), *journal):
            if is_inside(name):
                ours.setdefault(name, set()).add(sha256)
        self.facts, self._ours = document, ours
        if command not in ("", self.holds):
            raise OutputError(_("{folder} 是其他命令的输出文件夹，请换一个文件夹。", folder=self.root))

    def require_own(self) -> None:
        """Raise :class:`OutputError` where the folder has files and it is not known that this tool wrote them."""
        foreign = False
        with contextlib.suppress(OSError, ValueError):  # there is none, or writing raises the reason
            foreign = not self._ours and any(self.root.iterdir())
        if foreign:
            raise OutputError(
                _("{folder} 里有别的文件，又没有清单：请移走它们，或换一个输出文件夹。", folder=self.root)
            )

    def write(self, name: str, data: bytes | Iterable[bytes]) -> Path:
        """Write ``name`` (a relative path with ``/``) whole or not at all.

        A file of the same content is left alone, one of ours replaced. Raises :class:`OutputError` for any other
        unless ``force``, and where the system refuses.
        """
        self.begin()
        path = self.root / name
        # The same again: the file comes back as it was, its time included, and nothing seems to have changed.
        if isinstance(data, bytes) and self._aside.holds(name, sha256 := digest(data)):
            self._note(name, sha256)
            if self._aside.put_back(name):
                self.written[name] = sha256
                return path
        try:
            self.written[name] = put_aside(
                path,
                data,
                force=self.force,
                own=self._ours.get(name, ()),
                before=lambda new_digest: self._note(name, new_digest),
            )
        except OutputError:
            # The next run must not mistake what was written so far for somebody's own file.
            if self.written:
                self._save(self.facts, self._known_digests())
            raise
        return path

    def edited(self, name: str) -> bytes | None:
        """Return the bytes of a file in the folder unless it is as this tool wrote it; ``None`` if there is none."""
        path = self.root / name
        try:
            if not path.is_file() or digest_of_file(path) in self._ours.get(name, ()):
                return None
            return read_input_file(path)
        except OSError:
            return None  # writing raises the reason

    def take_over(self, name: str, data: bytes) -> None:
        """Let a file that somebody edited be written anew, because what was typed into it was read."""
        self._ours.setdefault(name, set()).add(digest(data))

    def attempt(self, name: str, data: bytes | Iterable[bytes]) -> bool:
        """Write as :meth:`write` does; on failure add a sentence to ``problems`` and go on."""
        try:
            self.write(name, data)
        except OutputError as error:
            self.problems.append(error.message)
            self._failed.add(name)
            return False
        return True

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Write files that belong together: check that all may be written before writing the first."""
        self.begin()
        for name, data in files.items():
            put_aside(self.root / name, data, force=self.force, own=self._ours.get(name, ()), only_look=True)
        for name, data in files.items():
            self.write(name, data)

    def _note(self, name: str, sha256: str) -> None:
        """Write into the journal that a file is about to be put in its place; from now on it is known as ours."""
        add_to_journal(self.root, self.holds, name, sha256)
        # Not only once it lies there: a rename may take long, and a signal that falls into it interrupts behind it.
        self._ours.setdefault(name, set()).add(sha256)

    def withdraw(self, folder: str) -> None:
        """Take away what earlier runs wrote into a folder below, all at once, before anybody relies on it.

        What arises again, the same, comes back as it was; the rest is gone when the run ends, however it ends.
        """
        self._withdrawn.add(folder)  # first: a run that is interrupted from here on takes it away all the same
        self.begin()
        # One rename for the folder, so that no reader ever sees half of it withdrawn; else file by file.
        if self._aside.take(folder):
            self._restore_foreign_files()
            return
        for name in sorted(self._ours):
            if name.startswith(f"{folder}/"):
                self._remove(name, aside=True)

    def _take_back_withdrawn(self) -> None:
        """Remove what this run was to withdraw but may not have, because it was interrupted."""
        for name in sorted(set(self._ours) - set(self.written)):
            if any(name.startswith(f"{folder}/") for folder in self._withdrawn):
                self._remove(name)

    def _clear_withdrawn(self) -> None:
        """Remove what was withdrawn, also by a run that was killed; foreign files are restored first."""
        self._restore_foreign_files()
        self._aside.clear()

    def _restore_foreign_files(self) -> None:
        """Restore what was moved away with our own files: edited by somebody since, or foreign from the start."""
        others = self._aside.put_back_others(self._ours)
        self.left += [name for name in others if name in self._ours and name not in self.left]

    def _remove(self, name: str, *, aside: bool = False) -> bool:
        """Remove an output of an earlier run, or set it aside, unless it was edited; return whether it is gone."""
        path = self.root / name
        try:
            if not path.is_file():
                return True
            if digest_of_file(path) not in self._ours[name]:
                if name not in self.left:
                    self.left.append(name)
                return False
            if aside:
                self._aside.take_file(name)
            else:
                path.unlink()
        except OSError as error:
            problem = _(
                "不能删去以前的结果 {path}（{reason}）：如果它正在打开，请先关闭再试。",
                path=path,
                reason=reason_of(error),
            )
            if problem not in self.problems:
                self.problems.append(problem)
            return False
        return True

    def keep_as_written(self) -> bool:
        """Take the outputs of the last run for those of this one; return whether all lie there as they were written."""
        self.begin()
        known = self._known_digests()
        if not self._ours or any({known.get(name)} != digests for name, digests in self._ours.items()):
            return False
        self.written = known
        return True

    def finish(self, facts: Mapping[str, object] | None = None) -> Path:
        """Remove outputs of earlier runs that are no longer produced; write the manifest; unlock the folder.

        A former output that somebody has edited since stays, and is listed in ``left``.
        """
        self.begin()
        stay = {}
        for name in sorted(set(self._ours) - set(self.written)):
            # Where an output could not be replaced, the problem is named already: the file there is the old one.
            if name in self._failed or not self._remove(name):
                stay[name] = self._known_digest(name) or min(self._ours[name])
        self.others = sorted(foreign_files(self.root, self._withdrawn, {**stay, **self.written}))
        path = self._save(facts or {}, {**stay, **self.written})
        self.close()
        return path

    def _known_digests(self) -> dict[str, str]:
        """Return what is known of our files in the middle of a run: those of earlier runs that may still exist."""
        return {name: sha256 for name in self._ours if (sha256 := self._known_digest(name))} | self.written

    def _known_digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file that lies there as this tool wrote it, else ``None``."""
        with contextlib.suppress(OSError):
            sha256 = digest_of_file(self.root / name)
            return sha256 if sha256 in self._ours[name] else None
        return None

    def _save(self, facts: Mapping[str, object], files: Mapping[str, str]) -> Path:
        data = manifest_bytes(self.holds, facts, files)
        path = self.root / MANIFEST
        # The journal is removed only after the manifest is written: killed in between, both have the same content.
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data)
        (self.root / JOURNAL).unlink(missing_ok=True)
        return path
