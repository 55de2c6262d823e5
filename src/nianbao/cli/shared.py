"""What several commands need: the registry, inputs, tones, progress."""

from __future__ import annotations

import errno
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao.errors import UsageError
from nianbao.files.input_files import read_input_file
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain, listed, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nianbao.formatters.findings_text import Line
    from nianbao.forms.definition import Form
    from nianbao.office.office import Office
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")
PATH = click.Path(path_type=Path, readable=False)  # what cannot be read is a row or a sentence of ours


class _Year(click.types.IntParamType):
    name = str(_("整数"))


class _Count(click.IntRange):
    name = str(_("整数"))

    def _describe_range(self) -> str:
        return ""  # click's own is English


YEAR = _Year()
COUNT = _Count(min=1)
_TONES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "verify": {"fg": "yellow", "bold": True},
    "warning": {"fg": "cyan"},
    "note": {"fg": "blue"},
    "good": {"fg": "green", "bold": True},
    "heading": {"bold": True},
    "dim": {"dim": True},
}


def make_registry() -> Callable[..., PluginRegistry]:
    """Return what loads the installed packs, but for those that the office set aside; picklable."""
    from nianbao.plugins.registry import PluginRegistry

    office: Office = click.get_current_context().find_root().obj
    return partial(PluginRegistry, set_aside=office.packs_set_aside) if office.packs_set_aside else PluginRegistry


def load_registry() -> PluginRegistry:
    """Load the installed packs, but for those that the office set aside."""
    return make_registry()()


def say(lines: Iterable[Line], *, err: bool = False) -> None:
    """Print lines in their tones; plain where the output is no terminal."""
    with _stream_that_may_fail():
        for line in lines:
            click.echo(click.style(line.text, **_TONES[line.tone]) if line.tone else line.text, err=err)


def say_bytes(data: bytes | Iterable[bytes]) -> None:
    """Print UTF-8, whole or in chunks of whole characters: as it is to a file or pipe, decoded to a terminal."""
    chunks = (data,) if isinstance(data, bytes) else data
    if sys.stdout is None:  # closed by the caller
        for _chunk in chunks:
            pass
        return
    with _stream_that_may_fail():
        terminal = sys.stdout.isatty()
        sys.stdout.flush()
        for chunk in chunks:
            if terminal:
                click.echo(chunk.decode(), nl=False)
            else:
                sys.stdout.buffer.write(chunk)
        sys.stdout.flush()


@contextmanager
def _stream_that_may_fail() -> Iterator[None]:
    """Turn the system's error of a stream that takes no more (a full disk) into a sentence.

    A pipe without a reader is left to click, which ends quietly.
    """
    try:
        yield
    except OSError as error:
        # With a name it is some other file's error: lines are made while they are printed.
        if error.errno in (errno.EPIPE, None) or error.filename is not None:
            raise
        raise UsageError(_("不能写到标准输出（{reason}）。", reason=reason_of(error))) from error


def say_notices(notices: Iterable[object], told: set[str]) -> None:
    """Print on stderr, once each, what the keepers of a form must know; it is no fault of a unit's."""
    for notice in map(str, notices):
        if notice not in told:
            told.add(notice)
            click.echo(notice, err=True)


def existing_file(path: Path) -> Path:
    """Return the path of an input file; raises :class:`UsageError` where there is none."""
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise UsageError(_("不能使用路径 {path}（{reason}），请检查。", path=path, reason=reason)) from error
    if is_folder:
        raise UsageError(_("{path} 是文件夹：请给出文件，或用 collect 校核整个文件夹。", path=path))
    if not is_there:
        raise UsageError(_("找不到文件 {path}：请检查路径。", path=path))
    return path


def read_input(path: Path) -> bytes:
    """Return the bytes of an input file; raises :class:`UsageError` where it cannot be read."""
    try:
        return read_input_file(existing_file(path))
    except OSError as error:
        raise UsageError(_("不能读取 {path}（{reason}）。", path=path, reason=reason_of(error))) from error


def form_for(registry: PluginRegistry, form_id: str | None, year: int) -> Form:
    """Return the requested form, else the one in force in a year.

    Raises :class:`UsageError` naming the existing forms.
    """
    if form_id is not None:
        return registry.registered_form(form_id).form
    forms = [registered.form for registered in registry.form_folders.values()]
    fitting = [form for form in forms if form.accepts_year(year)]
    if not fitting:
        known = listed(f"{form.id} {form.first_year}-{form.last_year or ''}" for form in forms)
        raise UsageError(
            _("没有适用于 {year} 年度的表单，已安装的有：{names}。请检查年度。", year=year, names=known)
        )
    if len(fitting) != 1:
        raise UsageError(
            _(
                "适用于 {year} 年度的表单有 {count} 个，请用 --form 指定（可用的有：{names}）。",
                year=year,
                count=len(fitting),
                names=listed([form.id for form in forms] or ["-"]),
            )
        )
    return fitting[0]


def _name(item: str | None) -> str:
    return visible(item or "")


@contextmanager
def progress(words: str, length: int) -> Iterator[Callable[[str], None]]:
    """Show progress on stderr: a bar on a terminal, else a line now and then; nothing for one thing."""
    if length < 2:
        yield lambda _item: None
        return
    if sys.stderr is not None and sys.stderr.isatty():
        with click.progressbar(length=length, label=words, file=sys.stderr, item_show_func=_name) as bar:
            yield lambda item: bar.update(1, item)
        return
    done = 0

    def tell(_item: str) -> None:
        nonlocal done
        done += 1
        if done == length or done % 50 == 0:
            click.echo(f"{words} {done}/{length}", err=True)

    yield tell


@contextmanager
def progress_of(labels: Sequence[str], length: int) -> Iterator[Sequence[Callable[[str], None]]]:
    """Show the progress of jobs done one after the other on the same items; each begins with its first item."""
    with ExitStack() as stack:
        bars: list[Callable[[str], None]] = []

        def tell(number: int, label: str, item: str) -> None:
            if len(bars) == number:
                stack.close()  # the bar of one is whole before the next begins
                bars.append(stack.enter_context(progress(label, length)))
            bars[number](item)

        yield [partial(tell, number, label) for number, label in enumerate(labels)]
