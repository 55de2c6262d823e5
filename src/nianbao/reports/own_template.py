"""An office's own template, run in a separate process with limited time and memory.

The sandbox keeps a template from Python and from files; it does not keep one from looping without end or
from building a text that fills the memory. Only a process can be stopped whatever it is doing.
"""

from __future__ import annotations

import json
import pickle
import sys
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.errors import NianbaoError, TemplateError, UsageError
from nianbao.files.bounded_process import Bounds, bound_this_process, run_bounded
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain, in_language, language

if TYPE_CHECKING:
    from collections.abc import Callable

_ = Domain("nianbao")
RENDER_OWN = "--render-own-template"
"""The argument by which a frozen program, which has no Python beside it, is its own rendering process."""
SECONDS: Final = 30
"""A report takes half a second; a slow computer, ten times that."""
MEMORY_BYTES: Final = 1 << 30
"""A Word report takes a tenth of it."""
OUTPUT_BYTES: Final = 64 << 20
_MADE, _REFUSED, _TOO_LARGE = b"+", b"-", b"!"
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from nianbao.reports.own_template import answer; answer()"
)


class _Job(msgspec.Struct, frozen=True):
    work: Callable[[], bytes]
    language: str


def run_apart(work: Callable[[], bytes], name: str) -> bytes:
    """Return the result of ``work``, done in another process; ``name`` is the template's, for messages.

    ``work`` must be picklable. Raises :class:`~nianbao.errors.TemplateError` where it raises one, and
    where it takes longer than :data:`SECONDS` or more than :data:`MEMORY_BYTES` (on Windows only the
    time is limited).
    """
    frozen = getattr(sys, "frozen", False)
    # With the present path: the other process looks for filters by their modules.
    start = [RENDER_OWN] if frozen else ["-c", _START, json.dumps(sys.path)]
    try:
        job = pickle.dumps(_Job(work, language()))
        ended = run_bounded([sys.executable, *start], job, seconds=SECONDS)
    except OSError as error:
        raise UsageError(_("不能启动套用模板的进程（{cause}）。", cause=reason_of(error))) from error
    kind, answered = ended.out[:1], ended.out[1:]
    if kind == _MADE:
        return answered
    if kind == _REFUSED:
        raise TemplateError(answered.decode())
    if kind == _TOO_LARGE or ended.code is None or ended.code < 0:
        raise _too_large_error(name)
    cause = ended.err.decode(errors="replace").strip().rpartition("\n")[2]
    raise TemplateError(_("模板 {name} 不能使用：\n{problems}", name=name, problems=cause or ended.code))


def _too_large_error(name: str) -> TemplateError:
    return TemplateError(
        _(
            "模板 {name} 用时超过 {seconds} 秒或占用内存过多，已停止：请检查其中的循环和重复的文字。",
            name=name,
            seconds=SECONDS,
        )
    )


def answer() -> None:
    """Run the job that comes through standard input; the answer goes out through standard output."""
    data = sys.stdin.buffer.read()
    # Only now: the job is of our own making, and what follows is the template's.
    bound_this_process(Bounds(SECONDS, MEMORY_BYTES))
    try:
        answered = _answer(data)
    except MemoryError:
        answered = _TOO_LARGE
    sys.stdout.buffer.write(answered)
    sys.stdout.buffer.flush()


def _answer(data: bytes) -> bytes:
    job: _Job = pickle.loads(data)
    with in_language(job.language):
        try:
            rendered = job.work()
        except NianbaoError as error:
            return _REFUSED + str(error.message).encode()
    return _MADE + rendered if len(rendered) <= OUTPUT_BYTES else _TOO_LARGE
