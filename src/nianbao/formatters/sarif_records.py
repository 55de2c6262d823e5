"""The objects of SARIF 2.1.0 as far as findings need them; property names are those of the standard."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["error", "warning", "note"]


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A SARIF object; what is left at its default does not appear."""


class Message(Record, frozen=True, kw_only=True):
    """A text."""

    text: str


class Configuration(Record, frozen=True, kw_only=True):
    """How a rule is set."""

    level: Level | None = None


class Rule(Record, frozen=True, kw_only=True):
    """What a code means."""

    id: str
    name: str
    short_description: Message
    full_description: Message
    help: Message
    default_configuration: Configuration
    properties: dict[str, str]


class Component(Record, frozen=True, kw_only=True):
    """The tool, or a pack of it."""

    name: str
    version: str
    language: str
    rules: list[Rule] = []


class Tool(Record, frozen=True, kw_only=True):
    """The tool and its packs."""

    driver: Component
    extensions: list[Component] = []


class ArtifactLocation(Record, frozen=True, kw_only=True):
    """Where a file is."""

    uri: str
    index: int | None = None


class PhysicalLocation(Record, frozen=True, kw_only=True):
    """Where a finding is, as a file."""

    artifact_location: ArtifactLocation


class LogicalLocation(Record, frozen=True, kw_only=True):
    """Where a finding is, as a cell or a field."""

    name: str
    fully_qualified_name: str
    kind: str


class Location(Record, frozen=True, kw_only=True):
    """Where a finding is."""

    id: int | None = None
    physical_location: PhysicalLocation
    logical_locations: list[LogicalLocation] = []


class Suppression(Record, frozen=True, kw_only=True):
    """Why a finding does not count."""

    kind: Literal["inSource", "external"] | None = None
    justification: str | None = None


class Result(Record, frozen=True, kw_only=True):
    """A finding; ``rule_index`` is a text where the number is not known yet."""

    rule_id: str
    rule_index: int | str | None = None
    level: Level | None = None
    message: Message
    locations: list[Location]
    related_locations: list[Location] = []
    partial_fingerprints: dict[str, str]
    suppressions: list[Suppression]
    properties: dict[str, str | int | bool]


class Artifact(Record, frozen=True, kw_only=True):
    """A file that was checked."""

    location: ArtifactLocation
    roles: list[str]
    hashes: dict[str, str]
    properties: dict[str, str | int]


class Run(Record, frozen=True, kw_only=True):
    """One run over files."""

    tool: Tool
    language: str
    artifacts: list[Artifact]
    results: list[Result]
    properties: dict[str, str | list[str]] = {}


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """The whole document."""

    schema: str = msgspec.field(name="$schema")
    version: str
    runs: list[Run]
