"""Exceptions for faults in *use*; faults in the data are findings, never exceptions.

::

    NianbaoError                 everything that this package raises on purpose
    ├── UsageError               the caller asked for something impossible (exit code 2)
    │   ├── FormFileError        a form definition is wrong
    │   ├── DocumentError        a rule's document is wrong
    │   ├── PackError            a plugin pack cannot be used
    │   ├── UnclaimedError       a form declares what no installed rule claims
    │   ├── OutputError          an output cannot or must not be written
    │   └── TemplateError        a report template is wrong
    └── UnreadableError          bytes that are no submission; carries the fault's code (RD, LT)
    StrictYAMLError              text that is not acceptable YAML; its readers say which file it is
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nianbao.language import Message


DEBUG_VARIABLE = "NIANBAO_DEBUG"
"""The environment variable by which ``--debug`` reaches worker processes too."""


class NianbaoError(Exception):
    """Base of every exception raised on purpose; ``str()`` is the sentence for people."""

    def __init__(self, message: Message | str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class UsageError(NianbaoError):
    """The command, its configuration or an input path is wrong."""


class FormFileError(UsageError):
    """A form definition file is wrong; the message gives file, path inside it, and remedy."""


class DocumentError(UsageError):
    """A rule's document is missing, incomplete or malformed."""


class PackError(UsageError):
    """A pack cannot be imported or offers something unusable; names pack, version and cause."""


class UnclaimedError(UsageError):
    """A form declares identities or roles that no installed rule claims."""


class OutputError(UsageError):
    """An output cannot be written, or would overwrite what the tool did not write."""


class TemplateError(UsageError):
    """A report template is wrong; the message gives template and line."""


class StrictYAMLError(ValueError):
    """The text is not acceptable YAML; ``message`` gives line and cause."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class UnreadableError(NianbaoError):
    """Bytes that cannot become a submission.

    ``code`` is the fault's code (RD1xx); the batch turns the exception into a finding.
    """

    def __init__(self, code: str, message: Message | str) -> None:
        super().__init__(message)
        self.code = code
