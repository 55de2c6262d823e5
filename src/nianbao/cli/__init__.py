"""The command ``nianbao``: language first, then the command asked for, then one exit code.

0 nothing blocks; 1 findings that block; 2 misuse, configuration or input path; 70 a fault of ours.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import TYPE_CHECKING

from nianbao.cli.inputs import input_folders
from nianbao.errors import DEBUG_VARIABLE, NianbaoError, UnreadableError
from nianbao.language import LANGUAGES, Domain, set_language, speak_to_click
from nianbao.office.nearest import nearest_configuration

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = Domain("nianbao")
OK, BLOCKED, MISUSED, OUR_FAULT, INTERRUPTED = 0, 1, 2, 70, 130


def _option_value(arguments: Sequence[str], option: str) -> str | None:
    """Find an option's value before anything is parsed, so that ``--help`` uses its language too."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return None


def _configured(arguments: Sequence[str]) -> dict[str, object]:
    """Return the settings of the nearest ``nianbao.toml`` for the command; its mistakes are reported later."""
    try:
        path, _passed_over = nearest_configuration(os.getcwd(), input_folders(arguments))
    except OSError:  # the folder is gone
        return {}
    if path is None:
        return {}
    import tomllib  # only where there is a configuration

    try:
        with open(path, "rb") as stream:
            document = tomllib.loads(stream.read().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    sections = [document[argument] for argument in arguments if isinstance(document.get(argument), dict)]
    return sections[0] if sections else {}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # a frozen program is its own worker processes

        freeze_support()
        from nianbao.published import pdf_child
        from nianbao.reports import own_template
        from nianbao.workbooks import foreign_child

        if sys.argv[1:2] == [foreign_child.READ_FOREIGN]:  # and its own reading process
            foreign_child.main(sys.argv[2:])
            return
        if sys.argv[1:2] == [pdf_child.READ_PDF]:
            pdf_child.main(sys.argv[2:])
            return
        if sys.argv[1:2] == [own_template.RENDER_OWN]:  # and that of an office's own templates
            own_template.answer()
            return
    _end_on_signals()
    gc.set_threshold(50_000, 20, 20)  # loading modules makes many objects and next to no cycles
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console must not stop a report
    argv = list(sys.argv[1:] if arguments is None else arguments)
    configured = _configured(argv)
    language = _option_value(argv, "--lang") or os.environ.get("NIANBAO_LANG") or str(configured.get("lang", "zh"))
    name = language if language in LANGUAGES else "zh"
    set_language(name)
    speak_to_click(name)
    debug = "--debug" in argv or configured.get("debug") is True
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"  # workers hear of it too
    code = _run(argv, debug=debug)
    if arguments is None:
        gc.freeze()  # otherwise Python ends by searching all that was loaded for cycles: a tenth of a check
    sys.exit(code)


def _end_on_signals() -> None:
    """End on a signal as on Ctrl-C: half-written files go, workers end, and outputs say what was not done."""
    import signal

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup stays nohup
            signal.signal(number, interrupt)


def _run(arguments: list[str], *, debug: bool) -> int:
    import click  # after the language is set: it translates while it is imported

    from nianbao.cli.group import nianbao

    stdout = sys.stdout
    try:
        result = nianbao.main(arguments, prog_name="nianbao", standalone_mode=False)
        return result if isinstance(result, int) else OK
    except click.exceptions.Exit as finished:
        return finished.exit_code
    except click.Abort:
        click.echo(str(_("已中止。")), err=True)
        return INTERRUPTED
    except click.ClickException as misuse:
        misuse.show()
        return MISUSED
    except SystemExit:
        if sys.stdout is not stdout:
            return OK  # the reader is gone: click has silenced the stream and left
        raise
    except Exception as error:
        return _report_error(error, debug=debug)


def _report_error(error: Exception, *, debug: bool) -> int:
    """Print an error in one or two lines, after its traceback if ``debug``; return the exit code."""
    import click

    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, NianbaoError):
        click.echo(str(_("错误：{message}", message=error.message)), err=True)
        return BLOCKED if isinstance(error, UnreadableError) else MISUSED
    from nianbao.files.system_errors import reason_of  # only where something failed

    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        click.echo(str(_("错误：磁盘满了，请腾出空间再运行一次。")), err=True)
        return MISUSED
    text = _(
        "程序内部出错（{kind}：{cause}）。这是我们的问题，请加 --debug 重新运行并把输出发给我们。",
        kind=type(error).__name__,
        cause=reason_of(error) if isinstance(error, OSError) else error,
    )
    click.echo(str(text), err=True)
    return OUR_FAULT
