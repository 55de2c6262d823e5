"""Keep the results of an earlier run if nothing that could change them has changed since.

The manifest of the folder of results holds a hash over names and bytes of all files, program and packs, decisions, last
year's data, registers, roster, day and language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.context import digest_of_path, plain, program_of
from nianbao.campaigns.ledger.canonical import digest_of
from nianbao.campaigns.results.status import StatusRow
from nianbao.files.manifest import read_manifest
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.files.output_folder import OutputFolder
    from nianbao.plugins.registry import PluginRegistry

KEPT = "kept"
"""The key of the manifest that holds the basis and rows of a run."""


def basis_of(
    files: Sequence[object], settings: BatchSettings, registry: PluginRegistry, outputs: object
) -> str | None:
    """Return the hash of everything that the results of a run depend on; ``None`` if a file cannot be read.

    ``files`` are the files of the run and what is remembered of earlier ones, ``outputs`` the options of what is written;
    both as plain data.
    """
    office = settings.office
    try:
        dependency_hashes = [digest_of_path(path) for path in (office.previous, office.registers, office.roster)]
    except OSError:
        return None
    decisions = plain(msgspec.structs.replace(office, notices=(), commands={}))
    forms = [[form.id, form.version, form.digest] for form in registry.find_form.forms]
    conditions = [settings.reader, settings.compared_files, settings.language, f"{settings.today}"]
    basis = [files, dependency_hashes, decisions, forms, program_of(registry), outputs, conditions]
    try:
        return digest_of(basis)
    except ValueError:  # a name that is not valid Unicode
        return None


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


def kept_facts(basis: str | None, rows: Sequence[StatusRow], missing: Sequence[Agency]) -> dict[str, object]:
    """Return the part of the manifest that describes a run; without a basis its results are not used again."""
    return {
        KEPT: {
            "basis": basis,
            "rows": msgspec.to_builtins(list(rows)),
            "missing": msgspec.to_builtins(list(missing)),
        }
    }


def last_results(folder: Path) -> tuple[list[StatusRow], list[Agency]] | None:
    """Return the rows of the last run in a folder that was not interrupted, and the units of which nothing had come."""
    try:
        kept = read_manifest(folder).get(KEPT)
        facts = kept if isinstance(kept, dict) else {}
        return msgspec.convert(facts["rows"], list[StatusRow]), msgspec.convert(facts["missing"], list[Agency])
    except (OSError, ValueError, KeyError, msgspec.ValidationError):
        return None
