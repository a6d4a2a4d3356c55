"""Labels of drafted statements: fairly drawn, kept without a word of text, and counted only while they fit."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest
from scipy.stats import binomtest

import eval.labels
from assistant.citations import Citation, Statement
from eval.cases import Asked, Case, Said
from eval.labels.compare import compare
from eval.labels.current import look
from eval.labels.draw import draw, work_line
from eval.labels.keep import keep
from eval.labels.label import REASONS, Label, Why, digest, read_labels
from eval.labels.shares import reasons, shares, wilson
from eval.labels.work import NOTE, QuoteLine, WorkLine, for_reading
from knowledge.errors import BadInput
from tests.gold_house import case, page, pages

FEE = "A trout permit costs 31 dollars for adults."
CHILDREN = "Children under twelve fish free of charge."
PAGES = pages(page("fishing", f"{FEE} {CHILDREN}"))
COMMITTED = sorted(Path(eval.labels.__path__[0]).glob("*.jsonl"))
FIELDS = {"case", "set_name", "lang", "question", "statement", "quote", "supported", "answers", "why"}


def said(text: str, quote: str = "") -> Statement:
    return Statement(text, (Citation("p1", "d1", "fishing", "Fishing", None, quote or text, ("Fees",)),))


def many(set_name: str, count: int, language: str = "en") -> list[Case]:
    return [case(f"{set_name}-{language}-{n}", set_name=set_name, language=language) for n in range(count)]


def both(_: Asked) -> Sequence[Statement]:
    return said(FEE), said(CHILDREN)


def worked(path: Path, *labels: dict[str, str], text: str = FEE) -> Path:
    """A work file of one set whose lines hold these labels."""
    lines = []
    for number, given in enumerate(labels, start=1):
        one = case(f"q{number}")
        line = work_line(
            number, (one, said(text)), (QuoteLine(text=text, page_id="fishing", title="Fishing"),)
        )
        lines.append(json.dumps(line.model_dump() | given))
    path.write_text("\n".join(lines), "utf-8")
    return path


def label(name: str = "q1", statement: str = FEE, **also: str) -> Label:
    one = case(name)
    line = work_line(1, (one, said(statement)), (QuoteLine(text=statement, page_id="fishing", title="F"),))
    given = {"case": name, "set_name": "town", "lang": "en", "supported": "fully", "answers": "yes"}
    return Label.model_validate(given | line.digests | also)


# What is drawn


def test_every_set_and_language_gives_the_same_as_far_as_it_has_drafts() -> None:
    cases = [*many("large", 90), *many("small", 3), *many("large", 40, "fr")]
    drawn = list(draw(cases, both, 40, seed=0))
    counts = Counter((one.set_name, one.language) for one, _ in drawn)
    assert counts == {("large", "en"): 19, ("large", "fr"): 18, ("small", "en"): 3}
    assert len({one.id for one, _ in drawn}) == 40


def test_the_beginning_is_a_smaller_sample_of_the_same_kind() -> None:
    cases = [*many("a", 20), *many("b", 20)]
    whole = list(draw(cases, both, 20, seed=0))
    assert whole[:8] == list(draw(cases, both, 8, seed=0))
    assert Counter(one.set_name for one, _ in whole[:8]) == {"a": 4, "b": 4}


def test_a_seed_gives_one_sample_whatever_the_order_and_another_seed_another() -> None:
    cases = many("a", 60)
    drawn = list(draw(cases, both, 20, seed=0))
    assert drawn == list(draw(cases[::-1], both, 20, seed=0)) != list(draw(cases, both, 20, seed=1))
    assert len({statement.text for _, statement in drawn}) == 2, "not always the first of a draft"


def test_withheld_questions_are_passed_over_and_no_more_are_drafted_than_needed() -> None:
    asked: list[str] = []

    def every_other(one: Asked) -> Sequence[Statement]:
        asked.append(one.id)
        return () if len(asked) % 2 else (said(FEE),)

    assert len(list(islice(draw(many("a", 50), every_other, 10, seed=0), 10))) == 10
    assert len(asked) == 20
    assert len(list(draw(many("a", 4), both, 10, seed=0))) == 4


def test_the_form_for_reading_shows_question_statement_quote_and_its_surroundings_once() -> None:
    one = case("q1", asked=Asked("q1", "And a child?", (Said("citizen", "word " * 200),)))
    quote = QuoteLine(
        text=FEE, page_id="fishing", title="Fishing", url="https://a.example/f#:~:text=A", under="Fishing › Fees",
        before="Fees.", after="Except on Sundays.",
    )  # fmt: skip
    line = work_line(7, (one, said(f"- {FEE}")), (quote,))
    block = for_reading([line], "en").split("\n\n")[1]
    assert block.splitlines() == [
        "#7 town en", "[citizen] " + "word " * 59 + "word …", "Q And a child?", f"S - {FEE}",
        "@ Fishing › Fees — https://a.example/f", "< Fees.", "\" (the statement's own words)", "> Except on Sundays.",
    ]  # fmt: skip
    other = work_line(1, (one, said("It costs 31 dollars.")), (quote,))
    assert f'" {FEE}' in for_reading([other], "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_legend_explains_every_reason_and_warns_against_committing(language: str) -> None:
    legend = for_reading([], language)
    assert set(REASONS) == set(Why.__args__)  # type: ignore[attr-defined]
    assert all(f"{code}: {meaning.in_language(language)}" in legend for code, meaning in REASONS.items())
    assert ("commit" if language == "en" else "dépôt") in legend


# What is kept


def test_only_ids_digests_and_labels_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = keep(worked(tmp_path / "w", {"supported": " Fully", "answers": "NO", "why": "off_topic"}, {}), out)
    assert (done.labelled, done.empty, done.refused) == (1, 1, ())
    (line,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert set(line) == FIELDS and (line["supported"], line["answers"]) == ("fully", "no")
    assert not any(word in json.dumps(line) for word in ("trout", "permit", "Fishing", NOTE))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"supported": "mostly", "answers": "yes"}, "supported"),
        ({"supported": "fully", "answers": "maybe"}, "answers"),
        ({"supported": "no", "answers": "no", "why": "because"}, "why"),
        ({"supported": "fully"}, "answers is empty"),
        ({"why": "figure"}, "supported is empty"),
        ({"supported": "fully", "answers": "yes", "why": "figure"}, "nothing is"),
        ({"supported": "fully", "answers": "yes", "case": "How much is it?"}, "case is no name"),
    ],
)
def test_a_label_that_is_none_is_refused_by_line_and_the_others_are_kept(
    given: dict[str, str], says: str, tmp_path: Path
) -> None:
    good = {"supported": "fully", "answers": "yes"}
    done = keep(worked(tmp_path / "w", good, given, good), tmp_path / "out")
    assert done.labelled == done.total == 2
    assert [each.number for each in done.refused] == [2]
    assert says in done.refused[0].message.en and done.refused[0].message.fr


def test_labels_kept_before_stay_unless_the_same_statement_is_labelled_anew(tmp_path: Path) -> None:
    out, best = tmp_path / "out", {"supported": "fully", "answers": "yes"}
    keep(worked(tmp_path / "1", best, best), out)
    keep(worked(tmp_path / "2", {"supported": "no", "answers": "no"}), out)
    keep(worked(tmp_path / "3", best, text=CHILDREN), out)
    labels, _ = read_labels(out)
    assert [(each.case, each.supported) for each in labels if each.statement == digest(FEE)] == [
        ("q1", "no"), ("q2", "fully"),
    ]  # fmt: skip
    assert len(labels) == 3
    before = out.read_bytes()
    assert keep(worked(tmp_path / "4", {}), out).labelled == 0 and out.read_bytes() == before


def test_a_file_that_holds_something_else_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text('{"mine": 1}\n', "utf-8")
    with pytest.raises(BadInput):
        keep(worked(tmp_path / "w", {"supported": "fully", "answers": "yes"}), out)
    assert out.read_text("utf-8") == '{"mine": 1}\n'


@pytest.mark.parametrize("path", COMMITTED or [None], ids=lambda path: path.name if path else "none yet")
def test_a_committed_file_holds_nothing_but_ids_digests_and_labels(path: Path | None) -> None:
    if path is None:
        pytest.skip("no labels are committed yet")
    labels, broken = read_labels(path)
    assert labels and not broken
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        assert set(record) <= FIELDS and not any(" " in str(value) for value in record.values())
        for name in ("question", "statement", "quote"):
            assert len(bytes.fromhex(record[name])) == 32
    assert [each.key for each in labels] == sorted(each.key for each in labels)


# What is counted


def test_intervals_are_wilsons() -> None:
    for part, whole in ((97, 100), (200, 200), (0, 7), (3, 9)):
        wanted = binomtest(part, whole).proportion_ci(method="wilson")
        assert wilson(part, whole) == pytest.approx((wanted.low, wanted.high))
    assert wilson(0, 0) == (0.0, 1.0)


def test_shares_are_given_for_all_each_language_and_each_set() -> None:
    labels = [
        label("q1"), label("q2", supported="partly", answers="no", why="figure"),
        label("q3", set_name="ville", lang="fr", answers="partly", why="figure"),
        label("q4", set_name="ville", lang="fr", supported="no", answers="no", why="off_topic"),
    ]  # fmt: skip
    found = {each.group: each for each in shares(labels, "supported")}
    assert list(found) == ["all", "language:en", "language:fr", "set:town", "set:ville"]
    assert found["all"].shares == {"fully": 0.5, "partly": 0.25, "no": 0.25}
    assert found["all"].low < 0.5 < found["all"].high
    assert shares(labels, "answers")[0].shares == {"yes": 0.25, "partly": 0.25, "no": 0.5}
    assert reasons(labels) == {"figure": 2, "off_topic": 1} and shares([], "answers") == []


def test_a_label_counts_only_while_question_statement_and_quote_are_those_that_were_labelled() -> None:
    drafts = {
        "q1": [said(CHILDREN), said(f"{FEE} ")],
        "q2": [said(CHILDREN)],
        "q3": [],
        "q4": [said(FEE)],
        "q5": [said(FEE, CHILDREN)],
    }
    cases = [case(name) for name in ("q1", "q2", "q3", "q5")]
    cases.append(case("q4", asked=Asked("q4", "How much is a permit?", (Said("citizen", "Hello."),))))
    looked = look([label(f"q{n}") for n in range(1, 7)], cases, lambda asked: drafts[asked.id])
    assert [each.standing for each in looked] == [
        "current", "said_otherwise", "withheld", "asked_otherwise", "said_otherwise", "absent",
    ]  # fmt: skip
    assert looked[0].statement and looked[0].statement.text == f"{FEE} "


class Wary:
    """Supports nothing that speaks of dollars."""

    name, learned_from_seen = "wary", False

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        return ["dollars" not in statement for statement, _ in pairs]


def test_measures_are_compared_with_people_statement_by_statement() -> None:
    labels = [
        label("q1", supported="no", answers="no"), label("q1", CHILDREN), label("q2"), label("q3", CHILDREN),
    ]  # fmt: skip
    looked = look(labels, [case(f"q{n}") for n in (1, 2, 3)], both)
    judges = {"rules": Wary()}
    found = {each.measure: each for each in compare(looked, judges, PAGES)}
    judged = found["supported (rules)"]
    assert (judged.statements, judged.agreement, judged.let_through) == (4, 0.75, 0)
    assert (
        judged.kappa == pytest.approx(0.5) and judged.precision == 1 and judged.recall == pytest.approx(2 / 3)
    )
    stands = found["quote_stands"]
    assert (
        stands.kappa is None and stands.precision == 0.75 and stands.recall == 1 and stands.let_through == 1
    )
    assert found["invented_facts"].let_through == 1
    assert compare([], judges, PAGES) == []


def test_a_work_line_has_the_labels_first_so_that_they_are_quick_to_fill_in() -> None:
    assert list(WorkLine.model_fields)[:3] == ["supported", "answers", "why"]
