"""No statement passes without a source that says it."""

from datetime import UTC, datetime

from assistant.citations import Statement, cite
from assistant.guards.checks import blocking, check_statements
from knowledge.pages import Page
from knowledge.passages import make_passage

NOW = datetime(2026, 9, 14, tzinfo=UTC)
PAGE = Page(
    "s:/a", "/a", "s", "https://a.example/a", "A", "en", None, None, None, (), NOW, NOW, "h", "indexed"
)
PASSAGE = make_passage("s:/a", 0, ("A", "Fees"), None, "prose", "The fee is $35. Allow 15 days.", "en", 0)
KNOWN = {PASSAGE.id: PASSAGE}


def names(*statements: Statement, known=KNOWN) -> list[str]:
    return [finding.check for finding in blocking(check_statements(statements, known))]


def test_a_quoted_statement_passes() -> None:
    assert names(Statement("The fee is $35.", (cite(PAGE, PASSAGE, "The fee is $35."),))) == []


def test_a_statement_without_source_is_blocked() -> None:
    assert names(Statement("The fee is $35.")) == ["uncited"]


def test_a_quote_that_does_not_stand_is_blocked() -> None:
    assert names(Statement("The fee is $35.", (cite(PAGE, PASSAGE, "The fee is $45."),))) == [
        "quote_not_found"
    ]


def test_a_wrong_figure_is_blocked_even_with_a_right_quote() -> None:
    assert names(Statement("The fee is $45.", (cite(PAGE, PASSAGE, "The fee is $35."),))) == [
        "fact_not_in_source"
    ]


def test_a_changed_or_vanished_passage_is_blocked() -> None:
    statement = Statement("The fee is $35.", (cite(PAGE, PASSAGE, "The fee is $35."),))
    changed = make_passage("s:/a", 0, ("A", "Fees"), None, "prose", "The fee is $40.", "en", 0)
    assert names(statement, known={changed.id: changed}) == ["source_changed"]
    assert names(statement, known={}) == ["source_changed"]


def test_courtesy_needs_no_source_but_may_state_nothing() -> None:
    fact = Statement("The fee is $35.", (cite(PAGE, PASSAGE, "The fee is $35."),))
    assert names(Statement("Hello Maria,", kind="courtesy"), fact) == []
    assert names(Statement("It is free until May 3!", kind="courtesy"), fact) == ["courtesy_with_facts"]
    assert names(Statement("See https://evil.example", kind="courtesy"), fact) == ["courtesy_with_facts"]


def test_courtesy_alone_is_no_reply() -> None:
    assert names(Statement("Hello,", kind="courtesy")) == ["no_fact"]
