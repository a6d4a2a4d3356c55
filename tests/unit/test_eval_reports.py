"""Reports say the same thing twice in the same bytes, and citizens' words never become markup."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner

from eval.gate.adopt import adopt
from eval.gate.baseline import write_baseline
from eval.gate.gate import judge_report
from eval.gate.verdict import Verdict
from eval.reports import history
from eval.reports.cli import app
from eval.reports.html import to_html
from eval.reports.junit import to_junit
from eval.reports.markdown import TIMINGS_END, TIMINGS_START, to_markdown
from eval.reports.quoting import line, link, markdown, web_address
from eval.reports.terminal import show
from eval.reports.trend import to_trend
from eval.reports.write import write_reports
from eval.runs.record import CaseRecord, Report, write_report
from knowledge.errors import BadInput
from tests.reports import case, report, timings

EVIL = (
    "</script><img src=x onerror=alert(1)> | `rm` @mayor #12 [x](javascript:alert(1)) <!-- /timings -->"
    " https://evil.example \x1b[2J\u202e\x00 **bold**"
)
TIMED = re.compile(r"<!-- timings -->.*<!-- /timings -->", re.S)
AT = datetime(2026, 9, 14, tzinfo=UTC)


def worse(number: int) -> CaseRecord:
    """A case that was right before and is wrong now; the later ones lose more figures."""
    asked = case(number)
    lost = ("right", "hit@1") if number > 20 else ("right",)
    said = "It is free."
    changes = {"answer": said, "statements": (said,), "citations": ()}
    return asked.model_copy(update={"values": asked.values | dict.fromkeys(lost, 0.0), **changes})


def compared(*changed: CaseRecord) -> tuple[Report, Verdict]:
    """A report with some cases changed, beside the baseline of the same report without."""
    by_id = {each.id: each for each in changed}
    now = report(tuple(by_id.get(each.id, each) for each in report().cases))
    adopted = adopt(report(), timings(), None, AT, None)
    assert adopted.baseline is not None
    return now, judge_report(now, timings(), adopted.baseline)


def rows_of(text: str) -> Iterator[str]:
    return (each for each in text.splitlines() if re.match(r"\d+\. ", each))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_run_gives_the_same_bytes_but_for_its_timings(tmp_path: Path, language: str) -> None:
    now, verdict = compared(worse(10))
    for name, kept in (("one", timings()), ("two", timings(wall_s=99.0, p50_s=0.5))):
        (tmp_path / name).mkdir()
        write_reports(tmp_path / name, now, kept, verdict, language)
    for file in ("report.md", "report.html", "junit.xml"):
        one, two = ((tmp_path / name / file).read_text(encoding="utf-8") for name in ("one", "two"))
        assert TIMED.sub("", one) == TIMED.sub("", two)
        assert "wall" not in TIMED.sub("", one)
    assert one == two, "JUnit holds no timing at all"


def test_markdown_shows_citizens_words_as_they_are() -> None:
    now, verdict = compared(worse(10).model_copy(update={"question": EVIL, "answer": EVIL}))
    text = to_markdown(now, timings(), verdict, "en")
    assert text.count(TIMINGS_END) == text.count(TIMINGS_START) == 1
    assert "<img" not in text and "</script" not in text and "\x1b" not in text and "\u202e" not in text
    assert not re.search(r"(?<!\\)\[x", text) and not re.search(r"@mayor|https://evil", text)
    assert r"\| \`rm\`" in text


def test_markdown_names_the_ten_worst_first_with_before_after_and_sources() -> None:
    changed = [worse(number) for number in (1, 2, 3, 5, 7, 8, 10, 11, 12, 15, 16, 30, 31)]
    text = to_markdown(*((now := compared(*changed))[0], None, now[1]), "en")
    worst = list(rows_of(text))
    assert len(worst) == 10
    assert "document 30" in worst[0] and "document 31" in worst[1]
    first = text[text.index(worst[0]) : text.index(worst[1])]
    assert r"Document 30 costs" in first and "It is free." in first
    assert "(<https://linden.example/en/births/page-30>)" in first


def test_the_verdict_stands_in_the_first_line() -> None:
    held, verdict = compared()
    assert to_markdown(held, None, verdict, "fr").startswith("## ✓ Tenu")
    broken, verdict = compared(case(1, violations={"dead_links": ["a link that no page has"]}))
    assert to_markdown(broken, None, verdict, "en").startswith("## ✗ Regressed")
    assert to_markdown(held, None, None, "en").startswith("## – Not compared")


@pytest.mark.parametrize("text", ["1. a list", "- x", "+ x", "# x", "> x", "= x", "    code", "~~~", "```"])
def test_no_question_begins_a_block_of_markdown(text: str) -> None:
    assert re.match(r"\\|\d+\\|code", markdown(text))


def test_only_addresses_of_the_web_become_links() -> None:
    assert web_address("javascript:alert(1)") is None
    assert link("a", "data:text/html,x") == "a"
    assert link("a|b", "https://linden.example/a b)>(") == r"[a\|b](<https://linden.example/a%20b%29%3E%28>)"


def test_junit_is_valid_and_counts_what_failed() -> None:
    broken = case(1, violations={"dead_links": [EVIL], "invented_facts": ["$99"]})
    now, verdict = compared(broken)
    root = ElementTree.fromstring(to_junit(now, verdict, "en").encode())
    assert root.tag == "testsuites"
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(sum(each.find("failure") is not None for each in cases))
        assert {each.get("time") for each in (suite, *cases)} == {"0"}
    failed = [each.get("name") for each in root.iter("testcase") if each.find("failure") is not None]
    assert failed == ["invented_facts: q-0001", "dead_links: q-0001"]
    assert root.get("failures") == str(len(failed))


def test_every_lost_figure_of_a_slice_fails_its_own_check() -> None:
    # Every case of forty groups turns wrong: no chance.
    now, verdict = compared(*(worse(number) for number in range(40)))
    losses = {(each.figure, each.slice) for each in verdict.failures if each.kind == "loss"}
    assert losses
    root = ElementTree.fromstring(to_junit(now, verdict, "en").encode())
    told = {
        (str(each.get("classname")).removeprefix("figure "), each.get("name"))
        for each in root.iter("testcase")
        if each.find("failure") is not None and str(each.get("classname")).startswith("figure")
    }
    assert told == losses


def test_the_page_needs_nothing_else_and_lets_no_word_act() -> None:
    evil = worse(10).model_copy(update={"question": EVIL, "id": EVIL, "set": EVIL})
    now = report((evil, *report().cases))
    page = to_html(now, timings(), None, "en")
    assert page.count("<script>") == page.count("</script>") == 1
    assert "<img" not in page and "javascript:alert" in page, "shown, as text"
    assert not re.search(r'href="(?!#|https://)', page)
    assert not re.search(r"<(link|iframe|object|source)\b|<[^>]*\bsrc=|url\(|@import", page)


def test_every_case_is_on_the_page_for_those_without_script() -> None:
    page = to_html(report(), None, None, "fr")
    assert page.count('<details class="c"') == len(report().cases)
    assert len(set(re.findall(r'<details class="c" id="([^"]+)"', page))) == len(report().cases)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_judged_figure_is_never_shown_without_its_judges_agreement(language: str) -> None:
    kappa = "κ 0,81" if language == "fr" else "κ 0.81"
    console = Console(width=140, record=True, file=StringIO())
    show(report(), timings(), None, console, language)
    shown = (
        console.export_text(),
        to_markdown(report(), None, None, language),
        to_junit(report(), None, language),
    )
    for text in (*shown, to_html(report(), None, None, language)):
        assert f"supported (rules, {kappa})" in text


def test_the_terminal_obeys_no_citizen() -> None:
    console = Console(width=200, record=True, file=StringIO(), force_terminal=True)
    show(report((case(0, id=EVIL, violations={"dead_links": [EVIL]}),)), None, None, console, "en")
    text = console.export_text(styles=False)
    assert "\x1b" not in text and "\u202e" not in text and "</script>" in text


def test_a_case_waiting_for_review_is_named_and_not_called_wrong() -> None:
    now = report((case(4, flag="changed"), *report().cases[5:]))
    assert r"- q-0004 (changed): What does document 4 cost?" in to_markdown(now, None, None, "en")
    page = to_html(now, None, None, "en")
    assert re.search(r'id="c-q-0004" data-s="[^"]*" data-o="flagged"', page)


def test_history_keeps_every_run_and_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text("{broken", encoding="utf-8")
    now, verdict = compared(case(1, violations={"dead_links": ["x"]}))
    history.add_to_history(file, now, timings(), verdict, AT, "abc123")
    history.add_to_history(file, report(), None, None, AT.replace(day=1))
    entries, broken = history.read(file)
    assert [(each.verdict, each.violations, each.commit) for each in entries] == [
        (None, 0, None),
        ("regressed", 1, "abc123"),
    ], "oldest first"
    assert [each.number for each in broken] == [1]
    page = to_trend(entries, "en")
    assert "2026-09-01" in page and "abc123" in page and page.count("<figure") == 4
    assert "supported (rules, κ 0.81) over time" in page
    assert "No run was kept yet" in to_trend([], "en")


def test_every_sentence_is_there_in_both_languages() -> None:
    folder = Path(history.__file__).parent
    texts = yaml.safe_load((folder / "texts.yaml").read_text(encoding="utf-8"))
    for key, said in texts.items():
        assert set(said) == {"en", "fr"}, key
        gaps = [sorted(re.findall(r"{(\w+)}", each)) for each in said.values()]
        assert gaps[0] == gaps[1], key
    files = [*folder.glob("*.py"), *folder.glob("templates/*.html")]
    written = "\n".join(each.read_text(encoding="utf-8") for each in files)
    used = set(re.findall(r"[\"'](\w+)[\"']", written))
    families = ("outcome_", "mark_", "state_", "lock_", "language_")
    assert {key for key in texts if not key.startswith(families)} - used == set()


def test_no_word_is_cut_in_the_middle_when_a_text_is_shortened() -> None:
    assert line("what does it cost", 9) == "what […]"
    assert line("short", 9) == "short"


def test_the_commands_write_the_reports_and_the_page_of_past_runs(tmp_path: Path) -> None:
    folder, base = tmp_path / "run", tmp_path / "baseline.json"
    write_report(folder, report(), timings())
    adopted = adopt(report(), timings(), None, AT, None)
    assert adopted.baseline is not None
    write_baseline(base, adopted.baseline)
    past, page = tmp_path / "history.jsonl", tmp_path / "trend.html"
    told = CliRunner().invoke(
        app, ["report", "--report", str(folder), "--baseline", str(base), "--history", str(past)]
    )
    assert told.exit_code == 0, told.output
    assert "✓ Held" in (folder / "report.md").read_text(encoding="utf-8")
    drawn = CliRunner().invoke(
        app, ["trend", "--history", str(past), "--report", str(folder), "--out", str(page)]
    )
    assert drawn.exit_code == 0, drawn.output
    assert "2 runs" in page.read_text(encoding="utf-8")


def test_a_trend_of_nothing_says_what_to_name() -> None:
    told = CliRunner().invoke(app, ["trend", "--out", "trend.html"])
    assert isinstance(told.exception, BadInput) and "--history" in str(told.exception.in_language("en"))
