"""Random submissions rendered and read back: ``python -m tests.interpretation.round_trip --count 200 --to docx html md txt``.

``--to pdf`` prints by LibreOffice, ``--to page-pdf`` the page by WeasyPrint. A printer may leave out punctuation that hangs
over the edge of a page, so that of a PDF's texts letters and digits are compared.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from nianbao.reports.pdf import pdf_of_page
from tests.interpretation.reports import FORM, differences, read_back, report, submission

FORMS = (FORM, "zfxxgk-2019")


def main() -> None:
    """Print what was not read back as it was printed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--to", nargs="+", default=["html", "docx", "md", "txt"])
    arguments = parser.parse_args()
    totals: Counter[tuple[str, str]] = Counter()
    for seed in range(arguments.count):
        made = submission(seed, FORMS[seed % len(FORMS)])
        for to in arguments.to:
            data = pdf_of_page(report(made, "html").decode()) if to == "page-pdf" else report(made, to)
            reading = read_back(data, f"report.{to.rpartition('-')[2]}")
            wrong = differences(made, reading, letters_alone=to.endswith("pdf"))
            totals[to, "different" if wrong else "the same"] += 1
            for line in (*wrong, *(str(finding.message) for finding in reading.findings)):
                sys.stdout.write(f"{seed} {to} {line}\n")
    sys.stdout.write(f"{dict(totals)}\n")


if __name__ == "__main__":
    main()
