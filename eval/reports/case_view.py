"""One case as the HTML page shows it: short words, cut texts, addresses of the web only. Renders nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from eval.gate.verdict import CaseChange
from eval.reports.outcomes import GIVEN, Outcome, Standing
from eval.reports.quoting import line, plain, web_address
from eval.reports.words import Words
from eval.runs.record import CaseRecord

QUESTION_MOST, TURN_MOST, ANSWER_MOST, SOURCE_MOST = 600, 160, 400, 240
STATEMENT_MOST, QUOTE_MOST, FOUND_MOST = 400, 160, 110
TURNS_SHOWN, FOUND_SHOWN, CITATIONS_SHOWN, SOURCES_SHOWN, STATEMENTS_SHOWN = 4, 4, 3, 3, 12
PAGE_MOST = 60
NO_BREAK = "\N{NO-BREAK SPACE}"
UNNAMED = re.compile(r"[^A-Za-z0-9_.-]+")
CSS = {"violations": " worse", "worse": " worse", "better": " better"}


def case_view(
    case: CaseRecord,
    outcomes: Sequence[Outcome],
    numbers: Mapping[str, int],
    standing: Standing,
    words: Words,
) -> dict[str, Any]:
    """What the template shows of a case; `numbers` names the slices briefly."""
    change = standing.changes.get(case.id)
    first = outcomes[0] if outcomes else None
    return {
        "slices": " ".join(str(numbers[name]) for name in case.slices if numbers.get(name)),
        "outcomes": " ".join(outcomes),
        "mark": words(f"mark_{first}") if first else "",
        "css": CSS.get(first or "", ""),
        "lang": Markup(' lang="{}"').format(case.language) if case.language != words.language else "",
        "question": line(case.question, QUESTION_MOST),
        "about": f"{case.language} · {line(case.set, 30)}",
        "violations": [
            f"{name}: {line(each)}" for name in standing.guards for each in standing.broken(name, case)
        ],
        "history": [line(said, TURN_MOST) for said in case.history[-TURNS_SHOWN:]],
        "status": _status(case, words),
        "statements": _statements(case),
        "before": _before(case, change, words),
        "before_pages": [
            (line(page, PAGE_MOST), _url(page, standing)) for page in (change.before_pages if change else ())
        ],
        "gold_answer": _gold_answer(case, words),
        "sources": [
            (
                line(each.page, PAGE_MOST),
                _url(each.page, standing),
                words(f"state_{each.state}"),
                plain(each.text or "", SOURCE_MOST),
            )
            for each in case.sources[:SOURCES_SHOWN]
        ],
        "found": [
            (
                words("found_right" if each.right else "found_wrong"),
                line(each.page, PAGE_MOST),
                web_address(each.url) if each.right else None,
                line(each.text, FOUND_MOST),
            )
            for each in case.found[:FOUND_SHOWN]
        ],
        "found_more": _found_more(case, words),
        "values": " · ".join(_values(case, change, standing, words)),
    }


def anchors(cases: Sequence[CaseRecord]) -> dict[str, str]:
    """For each case id, the name under which the page can be opened at it; no two alike."""
    taken: dict[str, str] = {}
    used: set[str] = set()
    for case in cases:
        name = base = "c-" + UNNAMED.sub("-", case.id)
        number = 2
        while name in used:
            name, number = f"{base}-{number}", number + 1
        used.add(name)
        taken[case.id] = name
    return taken


def _status(case: CaseRecord, words: Words) -> str:
    return f"{line(case.id)} · {_drafted(case, words)}"


def _drafted(case: CaseRecord, words: Words) -> str:
    if case.status != GIVEN:
        return words("no_draft", status=case.status or words("not_asked"))
    return words("confidence", value=words.number(case.confidence, 2))


def _statements(case: CaseRecord) -> list[tuple[str, list[tuple[str, str | None, str]]]]:
    """Each statement with its citations; a quote that is the statement itself is not said twice."""
    if case.answer and not case.statements:
        return [(plain(case.answer, ANSWER_MOST), [])]
    cited: dict[int, list[tuple[str, str | None, str]]] = {}
    for each in case.citations:
        said = case.statements[each.statement] if each.statement < len(case.statements) else ""
        quote = "" if line(each.quote) == line(said) else plain(each.quote, QUOTE_MOST)
        shown = (line(each.page, PAGE_MOST), web_address(each.url), quote)
        cited.setdefault(each.statement, []).append(shown)
    return [
        (plain(said, STATEMENT_MOST), cited.get(number, [])[:CITATIONS_SHOWN])
        for number, said in enumerate(case.statements[:STATEMENTS_SHOWN])
    ]


def _before(case: CaseRecord, change: CaseChange | None, words: Words) -> str:
    if change is None:
        return ""
    if change.before_status != GIVEN:
        return words("no_draft", status=change.before_status or words("not_asked"))
    if not change.before_answer:
        return words("not_kept")
    same = case.answer is not None and plain(case.answer).startswith(plain(change.before_answer))
    return words("same_draft") if same else plain(change.before_answer, ANSWER_MOST)


def _gold_answer(case: CaseRecord, words: Words) -> str:
    if case.gold_answer:
        return plain(case.gold_answer, ANSWER_MOST)
    return "–" if case.answerable else words("no_answer_expected")


def _found_more(case: CaseRecord, words: Words) -> str:
    rest = case.found[FOUND_SHOWN:]
    return words("found_more", count=len(rest), right=sum(each.right for each in rest)) if rest else ""


def _values(case: CaseRecord, change: CaseChange | None, standing: Standing, words: Words) -> Sequence[str]:
    shown = []
    for name in (*standing.main, *standing.guards):
        value = case.values.get(name)
        figure = standing.report.figures[name]
        if value is None or (figure.guard and not value):
            continue
        before = change.before.get(name) if change else None
        said = words.brief(value)
        if before is not None and words.brief(before) != said:
            better = (value > before) == (figure.better == "higher")
            said = f"{words.brief(before)} → {said} {'▲' if better else '▼'}"
        shown.append(f"{name}{NO_BREAK}{said}".replace(" ", NO_BREAK))
    return shown


def _url(page: str, standing: Standing) -> str | None:
    return web_address(standing.urls.get(page))
