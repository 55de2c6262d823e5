"""A filled workbook, saved again by LibreOffice, gives the same submission and no layout finding."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from nianbao import (
    Agency,
    State,
    Submission,
    UnreadableError,
    blank_submission,
    fitted,
    interpret,
    layout_for,
    read_raw,
    submission_json,
    write_workbook,
)

from .libreoffice import JOB_SECONDS, Job, Office, step
from .samples import Samples, typing_steps

pytestmark = pytest.mark.libreoffice

DIFFICULT_TEXTS = {
    "formulas": ("=1+1", "=SUM(A1:A3)", "+86 027", "-3", "@张三", "'7", "=", "{=A1}"),
    "spaces": (
        "  两个半角空格开头",
        "　　两个全角空格开头",
        "结尾有空格  ",
        "\t制表符开头",
        "中间\t制表符\t两个",
        "中间  两个空格",
    ),
    "quotes": ("“三安全一稳定”", '"half-width"', "‘单’'single'", "《条例》〔2021〕30号", "<b>&amp;&lt;</b>", "]]>"),
    "escapes": ("_x0041_", "x_x000A_y", "__x0041__", "x_x0009_y", "%0A \\n \\t"),
    "an escaped line end": ("_x000D_", "甲_x000D_乙"),
    "unusual": ("😀 emoji 👩‍👩‍👧 🇨🇳", "𠮷野家 㐂 𪚥", "é é", "a\u00a0b", "\u200b零宽\u200b", "½ ② Ⅳ ㎡", "العربية"),
    "numbers": ("007", "1.50", "1e5", "3-1", "1/2", "2025-01-10", "TRUE", "#N/A", "１２", "100%"),
    "blank lines": ("第一段", "", "第三段", "   ", "第五段"),
}

Maker = Callable[[Samples, random.Random], Submission]


def full(samples: Samples, chance: random.Random) -> Submission:
    return samples.submission(
        values=samples.figures(lambda _field: chance.randint(0, 999)),
        texts={field: samples.prose(chance, 1) for field in samples.form.texts},
    )


def partly_blank(samples: Samples, chance: random.Random) -> Submission:
    return samples.submission(
        values=samples.figures(lambda _field: chance.choice((None, None, 0, chance.randint(1, 50)))),
        texts={field: samples.prose(chance, 1) for field in samples.form.texts if chance.random() < 0.4},
    )


def all_zero(samples: Samples, _chance: random.Random) -> Submission:
    return samples.submission(values=samples.figures(lambda _field: 0))


def nil_declared(samples: Samples, chance: random.Random) -> Submission:
    return samples.submission(
        values=samples.figures(lambda _field: chance.randint(0, 9), "disclosure"), nil=("requests", "disputes")
    )


def six_places(samples: Samples, chance: random.Random) -> Submission:
    values: dict[str, int | str] = {
        "disclosure.administrative_fees.amount": f"{chance.randint(1, 99_999)}.{chance.randint(100_000, 999_999)}",
        "handling_fee.notified": f"{chance.randint(1, 9_999_999)}.{chance.randint(10, 99)}",
        "handling_fee.collected": "0.000001",
    }
    return samples.submission(values=values)


def awkward_decimals(samples: Samples, _chance: random.Random) -> Submission:
    values: dict[str, int | str] = {
        "disclosure.administrative_fees.amount": "123456789.123456",
        "handling_fee.notified": "0.1",
        "handling_fee.collected": "1.005",
        "disclosure.licensing.decisions": "0.3",
    }
    return samples.submission(values=values)


def large_counts(samples: Samples, chance: random.Random) -> Submission:
    return samples.submission(values=samples.figures(lambda _field: chance.randint(10**6, 10**15 - 1)))


def typed_awkwardly(samples: Samples, chance: random.Random) -> Submission:
    """Return what people type in place of numbers; it must come back as it was typed."""
    typed = (
        "/",
        "无",
        "—",
        "１２",
        "1,234",
        "3件",
        "约10",
        "3+2",
        "十二",
        " 7 ",
        "①",
        "-4",
        "1.5",
        "=1+1",
        "TRUE",
        "'7",
    )
    return samples.submission(values=samples.figures(lambda _field: chance.choice(typed)))


def long_texts(samples: Samples, chance: random.Random) -> Submission:
    rows = {field: text.rows for field, text in samples.form.texts.items()}
    return samples.submission(
        texts={field: samples.prose(chance, 1 if count == 1 else count + 20, 90) for field, count in rows.items()}
    )


def longest_paragraph(samples: Samples, _chance: random.Random) -> Submission:
    return samples.submission(texts={"overview.text": "公开" * 16_000, "problems.current": "一\n" * 200 + "完"})


def difficult_texts(samples: Samples, kind: str) -> Submission:
    texts = {"problems.current": "\n".join(DIFFICULT_TEXTS[kind])}
    singles = [field for field, text in samples.form.texts.items() if text.rows == 1]
    for field, text in zip(singles, DIFFICULT_TEXTS[kind], strict=False):
        if text.strip():
            texts[field] = text
    return samples.submission(texts=texts)


def explained(samples: Samples, chance: random.Random) -> Submission:
    explanations: list[dict[str, object]] = [
        {
            "code": "TB101",
            "field": "requests.carried_out.enterprise",
            "value": 3,
            "text": "机构合并，\n原单位转来 3 件。",
        },
        {"code": "SC102", "field": "overview.text", "value": "9f86d081", "text": "=不分五个方面写作"},
        {"code": "FD109", "field": None, "value": None, "text": "  前有空格"},
        {"code": "NT101", "field": "requests.received.total", "value": "0.5", "text": ""},
        {"code": None, "field": None, "value": None, "text": samples.prose(chance, 4)},
        {"code": None, "field": None, "value": None, "text": "其他说明"},
    ]
    return samples.submission(values=dict(samples.balanced(chance)), explanations=explanations)


def many_free_explanations(samples: Samples, _chance: random.Random) -> Submission:
    return samples.submission(explanations=[{"text": f"第 {number} 条说明"} for number in range(1, 9)])


def example(samples: Samples, _chance: random.Random) -> Submission:
    return samples.example()


MAKERS: tuple[Maker, ...] = (
    full,
    partly_blank,
    all_zero,
    nil_declared,
    six_places,
    awkward_decimals,
    large_counts,
    typed_awkwardly,
    long_texts,
    longest_paragraph,
    explained,
    many_free_explanations,
    example,
)


def saved_by_office(office: Office, submission: Submission, folder: Path, *formats: str) -> Path:
    """Return the workbook after LibreOffice opened, recalculated and saved it, format after format."""
    file = folder / "written.xlsx"
    file.write_bytes(write_workbook(submission))
    for number, suffix in enumerate(formats or ("xlsx",)):
        target = folder / f"saved{number}.{suffix}"
        office.run([Job(file, (step("calculate"), step("store", file=str(target))))])
        file = target
    return file


def assert_same(samples: Samples, file: Path, submission: Submission) -> None:
    interpretation = samples.interpretation(file)
    assert [str(finding.message) for finding in interpretation.findings] == []
    assert interpretation.submission is not None
    assert submission_json(interpretation.submission) == submission_json(submission)


def _cases() -> dict[str, Callable[[Samples], Submission]]:
    """Return every submission that is saved, by a name; of what does not depend on chance one is enough."""
    cases: dict[str, Callable[[Samples], Submission]] = {
        f"{make.__name__} {seed}": lambda samples, make=make, seed=seed: fitted(make(samples, random.Random(seed)))
        for make in MAKERS
        for seed in ((1, 2) if "chance" in make.__code__.co_varnames else (1,))
    }
    cases |= {
        f"texts: {kind}": lambda samples, kind=kind: fitted(difficult_texts(samples, kind))
        for kind in DIFFICULT_TEXTS
    }
    cases["blank"] = Samples.blank
    for agency in (Agency(name="某镇人民政府"), Agency(code="0012")):
        cases[f"{agency.name or agency.code} alone"] = lambda samples, agency=agency: blank_submission(
            samples.form, 2024, agency
        )
    return cases


CASES = _cases()


@pytest.fixture(scope="module")
def saved(
    office: Office, samples: Samples, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Submission, Path]]:
    """Return every case and its workbook after LibreOffice opened, recalculated and saved it: all in one session."""
    folder, jobs, found = tmp_path_factory.mktemp("saved"), [], {}
    for number, (name, make) in enumerate(CASES.items()):
        file, target = folder / f"{number}.xlsx", folder / f"{number}-saved.xlsx"
        found[name] = make(samples), target
        file.write_bytes(write_workbook(found[name][0]))
        jobs.append(Job(file, (step("calculate"), step("store", file=str(target)))))
    office.run(jobs, seconds=JOB_SECONDS * 3)
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_save_by_libreoffice_changes_no_figure_and_no_text(
    samples: Samples, saved: dict[str, tuple[Submission, Path]], case: str
) -> None:
    submission, file = saved[case]
    assert_same(samples, file, submission)


def test_a_workbook_for_nobody_yet_takes_its_agency_from_the_cover(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    submission = blank_submission(samples.form, 2024, Agency())
    blank, saved = tmp_path / "blank.xlsx", tmp_path / "saved.xlsx"
    blank.write_bytes(write_workbook(submission))
    facts = layout_for(submission).facts
    typed = [
        {"name": facts["agency.name"].name, "value": "某镇人民政府"},
        {"name": facts["agency.code"].name, "value": "0012"},
    ]
    office.run([Job(blank, (step("set_cells", cells=typed), step("store", file=str(saved))))])
    interpretation = samples.interpretation(saved)
    assert interpretation.findings == ()
    assert interpretation.agency == Agency(name="某镇人民政府", code="0012")


@pytest.mark.parametrize("formats", [("ods", "xlsx"), ("xls", "xlsx"), ("xlsx", "xlsx")], ids="-".join)
def test_a_detour_through_another_format_leaves_no_trace(
    office: Office, samples: Samples, tmp_path: Path, formats: tuple[str, ...]
) -> None:
    submission = fitted(samples.example())
    assert_same(samples, saved_by_office(office, submission, tmp_path, *formats), submission)


@pytest.mark.parametrize("seed", range(2))
def test_typing_into_the_template_in_libreoffice_equals_writing_it_filled(
    office: Office, samples: Samples, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    template = samples.blank()
    submission = samples.submission(
        values=samples.figures(
            lambda field: (
                chance.choice((None, 0, chance.randint(1, 9999)))
                if not field.startswith("handling_fee")
                else f"{chance.randint(1, 99)}.5"
            )
        ),
        texts={
            field: samples.prose(chance, chance.randint(1, text.rows)) for field, text in samples.form.texts.items()
        },
        nil=("disputes",) if seed % 2 else (),
    )
    blank, saved = tmp_path / "blank.xlsx", tmp_path / "saved.xlsx"
    blank.write_bytes(write_workbook(template))
    office.run(
        [
            Job(
                blank,
                (typing_steps(submission, layout_for(template)), step("calculate"), step("store", file=str(saved))),
            )
        ]
    )
    ours = interpret(read_raw(write_workbook(fitted(submission))), samples.registry.find_form)
    assert ours.submission is not None
    assert_same(samples, saved, ours.submission)
    assert_same(samples, saved, submission)


def read_after_typing(office: Office, samples: Samples, folder: Path, typed: Mapping[str, str]) -> Submission:
    """Return what is read of the blank template once something was typed into fields at the keyboard."""
    template = samples.blank()
    blank, saved = folder / "blank.xlsx", folder / "saved.xlsx"
    blank.write_bytes(write_workbook(template))
    layout = layout_for(template)
    typing = []
    for field, text in typed.items():
        cell = layout.cell(field)
        assert cell is not None
        typing.append(step("type_cell", sheet=cell[0], cell=cell[1], text=text))
    office.run([Job(blank, (*typing, step("calculate"), step("store", file=str(saved))))])
    interpretation = samples.interpretation(saved)
    assert interpretation.findings == ()
    assert interpretation.submission is not None
    return interpretation.submission


TYPED_NUMBERS: tuple[tuple[str, State, int | Decimal | None], ...] = (
    ("12", State.NUMBER, 12),
    ("1,234", State.NUMBER, 1234),
    ("１２", State.NUMBER, 12),
    ("'7", State.NUMBER, 7),
    ("3件", State.NUMBER, 3),
    ("1.5", State.NUMBER, Decimal("1.5")),
    ("-3", State.NUMBER, -3),
    ("/", State.DASH, None),
    ("约10", State.INVALID, None),
    ("3-1", State.INVALID, None),
    ("=3+2", State.INVALID, None),
    ("=NA()", State.INVALID, None),
    ("TRUE", State.INVALID, None),
    ("  ", State.BLANK, None),
)
TYPED_DATES = ("2025-01-15", "1/2")
TYPED_TEXTS = ("2025-01-15", "2025年1月15日", "0123", "1.50", "007", "=1+1", "+86", "1/2")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was read of a template into which everything was typed, each into a cell of its own."""

    submission: Submission
    fields: Mapping[tuple[str, str], str]
    """By kind of cell and what was typed."""


