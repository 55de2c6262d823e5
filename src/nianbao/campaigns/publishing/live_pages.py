"""Compare saved pages of the web site with the approved reports of all live units, by figure and by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.units import is_named
from nianbao.checks.comparison import Comparison, compare_printed, printed
from nianbao.errors import UnreadableError
from nianbao.files.input_files import read_input_file
from nianbao.intake.read_file import read_bytes
from nianbao.language import Domain, visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.examiner import Examiner
    from nianbao.campaigns.units import Unit
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


class LivePage(msgspec.Struct, frozen=True, kw_only=True):
    """A live unit or a page of no unit: the ``comparison`` if unit and page were matched, else the reason in ``why``."""

    unit: str
    page: str = ""
    comparison: Comparison | None = None
    why: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the page agrees with the approved report."""
        return self.comparison is not None and self.comparison.same


def compare_live(campaign: Campaign, examiner: Examiner, folder: Path) -> list[LivePage]:
    """Compare the saved pages in a folder with the live versions; return all live units, then pages of no unit."""
    pages = list(_pages(campaign, folder))
    results, matched_paths = [], set[str]()
    for key, unit in campaign.record.units.items():
        live = campaign.record.live(key)
        if live is None:
            continue
        unit_pages = [(path, page) for path, page, _why in pages if page is not None and _is_of(unit, page, path)]
        matched_paths |= {str(path) for path, _page in unit_pages}
        approved = examiner.answers(live.file, unit) if live.file in campaign.record.files else None
        if approved is None:
            results.append(LivePage(unit=unit.name, why=str(_("批准的内容已经销毁，无法比对"))))
        elif not unit_pages:
            results.append(LivePage(unit=unit.name, why=str(_("没有存下来的网页"))))
        for path, page in unit_pages if approved is not None else ():
            assert approved is not None
            results.append(LivePage(unit=unit.name, page=path.name, comparison=_compared(campaign, approved, page)))
    unmatched = [(path, why) for path, _page, why in pages if str(path) not in matched_paths]
    return results + [
        LivePage(unit="", page=path.name, why=why or str(_("看不出是哪个单位的"))) for path, why in unmatched
    ]


def _pages(campaign: Campaign, folder: Path) -> Iterator[tuple[Path, Submission | None, str]]:
    """Return each file in a folder with its submission, or with the reason why it cannot be read."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith((".", "~$")):
            continue
        try:
            reading = read_bytes(read_input_file(path), path.name, campaign.registry.find_form, any_version=True)
        except UnreadableError as error:
            yield path, None, str(error.message)
            continue
        except OSError as error:
            yield path, None, str(error)
            continue
        submission = reading.submission
        yield path, submission, "" if submission is not None else str(reading.findings[0].message)


def _is_of(unit: Unit, page: Submission, path: Path) -> bool:
    """Return whether a page is that of a unit: by the agency that it states, else by the name of its file."""
    stated = [identifier for identifier in (page.agency.code, page.agency.name) if identifier]
    if stated:
        return any(is_named(unit.agency, identifier) for identifier in stated)
    return any(identifier in path.stem for identifier in (unit.agency.code, unit.name) if identifier)


def _compared(campaign: Campaign, approved: Submission, page: Submission) -> Comparison:
    of_approved, of_page = (
        printed(submission, campaign.registry.registered_form(submission.form.id).sentences)
        for submission in (approved, page)
    )
    return compare_printed(approved, page, of_approved, of_page)


def live_page_words(page: LivePage) -> str:
    """Return the result of the comparison of one page or unit as a line of text."""
    name, file = visible(page.unit or "-"), visible(page.page)
    if page.comparison is None:
        return str(_("{unit} {page}：{why}", unit=name, page=file, why=page.why))
    if page.agrees:
        return str(_("{unit} {page}：与批准的一致", unit=name, page=file))
    figures, sentences = len(page.comparison.figures), len(page.comparison.sentences)
    return str(
        _("{unit} {page}：与批准的不同，数字 {figures} 处，文字 {sentences} 处", unit=name, page=file, figures=figures,
          sentences=sentences)
    )  # fmt: skip
