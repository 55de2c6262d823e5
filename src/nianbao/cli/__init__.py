"""The command ``nianbao``: language first, then the command asked for, then one exit code.

0 nothing blocks; 1 findings that block; 2 misuse, configuration or input path; 70 a fault of ours.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nianbao.errors import NianbaoError, UnreadableError
from nianbao.language import LANGUAGES, Domain, set_language, speak_to_click

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = Domain("nianbao")
OK, BLOCKED, MISUSED, OUR_FAULT, INTERRUPTED = 0, 1, 2, 70, 130


def _asked_language(arguments: Sequence[str]) -> str:
    """Find ``--lang`` before anything is parsed, so that ``--help`` speaks it too."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return os.environ.get("NIANBAO_LANG", "zh")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console must not stop a report
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = _asked_language(given)
    name = asked if asked in LANGUAGES else "zh"
    set_language(name)
    speak_to_click(name)
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    import click  # after the language is set: it translates while it is imported

    from nianbao.cli.group import nianbao

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
    except UnreadableError as error:
        click.echo(str(_("错误：{message}", message=error.message)), err=True)
        return BLOCKED
    except NianbaoError as error:
        if "--debug" in arguments:
            raise
        click.echo(str(_("错误：{message}", message=error.message)), err=True)
        return MISUSED
    except BrokenPipeError:
        sys.stdout = None  # nobody reads any more; say nothing at exit
        return OK
    except Exception as error:
        if "--debug" in arguments:
            raise
        click.echo(
            str(
                _(
                    "程序内部出错（{kind}：{cause}）。这是我们的问题，请加 --debug 重新运行并把输出发给我们。",
                    kind=type(error).__name__,
                    cause=error,
                )
            ),
            err=True,
        )
        return OUR_FAULT