@pytest.fixture(scope="module")
def typed(office: Office, samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Typed:
    counts = iter(samples.inputs("requests"))
    money = (field.id for field in samples.form.fields.values() if field.places)
    lines = (text.id for text in samples.form.texts.values() if text.rows == 1)
    paragraphs = (text.id for text in samples.form.texts.values() if text.rows > 1)
    fields = {("count", text): field for (text, *_read), field in zip(TYPED_NUMBERS, counts, strict=False)}
    for kind, texts, free in (
        ("date in count", TYPED_DATES, counts), ("date in money", TYPED_DATES, money), ("line", TYPED_TEXTS, lines),
        ("paragraph", TYPED_TEXTS, paragraphs),
    ):  # fmt: skip
        fields |= {(kind, text): field for text, field in zip(texts, free, strict=False)}
    assert len(set(fields.values())) == len(TYPED_NUMBERS) + 2 * len(TYPED_DATES) + 2 * len(TYPED_TEXTS)
    at_the_keyboard = {field: text for (_kind, text), field in fields.items()}
    submission = read_after_typing(office, samples, tmp_path_factory.mktemp("typed"), at_the_keyboard)
    return Typed(submission=submission, fields=fields)


@pytest.mark.parametrize(("text", "state", "value"), TYPED_NUMBERS)
def test_what_is_typed_into_a_number_cell_is_understood_for_what_it_is(
    typed: Typed, text: str, state: State, value: int | Decimal | None
) -> None:
    answer = typed.submission.answer(typed.fields["count", text])
    assert (answer.state, answer.value) == (state, value)


@pytest.mark.parametrize("text", TYPED_DATES)
@pytest.mark.parametrize("kind", ["date in count", "date in money"])
def test_a_date_typed_into_a_number_cell_is_not_taken_for_a_number(typed: Typed, kind: str, text: str) -> None:
    """A cell formatted as a number keeps a date as its serial number, which nobody can tell from a count."""
    assert typed.submission.answer(typed.fields[kind, text]).state is State.INVALID


@pytest.mark.parametrize("text", TYPED_TEXTS)
@pytest.mark.parametrize("kind", ["line", "paragraph"])
def test_a_text_cell_keeps_what_was_typed_as_it_was_typed(typed: Typed, kind: str, text: str) -> None:
    assert typed.submission.text(typed.fields[kind, text]) == text


def test_nothing_can_be_typed_over_a_locked_total(office: Office, samples: Samples, tmp_path: Path) -> None:
    submission = read_after_typing(office, samples, tmp_path, {"requests.received.total": "12"})
    assert submission.answers == {}


def test_a_workbook_with_a_password_is_refused_by_name(office: Office, samples: Samples, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(write_workbook(samples.blank()))
    locked = [tmp_path / f"saved.{suffix}" for suffix in ("xlsx", "ods", "xls")]
    office.run([Job(blank, tuple(step("store", file=str(file), password="secret") for file in locked))])
    for file in locked:
        with pytest.raises(UnreadableError) as refusal:
            read_raw(file.read_bytes())
        assert refusal.value.code == "RD102"
        assert "密码" in str(refusal.value)
