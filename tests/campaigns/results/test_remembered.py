"""What is remembered of the events of a folder of results."""

from __future__ import annotations

from typing import Any

import pytest

from nianbao.campaigns.ledger.events import Event, EventKind
from nianbao.campaigns.results.remembered import Remembered
from nianbao.checks.twice_reported import Owner

SHA = "a" * 64
MARKS = {"form": "f", "code": "Ａ01", "name": "甲 局", "year": 2024, "base": None}


class Telling:
    """Tells one event after the other."""

    def __init__(self) -> None:
        self.remembered, self.seq = Remembered(), 0

    def tell(
        self, kind: EventKind, *, agency: str | None = None, source: str = "", erased: bool = False, **body: Any
    ) -> int:
        self.seq += 1
        self.remembered.take(
            Event(
                seq=self.seq, at="", kind=kind, v=1, by="", source=source, agency=agency, body=body, body_sha256="",
                prev="", hash="", erased=erased,
            )
        )  # fmt: skip
        return self.seq

    def receive(self, place: str = "../甲.xlsx", number: int = 1) -> int:
        return self.tell(EventKind.RECEIVED, place=place, sha256=SHA, size=1, round=number)

    def read(self, file: int, figures: str | None = "b" * 64, **marks: object) -> None:
        self.tell(EventKind.READ, file=file, marks={**MARKS, **marks}, figures=figures)

    def check(self, file: int, *blocks: tuple[str, bool]) -> None:
        blocking = [{"code": code, "explained": explained} for code, explained in blocks]
        self.tell(EventKind.CHECKED, file=file, context="c", verdict="failed", findings="d", blocks=blocking)


@pytest.fixture
def telling() -> Telling:
    return Telling()


def test_a_file_is_remembered_with_its_owner_and_its_check(telling: Telling) -> None:
    seq = telling.receive()
    telling.read(seq)
    telling.check(seq, ("TB101", False))
    file = telling.remembered.files["../甲.xlsx", SHA]
    assert file.owner == Owner(form="f", year=2024, code="a01", name="甲局")
    assert (file.checked, file.faulty, file.round) == (("c", "failed", "d"), True, 1)
    assert telling.remembered.unit_of(file) == "f000001"


@pytest.mark.parametrize(
    ("blocks", "faulty"),
    [
        ((), False),
        ((("SC102", True),), False),  # explained
        ((("CN103", False), ("LT302", False)), False),  # that another file differs is no fault of this one
        ((("CN103", False), ("TB101", False)), True),
    ],
)
def test_a_file_is_faulty_for_what_is_in_it(
    telling: Telling, blocks: tuple[tuple[str, bool], ...], *, faulty: bool
) -> None:
    seq = telling.receive()
    telling.check(seq, *blocks)
    assert telling.remembered.files["../甲.xlsx", SHA].faulty is faulty


def test_what_has_no_answers_or_names_nobody_is_nobodys(telling: Telling) -> None:
    for number, marks in enumerate(({"figures": None}, {"code": None, "name": None}, {"code": None, "name": "—"})):
        seq = telling.receive(f"../{number}.xlsx")
        telling.read(seq, **marks)
    assert [file.owner for file in telling.remembered.files.values()] == [None, None, None]
    assert all(file.is_read for file in telling.remembered.files.values())


def test_units_are_known_by_their_first_file(telling: Telling) -> None:
    first, second, other = (telling.receive(f"../{number}.xlsx") for number in range(3))
    telling.read(first)
    telling.read(second)
    telling.read(other, code="B02", name="乙局")
    files = telling.remembered.files.values()
    assert [telling.remembered.unit_of(file) for file in files] == ["f000001", "f000001", "f000003"]


def test_what_was_left_out_comes_back_by_another_decision(telling: Telling) -> None:
    seq = telling.receive()
    file = telling.remembered.files["../甲.xlsx", SHA]
    for opinion, left_out in (("ignore", True), ("revoke", False)):
        telling.tell(EventKind.DECIDED, file=seq, matter=f"{seq}:attribute", opinion=opinion)
        assert file.left_out is left_out
    telling.tell(EventKind.DECIDED, file=seq, matter="u0001:finding", opinion="ignore")
    assert not file.left_out


def test_what_the_office_set_aside_stays_so_whatever_lies_where(telling: Telling) -> None:
    seq = telling.receive()
    file = telling.remembered.files["../甲.xlsx", SHA]
    telling.tell(EventKind.DECIDED, file=seq, matter=f"{seq}:attribute", opinion="ignore", source="sheet")
    telling.tell(EventKind.DECIDED, file=seq, matter=f"{seq}:attribute", opinion="revoke")
    assert (file.set_aside, file.left_out) == (True, False)
    telling.tell(EventKind.DECIDED, file=seq, matter=f"{seq}:attribute", opinion="revoke", source="sheet")
    assert not file.set_aside


def test_reports_lie_there_until_they_are_withdrawn_or_erased(telling: Telling) -> None:
    for kind, erased in ((EventKind.WITHDRAWN, False), (EventKind.PUBLISHED, True)):
        telling.tell(EventKind.PUBLISHED, agency="f1", files=[["年度报告/甲.txt", SHA]])
        assert telling.remembered.reports == {"f1": (("年度报告/甲.txt", SHA),)}
        telling.tell(kind, agency="f1", erased=erased)
        assert telling.remembered.reports == {}
    assert telling.remembered.versions == {"f1": 2}


def test_rounds_files_that_vanished_and_erased_ones(telling: Telling) -> None:
    telling.tell(EventKind.ROUND_OPENED, round=3, inbox=[])
    assert telling.remembered.open_round is not None
    telling.tell(EventKind.RECEIVED, place="../乙.xlsx", sha256=SHA, size=1, round=3, vanished=True)
    assert telling.remembered.files == {}
    telling.receive()
    telling.tell(EventKind.ERASED, hashes=[SHA], seqs=[3])
    telling.tell(EventKind.ROUND_CLOSED, round=3)
    assert (telling.remembered.files, telling.remembered.erased) == ({}, {SHA})
    assert (telling.remembered.open_round, telling.remembered.last_round) == (None, 3)


def test_on_what_it_depends_which_files_count(telling: Telling) -> None:
    telling.receive()
    assert telling.remembered.rows() == [["../甲.xlsx", SHA, 1, False, False, False]]


def test_an_erasure_is_interrupted_while_a_body_is_left(telling: Telling) -> None:
    telling.receive()
    telling.tell(EventKind.ERASED, hashes=[SHA], seqs=[1])
    assert telling.remembered.erasing_was_interrupted
    again = Telling()
    again.tell(EventKind.RECEIVED, erased=True)
    again.tell(EventKind.ERASED, hashes=[SHA], seqs=[1])
    assert not again.remembered.erasing_was_interrupted
