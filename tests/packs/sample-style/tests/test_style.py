"""The style renders the form's example: every word and figure, under the red line."""

from nianbao import PluginRegistry, compose, figure_text, read_submission_json
from nianbao.testing import rendered

FORM, STYLE = "zfxxgk-2021", "red-header"
REGISTRY = PluginRegistry()


def test_the_page_has_the_year_in_chinese_and_every_figure() -> None:
    folder = REGISTRY.form_folders[FORM].folder
    submission = read_submission_json((folder / "example.json").read_bytes(), REGISTRY.find_form)
    report = compose(submission, folder)
    page = rendered(REGISTRY, submission, "html", STYLE).decode()
    assert "二〇二四年度" in page
    for section in report.sections:
        assert section.heading in page
        for table in section.tables:
            figures = [cell.text for cell in table.cells if cell.kind == "field"]
            assert all(f">{figure}</td>" in page for figure in figures)
    assert figure_text(submission.shown("requests.received.total") or 0) == "50"
