"""Writes a run's reports for people and build servers beside its `report.json`: Markdown, HTML, JUnit."""

from pathlib import Path

from eval import jsonl
from eval.gate.verdict import Verdict
from eval.reports.html import to_html
from eval.reports.junit import to_junit
from eval.reports.markdown import to_markdown
from eval.runs.record import Report, Timings

MARKDOWN_FILE = "report.md"
HTML_FILE = "report.html"
JUNIT_FILE = "junit.xml"


def write_reports(
    folder: Path, report: Report, timings: Timings | None, verdict: Verdict | None, language: str
) -> None:
    """Write report.md, report.html and junit.xml, each whole or not at all.

    Raises:
        BadConfiguration: the folder cannot be written.
    """
    write_text(folder / MARKDOWN_FILE, to_markdown(report, timings, verdict, language))
    write_text(folder / HTML_FILE, to_html(report, timings, verdict, language))
    write_text(folder / JUNIT_FILE, to_junit(report, verdict, language))


def write_text(path: Path, text: str) -> None:
    """Write the file whole or not at all."""
    with jsonl.replacing(path) as handle:
        handle.write(text)
