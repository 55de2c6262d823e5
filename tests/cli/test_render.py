"""``nianbao render --bundle``, house styles from the command line and from ``[report]``, PDF by the extra."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.files import libreoffice
from nianbao.reports.bundle import CHECKSUMS
from tests.cli.command import MISUSED, OK, assert_a_sentence, nianbao
from tests.clients.conftest import missing

NAME = "示例县自然资源局2024年政府信息公开工作年度报告"
FOLDER = f"SL001_{NAME}"


@pytest.fixture
def example(form_folder: Path, tmp_path: Path) -> Path:
    document = json.loads((form_folder / "example.json").read_text("utf-8"))
    document["texts"] |= {"signoff.approved_by": "审签人甲", "signoff.phone": "0000-5550199"}
    path = tmp_path / "example.json"
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def test_a_bundle_holds_what_an_office_publishes(example: Path, tmp_path: Path) -> None:
    ran = nianbao("render", example, "--bundle", "-o", "发布", folder=tmp_path)
    assert ran.code == OK, ran.message
    folder = tmp_path / "发布" / FOLDER
    assert {path.name for path in folder.iterdir()} == {
        *(f"{NAME}.{to}" for to in ("docx", "html", "txt", "json")), CHECKSUMS, "manifest.json",
    }  # fmt: skip
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", CHECKSUMS], cwd=folder, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout.count(b"OK")) == (0, 4)


def test_nothing_of_the_sign_off_is_published(example: Path, tmp_path: Path) -> None:
    ran = nianbao("render", example, "--bundle", "-o", "发布", folder=tmp_path)
    assert ran.code == OK, ran.message
    for to in ("html", "txt", "json"):
        published = (tmp_path / "发布" / FOLDER / f"{NAME}.{to}").read_text("utf-8")
        assert "审签人甲" not in published
        assert "5550199" not in published


def test_a_second_bundle_replaces_the_first_and_spares_what_was_edited(example: Path, tmp_path: Path) -> None:
    def bundle() -> int:
        return nianbao("render", example, "--bundle", "-o", "发布", folder=tmp_path).code

    text = tmp_path / "发布" / FOLDER / f"{NAME}.txt"
    assert bundle() == OK
    before = text.read_bytes()
    document = json.loads(example.read_text("utf-8"))
    document["texts"]["problems.current"] += "另有一处不足。"
    example.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    assert bundle() == OK
    assert text.read_bytes() != before
    text.write_text("改过", "utf-8")
    assert bundle() == MISUSED
    assert text.read_text("utf-8") == "改过"


def test_bundles_go_side_by_side(example: Path, tmp_path: Path) -> None:
    assert nianbao("render", example, "--bundle", "-o", "发布", folder=tmp_path).code == OK
    document = json.loads(example.read_text("utf-8"))
    document["agency"]["name"] = "示例县水利局"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(document, ensure_ascii=False).replace("示例县自然资源局", "示例县水利局"), "utf-8")
    ran = nianbao("render", other, "--bundle", "-o", "发布", folder=tmp_path)
    assert ran.code == OK, ran.message
    assert len(list((tmp_path / "发布").iterdir())) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--bundle",),
        ("--bundle", "-o", "发布", "--to", "docx"),
        ("--bundle", "-o", "发布", "--draft"),
        ("--bundle", "-o", "发布", "--sign-off"),
        ("--bundle", "-o", "example.json"),
        ("--own-name", "我"),
        ("--numbering", "a"),
    ],
)
def test_what_leaves_no_sense_is_refused(arguments: tuple[str, ...], example: Path, tmp_path: Path) -> None:
    ran = nianbao("render", example, *arguments, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert not (tmp_path / "发布").exists()


def test_house_style_by_option_and_by_configuration(example: Path, tmp_path: Path) -> None:
    document = json.loads(example.read_text("utf-8"))
    del document["texts"]["other.handling_fee"]
    example.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    typed = nianbao("render", example, "--to", "txt", "--numbering", "1.", "--short-headings", "--own-name", "我单位",
                    folder=tmp_path)  # fmt: skip
    assert "\n1.信息处理费收取\n　　2024年，我单位发出" in typed.text
    (tmp_path / "nianbao.toml").write_text(
        '[report]\nnumbering = "1."\nshort-headings = true\nown-name = "我单位"\nplain-fonts = true\npicture = true\n',
        "utf-8",
    )
    configured = nianbao("render", example, "--to", "txt", folder=tmp_path)
    assert (configured.code, configured.text) == (OK, typed.text)
    collected = nianbao("collect", example, "-o", "out", "--to", "txt", "--to", "docx", folder=tmp_path)
    assert collected.code == OK, collected.message
    reports = sorted((tmp_path / "out" / "年度报告").iterdir())
    assert [path.suffix for path in reports] == [".docx", ".txt"]
    assert reports[1].read_text("utf-8") == typed.text
    shown = nianbao("config", folder=tmp_path).text
    assert f"own-name = 我单位  [{tmp_path / 'nianbao.toml'}]" in shown


def test_a_wrong_key_of_the_report_section_is_told(example: Path, tmp_path: Path) -> None:
    (tmp_path / "nianbao.toml").write_text('[report]\nnumbring = "1."\n', "utf-8")
    ran = nianbao("render", example, folder=tmp_path)
    assert ran.code == MISUSED
    assert "是不是 report.numbering" in ran.message


def test_pdf_by_the_extra_where_there_is_no_libreoffice(example: Path, tmp_path: Path) -> None:
    if any(Path(program).exists() for program in libreoffice._PROGRAMS):
        pytest.skip("LibreOffice stands outside the PATH")
    path = str(Path(sys.executable).parent)
    ran = nianbao("render", example, "-o", "报告.pdf", folder=tmp_path, PATH=path)
    if ran.code != OK and "Pango" in ran.message:
        missing("the system has no Pango")
    assert ran.code == OK, ran.message
    refused = nianbao("render", example, "-o", "审签.pdf", "--sign-off", folder=tmp_path, PATH=path)
    assert refused.code == MISUSED
    assert "LibreOffice" in refused.message
    if shutil.which("pdftotext") is None:
        missing("poppler is not installed")
    shown = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "报告.pdf", "-"], capture_output=True, check=True, env=dict(os.environ)
    ).stdout.decode()
    assert "六、其他需要报告的事项" in shown
    assert "—1—" in shown.replace(" ", "")


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (("-o", "x.doc"), "x.docx"),
        (("-o", "x.htm"), "x.html"),
        (("-o", "x"), "x.docx"),
        (("-o", "x.报告"), "x.docx"),
        (("--to", "docx", "-o", "x.doc"), "x.docx"),
        (("--to", "docx", "-o", "x"), "x.docx"),
        (("--to", "md", "-o", "x.pdf"), "x.md"),
        (("--to", "txt", "-o", "x.text"), "x.txt"),
    ],
)
def test_a_name_that_says_another_format_is_refused_with_the_right_one(
    tmp_path: Path, example: Path, arguments: tuple[str, ...], right: str
) -> None:
    ran = nianbao("render", example, *arguments, folder=tmp_path)
    assert ran.code == MISUSED
    assert right in ran.message
    assert not (tmp_path / arguments[-1]).exists()
