"""Keep the results of an earlier run if nothing that could change them has changed since.

Outside a campaign there is no ledger with the context of a check. Instead, the manifest of the folder of results holds a
hash over names and bytes of all files, program and packs, decisions, last year's data, registers, roster, day and language.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.context import digest_of_path, plain, program_of
from nianbao.campaigns.ledger.canonical import digest_of
from nianbao.campaigns.results.status import StatusRow
from nianbao.files.outputs import digest_of_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.files.output_folder import OutputFolder
    from nianbao.plugins.registry import PluginRegistry

KEPT = "kept"
"""The key of the manifest that holds the basis and rows of a run."""


def basis_of(
    names: Sequence[str], settings: BatchSettings, registry: PluginRegistry, outputs: object
) -> str | None:
    """Return the hash of everything that the results of a run depend on; ``None`` if a file cannot be read.

    ``outputs`` are the options of what is written, as plain data.
    """
    office = settings.office
    today = settings.today or datetime.datetime.now().astimezone().date()  # a waiver may expire
    try:
        "\n".join(names).encode()  # a name that is not valid Unicode cannot be written to a manifest
        files = [[name, digest_of_file(Path(name))] for name in names]
        dependency_hashes = [digest_of_path(path) for path in (office.previous, office.registers, office.roster)]
    except (OSError, UnicodeEncodeError):
        return None
    decisions = plain(msgspec.structs.replace(office, notices=(), commands={}))
    forms = [[form.id, form.version, form.digest] for form in registry.find_form.forms]
    return digest_of(
        [
            files,
            dependency_hashes,
            decisions,
            forms,
            program_of(registry),
            outputs,
            [settings.reader, settings.compared_files, settings.language, today.isoformat()],
        ]
    )


def kept_rows(folder: OutputFolder, basis: str | None) -> list[StatusRow] | None:
    """Return the rows of the last run if it had the same basis and all its outputs are unchanged, else ``None``."""
    kept = folder.facts.get(KEPT)
    if basis is None or not isinstance(kept, dict) or kept.get("basis") != basis:
        return None
    try:
        rows = msgspec.convert(kept.get("rows"), list[StatusRow])
    except msgspec.ValidationError:
        return None
    return rows if folder.keep_as_written() else None


def kept_facts(basis: str | None, rows: Sequence[StatusRow]) -> dict[str, object]:
    """Return the part of the manifest that describes a run, empty without a basis."""
    return {} if basis is None else {KEPT: {"basis": basis, "rows": msgspec.to_builtins(list(rows))}}
