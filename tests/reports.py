"""Reports of runs that never ran: small, made up, and the same each time."""

from collections.abc import Mapping

from eval.runs.record import (
    CaseRecord,
    CitedRecord,
    FigureRecord,
    FoundRecord,
    GoldRecord,
    JudgeRecord,
    LeakRecord,
    Report,
    SliceRecord,
    SourceRecord,
    Timings,
)

RULES = JudgeRecord(
    name="rules",
    pairs=240,
    kappa=0.81,
    low=0.74,
    high=0.88,
    precision=0.93,
    recall=0.9,
    floor=0.6,
    passes=True,
)
TOPICS = ("births", "driving", "outdoors")


def figure(
    about: str = "A figure.",
    *,
    better: str = "higher",
    gated: bool = True,
    guard: bool = False,
    judge: str | None = None,
) -> FigureRecord:
    """What a value means."""
    return FigureRecord.model_validate(
        {
            "about": {"en": about, "fr": f"{about} (fr)"},
            "better": better,
            "gated": gated,
            "guard": guard,
            "judge": judge,
        }
    )


FIGURES = {
    "hit@1": figure("Whether the first passage found is right."),
    "right": figure("Whether a draft cites a gold source, or nothing was drafted where nothing answers."),
    "token_f1": figure("Words shared with the gold answer."),
    "supported": figure("Statements that their source supports.", gated=False, judge="rules"),
    "aurc": figure("Area under the risk–coverage curve.", better="lower", gated=False),
    "invented_facts": figure("Facts that no source has.", better="lower", gated=False, guard=True),
    "dead_links": figure("Links that no longer answer.", better="lower", gated=False, guard=True),
}


def case(number: int, **changes: object) -> CaseRecord:
    """A case of the made-up gold; every fifth is answered wrongly, every seventh in French has no answer."""
    french, unanswerable, wrong = number % 2 == 1, number % 7 == 6, number % 5 == 4
    language, topic = ("fr", TOPICS[number % 3]) if french else ("en", TOPICS[number % 3])
    page = f"/{language}/{topic}/page-{number}"
    url = f"https://linden.example{page}"
    given = not unanswerable
    fields: dict[str, object] = {
        "id": f"q-{number:04}",
        "digest": f"{number:064x}",
        "set": "sample",
        "language": language,
        "slices": ("all", f"language:{language}", "set:sample", f"topic:{topic}"),
        "group": f"page {page}",
        "question": f"Combien coûte le document {number} ?"
        if french
        else f"What does document {number} cost?",
        "history": ("I lost mine.",) if number % 4 == 0 else (),
        "answerable": not unanswerable,
        "gold_answer": None if unanswerable else f"It costs ${number}.",
        "sources": ()
        if unanswerable
        else (SourceRecord(page=page, text=f"The fee for document {number} is ${number}.", state="stands"),),
        "status": "pending_review" if given else "unanswerable_no_source",
        "confidence": round(0.3 + (number * 37 % 60) / 100, 2),
        "answer": f"Document {number} costs ${number}." if given else None,
        "statements": (f"Document {number} costs ${number}.",) if given else (),
        "citations": (
            CitedRecord(
                statement=0, page=page, url=url, quote=f"The fee for document {number} is ${number}."
            ),
        )
        if given
        else (),
        "found": (
            FoundRecord(
                page=page,
                url=url,
                text=f"Fees\nThe fee for document {number} is ${number}.",
                score=0.9,
                right=not wrong,
            ),
            FoundRecord(
                page="/en/other", url="https://linden.example/en/other", text="Other", score=0.4, right=False
            ),
        ),
        "values": {
            "hit@1": 0.0 if wrong else 1.0,
            "right": 0.0 if wrong else 1.0,
            "token_f1": 0.1 if wrong else 0.8,
            "supported": 1.0,
            "invented_facts": 0.0,
            "dead_links": 0.0,
        },
    }
    return CaseRecord.model_validate(fields | changes)


def report(cases: tuple[CaseRecord, ...] | None = None, **changes: object) -> Report:
    """A report of forty cases (or of those given), with the means of its slices."""
    asked = tuple(case(number) for number in range(40)) if cases is None else cases
    names = sorted({name for each in asked for name in each.slices})
    fields: dict[str, object] = {
        "name": "sample",
        "parts": {"chunker": "headings/1", "embedder": "minilm", "model": "none"},
        "index": "5eed" * 16,
        "gold": GoldRecord(
            digest="60 1d".replace(" ", "") * 16,
            files={"gold.jsonl": "ab" * 32},
            broken_lines=0,
            stands=38,
            moved=1,
            changed=1,
            gone=0,
            lock="holds",
        ),
        "leaks": LeakRecord(held_out=3, came_through=()),
        "judges": (RULES,),
        "figures": FIGURES,
        "slices": tuple(_slice(name, asked, changes.get("figures", FIGURES)) for name in names),  # type: ignore[arg-type]
        "curves": {},
        "cases": asked,
    }
    return Report.model_validate(fields | changes)


def timings(**changes: object) -> Timings:
    """Timings of an idle afternoon."""
    fields: dict[str, object] = {
        "machine": {"processor": "a made-up one", "cores": "2"},
        "unit_s": 0.05,
        "p50_s": 0.04,
        "p95_s": 0.11,
        "wall_s": 12.5,
        "by_case": {"q-0000": 0.04, "q-0001": 0.11},
        "from_cache": 0,
        "input_tokens": 0,
        "output_tokens": 0,
        "cost": None,
    }
    return Timings.model_validate(fields | changes)


def _slice(name: str, cases: tuple[CaseRecord, ...], figures: Mapping[str, FigureRecord]) -> SliceRecord:
    members = [each for each in cases if name in each.slices and each.flag is None]
    values: dict[str, float] = {}
    measured: dict[str, int] = {}
    for key, figure in figures.items():
        held = [each.values[key] for each in members if key in each.values]
        if held:
            measured[key] = len(held)
            values[key] = round(sum(held) if figure.guard else sum(held) / len(held), 6)
    return SliceRecord(name=name, cases=len(members), values=values, measured=measured)
