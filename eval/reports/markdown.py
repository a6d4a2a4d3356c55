"""A report as Markdown for a pull request: verdict, slices, the worst changes, guards, gold, timings. Writes no file.

Everything but the part between the timing markers is the same for the same report and verdict. Citizens' words,
drafts and pages are shown as they are, never as markup (`eval.reports.quoting`).
"""

from collections.abc import Sequence

from eval.gate.verdict import CaseChange, Verdict
from eval.report import markdown as table
from eval.reports import facts
from eval.reports.outcomes import GIVEN, Standing
from eval.reports.quoting import link, markdown
from eval.reports.words import Words
from eval.runs.record import CaseRecord, Report, SliceRecord, Timings

TIMINGS_START = "<!-- timings -->"
TIMINGS_END = "<!-- /timings -->"
WORST = 10
MOST_FLAGGED = 20
MOST_VIOLATIONS = 20
SHORT, LONG = 160, 600


def to_markdown(report: Report, timings: Timings | None, verdict: Verdict | None, language: str) -> str:
    """The whole document."""
    words, standing = Words(language), Standing(report, verdict)
    parts = [
        *_top(standing, timings, words),
        *_slices(standing, words),
        *_worst(standing, words),
        *_guards(standing, words),
        *_gold(standing, words),
        TIMINGS_START,
        *_timings(timings, verdict, words),
        TIMINGS_END,
    ]
    return "\n\n".join(parts) + "\n"


def _top(standing: Standing, timings: Timings | None, words: Words) -> list[str]:
    verdict, report = standing.verdict, standing.report
    mark = "–" if verdict is None else "✓" if verdict.held else "✗"
    name, why = facts.verdict_name(verdict, words), facts.verdict_why(verdict, words)
    parts = [
        f"## {mark} {words('verdict_line', held=name, why=why)}",
        markdown(words("asked_of", count=words.count(len(report.cases)), slices=len(report.slices)))
        + " · "
        + markdown(_which(report, words)),
    ]
    if verdict and verdict.parts_changed:
        lines = [
            f"- {markdown(part)}: {markdown(old or '–')} → {markdown(new or '–')}"
            for part, (old, new) in sorted(verdict.parts_changed.items())
        ]
        parts += [f"**{words('parts_changed')}**", "\n".join(lines)]
    failures = [
        f"- {markdown(said)} {markdown(then)}".rstrip() for said, then in facts.failures(verdict, words)
    ]
    if failures:
        parts += [f"### {words('failures')}", "\n".join(failures)]
    warnings = [f"- {markdown(said)}" for said in facts.warnings(verdict, timings, words)]
    if warnings:
        parts += [f"### {words('warnings')}", "\n".join(warnings)]
    return parts


def _which(report: Report, words: Words) -> str:
    shown = facts.DIGEST_SHOWN
    return words(
        "run_of",
        index=report.index[:shown],
        gold=report.gold.digest[:shown],
        digest=report.digest[:shown],
    )


def _slices(standing: Standing, words: Words) -> list[str]:
    told = standing.told
    rest = [part for part in standing.slices if part not in told]
    about = words("slices_about" if standing.verdict else "plain_about")
    parts = [f"### {words('slices')}", _table(told, standing, words), about]
    if rest:
        summary = f"<details><summary>{words('other_slices', count=len(rest))}</summary>"
        parts += [summary, _table(rest, standing, words), "</details>"]
    seen = facts.detectable(standing.verdict, words)
    return [*parts, markdown(seen)] if seen else parts


def _table(slices: Sequence[SliceRecord], standing: Standing, words: Words) -> str:
    heads = [markdown(facts.head(standing.report, name, words)) for name in standing.main]
    lines = [
        [markdown(part.name), words.count(part.cases)]
        + [_cell(standing, part, name, words) for name in standing.main]
        for part in slices
    ]
    return table([words("slice"), words("n"), *heads], lines)


def _cell(standing: Standing, part: SliceRecord, figure: str, words: Words) -> str:
    compared = standing.comparisons.get((part.name, figure))
    if compared is None:
        return words.number(part.values.get(figure))
    before, after = words.number(compared.before), words.number(compared.after)
    moved = f"{before} → {after}" if before != after else after
    return f"{moved} {standing.mark(part.name, figure)}"


