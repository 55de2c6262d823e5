"""Collect files outside a campaign: check every one, and write findings, a status list and the reports of those that pass.

The folder of results has a ledger and an archive of its own: a second folder of files is a second round, and what was
collected may be deleted where it came from.
"""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from nianbao.batches.batch import run_batch
from nianbao.campaigns.context import context_of_results
from nianbao.campaigns.folder import synchronised_by
from nianbao.campaigns.results.deciding import read_decisions
from nianbao.campaigns.results.earlier_folders import copies_by_round
from nianbao.campaigns.results.erasing import finish_interrupted_erasing
from nianbao.campaigns.results.kept_results import KEPT, basis_of, kept_facts, kept_rows
from nianbao.campaigns.results.listing import ListedFile, as_seen_from, list_files
from nianbao.campaigns.results.missing import missing_units
from nianbao.campaigns.results.outputs_of_file import MakeOutputs
from nianbao.campaigns.results.receiving import new_files, receive_copies, receive_files
from nianbao.campaigns.results.results_ledger import ResultsLedger
from nianbao.campaigns.results.rounds import Counting, counting_files
from nianbao.campaigns.results.status import status_html, status_list
from nianbao.campaigns.results.writing import FINDINGS, REPORTS_FOLDER, STATUS_LIST, STATUS_PAGE, Writing, key_of
from nianbao.checks.checker import Checker
from nianbao.checks.conditions import Conditions, conditions_of
from nianbao.files.manifest import begin_journal
from nianbao.files.outputs import writing_into
from nianbao.formatters.findings_json import json_chunks
from nianbao.formatters.findings_text import summary_text
from nianbao.language import Domain, visible
from nianbao.language import listed as listed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.campaigns.results.outputs_of_file import OutputsOfFile
    from nianbao.campaigns.results.status import StatusRow
    from nianbao.files.output_folder import OutputFolder
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.submission import Agency

    Tell = Callable[[str], None]
    Progress = Callable[[Sequence[str], int], AbstractContextManager[Sequence[Tell]]]
    """Begins to show jobs, by their labels, on so many files; gives for each what is called with a file that is done."""

_ = Domain("nianbao")
_MOST_NAMED: Final = 10


def collect(
    paths: Sequence[Path],
    folder: OutputFolder,
    registry: PluginRegistry,
    settings: BatchSettings,
    *,
    asked: Sequence[Path] | None = None,
    outputs: MakeOutputs | None = None,
    expected: Sequence[Agency] = (),
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    notice: Callable[[str], None] | None = None,
    fresh: bool = False,
) -> list[StatusRow]:
    """Check every path and write all outputs into the folder; return the status of each.

    ``asked`` are the files and folders in which the paths were found: what lay there before is replaced by what lies
    there now, and files of earlier rounds from elsewhere count beside them. Without it nothing of earlier rounds counts.
    ``outputs`` sets the formats of reports; none are made where the office asks for approvals. ``expected`` are the units
    that are to send a file; those that did not are named in the status.

    Neither a faulty file nor an output that cannot be written stops the rest: ``folder.problems`` names the latter. The
    reports of earlier runs are removed before the first file is checked, so that no report of a unit that does not pass is
    left even if this run is interrupted; those that cannot be removed are in ``folder.problems`` or, if edited by
    somebody, in ``folder.left``. A file with content that is not read (LT208) is kept in the original. ``jobs`` and
    ``executor`` are those of :func:`~nianbao.batches.batch.run_batch`, ``notice`` is called with each sentence for the
    person who runs it. If nothing has changed since the last run and its outputs are unchanged, they are kept, unless
    ``fresh`` is set. Raises :class:`~nianbao.errors.UsageError` where the office requires what does not exist, or folder
    or ledger cannot be written.
    """
    shown = progress or _without_progress
    Checker(registry, settings.office)  # raises what it has to before any earlier result is touched
    listed = list_files(paths, folder.root)
    with folder:
        folder.begin()
        with ResultsLedger(folder.root) as ledger:
            finish_interrupted_erasing(ledger, registry)
            run = _Run(folder, ledger, registry, settings, outputs or MakeOutputs(), expected, notice)
            kept = None if fresh else run.kept(listed, asked)
            if kept is not None:
                return kept
            counting = run.take_in(listed, asked, shown, jobs)
            with shown((str(_("读取")), str(_("校核"))), len(counting.files)) as (tell_read, tell):
                files = [each.file for each in counting.files]
                batch = run_batch(files, run.settings, run.outputs, registry=registry, jobs=jobs, executor=executor,
                                  tell=tell, tell_read=tell_read)  # fmt: skip
                writing = run.write(batch, counting)
            return run.finish(writing, counting, listed, asked)


