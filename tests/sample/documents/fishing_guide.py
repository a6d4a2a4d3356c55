"""Writes `fishing-guide-2026.pdf`, the two-page PDF of the sample site; run it again when a fact changes.

`python -m tests.sample.documents.fishing_guide`; the PDF is kept, so that serving needs no reportlab.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

TARGET = Path(__file__).with_name("fishing-guide-2026.pdf")

FIRST_PAGE = (
    ("Title", "Aldermere Fishing Guide 2026"),
    ("Normal", "Ministry of Lands and Wildlife. In effect from 1 April 2026 to 31 March 2027."),
    ("Heading2", "Who needs a licence"),
    (
        "Normal",
        "Everyone aged 16 to 64 needs a fishing licence to fish in the lakes and rivers of Aldermere. "
        "Children under 16 and residents aged 65 or older fish free; residents aged 65 or older must carry "
        "identification that shows their age.",
    ),
    ("Normal", "You must carry your licence while you fish, on paper or on your telephone."),
    ("Heading2", "Licence fees"),
)
FEES = [
    ["Licence", "Fee"],
    ["Resident, one year", "$28"],
    ["Non-resident, one year", "$75"],
    ["One day", "$12"],
    ["Salmon tag", "$18"],
]
AFTER_FEES = (
    ("Normal", "The licence year runs from 1 April to 31 March, whatever the day you buy it."),
    (
        "Normal",
        "Buy a licence online or at one of 140 vendors. You can reprint a lost licence free of charge.",
    ),
)
SECOND_PAGE = (
    ("Heading1", "Limits and seasons"),
    ("Heading2", "Catch limits"),
    ("Normal", "The daily limit for trout is 5 fish, all species of trout together."),
    ("Normal", "Attach a salmon tag to each salmon as soon as you land it. A tag cannot be used twice."),
    ("Heading2", "Free fishing weekend"),
    ("Normal", "On 4 and 5 July 2026 anyone may fish without a licence. The limits still apply."),
    ("Heading2", "Report a violation"),
    (
        "Normal",
        "Call the Ministry of Lands and Wildlife: 1-866-555-0128, wildlife@aldermere.example.",
    ),
)


def write_guide(target: Path = TARGET) -> None:
    """Write the guide, byte for byte the same at every run."""
    styles = getSampleStyleSheet()

    def flow(parts: tuple[tuple[str, str], ...]) -> list[Paragraph | Spacer]:
        return [piece for style, text in parts for piece in (Paragraph(text, styles[style]), Spacer(1, 8))]

    document = SimpleDocTemplate(
        str(target), pagesize=LETTER, title="Aldermere Fishing Guide 2026", lang="en-CA", invariant=1
    )
    fees = Table(FEES, hAlign="LEFT")
    document.build(
        [*flow(FIRST_PAGE), fees, Spacer(1, 8), *flow(AFTER_FEES), PageBreak(), *flow(SECOND_PAGE)]
    )


if __name__ == "__main__":
    write_guide()
