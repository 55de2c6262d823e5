"""What every process of a batch must know."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

import msgspec

from nianbao.checks.checked_file import CheckedFile
from nianbao.language import language
from nianbao.office.office import PLAIN, Office
from nianbao.plugins.registry import PluginRegistry

Shown = TypeVar("Shown")
Present = Callable[["CheckedFile", "PluginRegistry", int], Shown]
"""Makes of a checked file, the registry and the file's number (from 0) what the caller wants of it.

It is called where the file was checked, so it must be picklable: a function of a module, or an
object of a class of one.
"""


class KeptFile(msgspec.Struct, frozen=True):
    """A file by the path it came by, whose bytes are read where they are kept under their SHA-256 as a name."""

    path: str
    kept_at: str


BatchFile = str | KeptFile
"""A file of a batch: a path, or a path with the place where its bytes are kept."""


def path_of(file: BatchFile) -> str:
    """Return the path that a file of a batch came by."""
    return file if isinstance(file, str) else file.path


class BatchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the files of a batch are checked; picklable, for it goes to every process.

    ``make_registry`` returns the registry of packs, once in each process: a class or a function of a module, such
    as :class:`~nianbao.plugins.registry.PluginRegistry`. ``one_file_a_unit`` finds units of which several files
    differ; ``reader`` is which reader reads workbooks, ``fast`` or ``openpyxl``; ``today`` decides which waivers
    have expired; ``file_seconds`` is how long a worker process may take over one file, whatever it does, before it
    is ended; ``language`` is that of every message, the one now in force when left out.

    Up to ``compared_files`` files are compared with each other as one set, which must fit into memory; of more, each
    is compared with those that share most text with it. From ``parallel_files`` files on processes are started by
    default: from there on it pays. They are sent ``chunk_files`` files at a time: enough to make sending cheap, few enough to run again.
    """

    make_registry: Callable[[], PluginRegistry]
    office: Office = PLAIN
    one_file_a_unit: bool = False
    reader: str = "fast"
    today: datetime.date | None = None
    file_seconds: float = 30.0
    compared_files: int = 1000
    chunk_files: int = 8
    parallel_files: int = 150
    language: str = msgspec.field(default_factory=language)