def _without_progress(labels: Sequence[str], _count: int) -> AbstractContextManager[Sequence[Tell]]:
    def ignore(_path: str) -> None:
        """Show nothing."""

    return nullcontext([ignore] * len(labels))


class _Run:
    """One run over a folder of results that is locked, with its ledger open."""

    def __init__(
        self,
        folder: OutputFolder,
        ledger: ResultsLedger,
        registry: PluginRegistry,
        settings: BatchSettings,
        outputs: MakeOutputs,
        expected: Sequence[Agency],
        notice: Callable[[str], None] | None,
    ) -> None:
        self.folder, self.ledger, self.registry = folder, ledger, registry
        # Where nobody says it again, those are expected that were.
        self.expected = expected or [unit.agency for unit in ledger.remembered.units.values() if not unit.struck]
        today = settings.today or datetime.datetime.now().astimezone().date()  # a waiver may expire
        self.settings = replace(settings, one_file_a_unit=True, today=today)
        self.notice = notice or (lambda _words: None)
        self.conditions = conditions_of(registry, settings.office)
        self.context = context_of_results(registry, settings.office, self.expected)
        self.options = outputs
        self.outputs = replace(
            outputs,
            formats=() if settings.office.campaign.gates else outputs.formats,
            context=self.context.digest,
            today=today,
            archive=str(ledger.folder.archive.absolute()),
        )

    def kept(self, listed: Sequence[ListedFile], asked: Sequence[Path] | None) -> list[StatusRow] | None:
        """Return the results of the last run if still valid, and write the manifest again; otherwise ``None``."""
        rows = kept_rows(self.folder, self._basis(listed, asked)) if self.ledger.remembered.opened else None
        if rows is not None:
            self.folder.finish(self.folder.facts)
            self.notice(str(_("文件和设置都没有变，沿用上一次的结果（要重新校核的，加 --fresh）。")))
        return rows

    def _basis(self, listed: Sequence[ListedFile], asked: Sequence[Path] | None) -> str | None:
        places = None if asked is None else [as_seen_from(self.folder.root, path) for path in asked]
        decisions = [msgspec.to_builtins(each) for each in (self.options, list(self.expected))]
        files = [[file.path, file.sha256] for file in listed]
        return basis_of(
            [*files, self.ledger.remembered.rows(), places], self.settings, self.registry, decisions
        ) if all(file.sha256 for file in listed) else None  # fmt: skip

    def take_in(
        self,
        listed: Sequence[ListedFile],
        asked: Sequence[Path] | None,
        progress: Progress,
        jobs: int | None,
    ) -> Counting:
        """Withdraw the reports of earlier runs, receive the files, and return those that count."""
        self._begin()
        with progress((str(_("收下")),), len(new_files(self.ledger, listed))) as (tell,):
            vanished = receive_files(self.ledger, listed, asked, tell)
        if vanished:
            names = listed_words(map(visible, vanished[:_MOST_NAMED]))
            self.notice(
                str(
                    _.plural(
                        "上一次没有做完，那时列出的 {count} 个文件不见了，没有收到：{names}",
                        len(vanished),
                        names=names,
                    )
                )
            )
        counting = counting_files(
            self.ledger, listed, self.registry, self.settings, others=asked is not None, jobs=jobs
        )
        self._say_what_counts(counting, sum(file.sha256 in self.ledger.remembered.erased for file in listed))
        return counting

    def _begin(self) -> None:
        """Withdraw the reports of earlier runs, begin the ledger, and read what was decided since."""
        with writing_into(self.folder.root):  # whoever finds the folder from now on knows that a run began
            begin_journal(self.folder.root, self.folder.holds)
        # Should this run be interrupted, the results of the last one are nobody's any more.
        self.folder.facts = {key: fact for key, fact in self.folder.facts.items() if key != KEPT}
        self.folder.withdraw(REPORTS_FOLDER)
        part = synchronised_by(self.folder.root.resolve())
        if part is not None and not self.ledger.remembered.opened:
            self.notice(
                str(
                    _("{path} 由同步软件（{part}）管理，写台账的半途可能被拷走或改名：结果最好放在本机的普通文件夹里。",
                      path=self.folder.root, part=part)
                )
            )  # fmt: skip
        self.ledger.begin(self.context, self.expected)
        receive_copies(self.ledger, copies_by_round(self.folder))
        read_decisions(self.ledger, self.folder, self.notice)

    def _say_what_counts(self, counting: Counting, erased: int) -> None:
        """Say how many files count beside those of this run, and how many do not."""
        superseded, set_aside = len(counting.superseded), len(self._set_aside())
        for count, message in (
            (counting.earlier, _.plural("以前收的 {count} 个文件一起算。", counting.earlier)),
            (superseded, _.plural("退回过、已经有新的一份的 {count} 个文件不再算。", superseded)),
            (set_aside, _.plural("{count} 个文件按状态一览里的处理意见不计。", set_aside)),
            (erased, _.plural("{count} 个文件是销毁过的，没有再收：请把它们移走。", erased)),
        ):
            if count:
                self.notice(str(message))
        if self.settings.office.campaign.gates:
            self.notice(
                str(
                    _(
                        "nianbao.toml 要求审签（[campaign] gates），所以没有写出年度报告：要审签、发布的，请用 nianbao init。"
                    )
                )
            )

    def write(self, batch: Iterable[OutputsOfFile], counting: Counting) -> Writing:
        """Write the outputs of all files as they are checked."""
        writing = Writing(self.folder, self.ledger, self.notice)
        formatted_files = writing.write(batch, counting.files)
        if not self.folder.attempt(FINDINGS, json_chunks(formatted_files, self.conditions)):
            for _formatted in formatted_files:
                pass  # writes the other outputs all the same
        return writing

    def finish(
        self,
        writing: Writing,
        counting: Counting,
        listed: Sequence[ListedFile],
        asked: Sequence[Path] | None,
    ) -> list[StatusRow]:
        """Write what is about all files, and close the round; return the rows."""
        rows = writing.rows
        summary = summary_text(row.verdict for row in rows)
        missing = missing_units(self.expected, (row.agency for row in rows))
        self.folder.attempt(STATUS_PAGE, status_html(rows, summary.text, self.conditions, missing))
        self.folder.attempt(STATUS_LIST, status_list(rows, self.conditions, missing, self._set_aside()))
        writing.recording.finish()
        if writing.differing:
            self.notice(
                str(
                    _.plural(
                        "{count} 个文件与同一单位的另一份不同，都没有出报告：在状态一览.xlsx 里，给不要的一份的“处理意见”选“不计”，再收一次。",
                        writing.differing,
                    )
                )
            )
        # What could not be written, or would be decided otherwise after these checks, is tried again by the next run.
        again = counting_files(self.ledger, listed, self.registry, self.settings, others=asked is not None)
        is_final = not self.folder.problems and again.superseded == counting.superseded
        kept = kept_facts(self._basis(listed, asked) if is_final else None, rows, missing)
        self.folder.finish({**_facts(self.conditions), **kept})
        return rows

    def _set_aside(self) -> list[tuple[str, str]]:
        """Return place and key of every file that the office decided not to count."""
        files = self.ledger.remembered.files.values()
        return [(file.place, key_of(file)) for file in files if file.set_aside and not file.left_out]


def _facts(conditions: Conditions) -> dict[str, object]:
    """Return the facts about the run for the manifest."""
    facts: dict[str, object] = {"packs": dict(conditions.packs)}
    if conditions.configuration is not None:
        facts["configuration"] = {
            "path": conditions.configuration.relative_path,
            "sha256": conditions.configuration.sha256,
        }
    if conditions.not_run:
        facts["not_run"] = list(conditions.not_run)
    if conditions.set_aside:
        facts["packs_set_aside"] = list(conditions.set_aside)
    return facts