def _worst(standing: Standing, words: Words) -> list[str]:
    head = f"### {words('changes')}"
    if standing.verdict is None:
        return [head, words("changes_unknown")]
    if not standing.worsened:
        return [head, words("changes_none")]
    parts = [head, words("changes_worst", count=words.count(len(standing.worsened)))]
    for number, (case, change) in enumerate(standing.worsened[:WORST], start=1):
        parts.append(_changed(number, case, change, standing, words))
    return parts


def _changed(number: int, case: CaseRecord, change: CaseChange, standing: Standing, words: Words) -> str:
    moved = ", ".join(
        f"{name} {words.brief(change.before.get(name))} → {words.brief(change.after.get(name))}"
        for name in sorted({*change.before, *change.after})
        if change.before.get(name) != change.after.get(name)
    )
    before_pages = _pages(change.before_pages, standing)
    lines = [
        f"{number}. {markdown(case.question, SHORT)}<br>",
        f"   {markdown(case.id)} · {markdown(moved)}",
        f"   - **{words('before')}**{_colon(words)} {_before(change, words)}{before_pages}",
        f"   - **{words('after')}**{_colon(words)} {_after(case, words)}"
        + _pages(dict.fromkeys(each.page for each in case.citations), standing),
        f"   - **{words('gold_sources')}**{_colon(words)} "
        + (_pages([each.page for each in case.sources], standing).removeprefix(" · ") or "–"),
    ]
    return "\n".join(lines)


def _before(change: CaseChange, words: Words) -> str:
    if change.before_status != GIVEN:
        return words("no_draft", status=markdown(change.before_status or words("not_asked")))
    return markdown(change.before_answer, LONG) if change.before_answer else words("not_kept")


def _after(case: CaseRecord, words: Words) -> str:
    if case.status != GIVEN or case.answer is None:
        return words("no_draft", status=markdown(case.status or words("not_asked")))
    return markdown(case.answer, LONG)


def _pages(pages: Sequence[str] | dict[str, None], standing: Standing) -> str:
    return "".join(f" · {link(page, standing.urls.get(page))}" for page in pages)


def _colon(words: Words) -> str:
    return words("label", name="", value="").rstrip() or ":"


def _guards(standing: Standing, words: Words) -> list[str]:
    if not standing.guards:
        return [f"### {words('guards')}", words("no_guards")]
    lines, told = [], []
    for name, cases in standing.guards.items():
        count = sum(len(standing.broken(name, case)) for case in cases)
        lines.append([markdown(name), words("broken", count=count) if count else words("clean")])
        told += [
            f"- {markdown(name)}, {markdown(case.id)}: {markdown(said, SHORT)}"
            for case in cases
            for said in standing.broken(name, case)
        ]
    parts = [f"### {words('guards')}", table([words("guard"), words("violations")], lines)]
    if told:
        parts.append("\n".join(_at_most(told, MOST_VIOLATIONS, words)))
    if standing.report.judges:
        rows = [
            [markdown(each) for each in facts.judge_row(judge, words)] for judge in standing.report.judges
        ]
        parts += [f"### {words('judges')}", table(facts.judge_head(words), rows)]
    return parts


def _gold(standing: Standing, words: Words) -> list[str]:
    lines = [
        f"- **{name}**{_colon(words)} {markdown(value)}" for name, value in facts.gold(standing.report, words)
    ]
    parts = [f"### {words('review')}", "\n".join(lines)]
    if not standing.flagged:
        return [*parts, words("review_none")]
    waiting = [
        f"- {markdown(case.id)} ({words(f'state_{case.flag}')}): {markdown(case.question, SHORT)}"
        + _pages([each.page for each in case.sources], standing)
        for case in standing.flagged
    ]
    return [*parts, words("review_about"), "\n".join(_at_most(waiting, MOST_FLAGGED, words))]


def _timings(timings: Timings | None, verdict: Verdict | None, words: Words) -> list[str]:
    rows = facts.timing_rows(timings, verdict, words)
    if not rows:
        return [f"### {words('timings')}", words("no_timings")]
    lines = [f"- {name}{_colon(words)} {markdown(value)}" for name, value in rows]
    return [f"### {words('timings')}", words("timings_about"), "\n".join(lines)]


def _at_most(lines: Sequence[str], most: int, words: Words) -> list[str]:
    more = len(lines) - most
    return [*lines[:most], *([f"- {words('more', count=more)}"] if more > 0 else [])]
