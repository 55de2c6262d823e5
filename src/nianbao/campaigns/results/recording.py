"""Record what was found in the files of a run, before anything of it lies in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from nianbao.campaigns.ledger.canonical import digest_of
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.results.receiving import WHO
from nianbao.campaigns.results.remembered import RememberedFile
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nianbao.campaigns.results.results_ledger import ResultsLedger

_ = Domain("nianbao")
_NOT_ARCHIVED: Final = {"archived": False}
"""In the body of an event: what it names by its hash can be made again from the bytes of the file."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a file that was received, to be recorded.

    ``read`` and ``checked`` are bodies of events without the file's number, ``findings`` is what the latter names by its
    hash; ``report`` are the files of its report, each as path and SHA-256, empty where it has none.
    """

    file: RememberedFile
    read: dict[str, Any]
    checked: dict[str, Any]
    findings: bytes
    report: tuple[tuple[str, str], ...] = ()


class Recording:
    """Records the files of one run as they are checked."""

    def __init__(self, ledger: ResultsLedger) -> None:
        self.ledger = ledger
        self._verdicts: dict[str, int] = {}
        self._reported: set[str] = set()

    def record(self, outcomes: Sequence[Outcome]) -> None:
        """Record what was found in files, before anything of it lies in the folder."""
        new = [outcome for outcome in outcomes if not outcome.file.is_read]
        changed = [outcome for outcome in outcomes if outcome.file.checked != _checked(outcome)]
        self.ledger.archive.put_all({outcome.findings for outcome in changed})
        self.ledger.append(
            *(
                NewEvent(kind=EventKind.READ, body={**outcome.read, "file": outcome.file.seq, **_NOT_ARCHIVED})
                for outcome in new
            )
        )  # whose a file is must be known before its check and its report are recorded
        self.ledger.append(*self._checks(changed), *self._reports(outcomes))
        for outcome in outcomes:
            verdict = str(outcome.checked["verdict"])
            self._verdicts[verdict] = self._verdicts.get(verdict, 0) + 1

    def _checks(self, outcomes: Iterable[Outcome]) -> Iterator[NewEvent]:
        for outcome in outcomes:
            yield NewEvent(
                kind=EventKind.CHECKED,
                body={**outcome.checked, "file": outcome.file.seq},
                agency=self.ledger.remembered.unit_of(outcome.file),
            )

    def _reports(self, outcomes: Iterable[Outcome]) -> Iterator[NewEvent]:
        for outcome in outcomes:
            unit = self.ledger.remembered.unit_of(outcome.file)
            if unit is None or not outcome.report:
                continue
            self._reported.add(unit)
            if self.ledger.remembered.reports.get(unit) != outcome.report:
                version = self.ledger.remembered.versions.get(unit, 0)
                files = [list(each) for each in outcome.report]
                body = {
                    "version": version + 1, "file": outcome.file.seq, "answers": outcome.read["answers"],
                    "document": digest_of(files), "context": outcome.checked["context"], "title": "", "files": files,
                    "corrects": version or None, "changes": [], **_NOT_ARCHIVED,
                }  # fmt: skip
                yield NewEvent(kind=EventKind.PUBLISHED, body=body, agency=unit)

    def finish(self) -> None:
        """Record which reports do not lie there any more, and close the round if one is open."""
        with in_language("zh"):
            reason = str(_("不再通过，或者文件不再算"))
        gone = [unit for unit in self.ledger.remembered.reports if unit not in self._reported]
        self.ledger.append(
            *(
                NewEvent(
                    kind=EventKind.WITHDRAWN,
                    body={"version": self.ledger.remembered.versions[unit], "reason": reason, "authority": WHO},
                    agency=unit,
                )
                for unit in gone
            )
        )
        if self.ledger.remembered.open_round is not None:
            self.ledger.close_round(self._verdicts)


def _checked(outcome: Outcome) -> tuple[str, str, str]:
    body = outcome.checked
    return body["context"], body["verdict"], body["findings"]
