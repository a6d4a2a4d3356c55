"""A draft says each thing once, in the order of the page, with its own quote."""

from datetime import UTC, datetime

from assistant.composing.compose import compose
from assistant.understand import Understood
from knowledge.pages import Page
from knowledge.passages import make_passage
from knowledge.search import Evidence

NOW = datetime(2026, 9, 14, tzinfo=UTC)


def found(*texts: str, page_key: str = "/a", first_rank: int = 1) -> list[Evidence]:
    page = Page(
        f"s:{page_key}", page_key, "s", f"https://a.example{page_key}", "A", "en", None, None, None, (), NOW, NOW,
        "h", "indexed",
    )  # fmt: skip
    return [
        Evidence(
            make_passage(page.id, rank, ("A", str(rank)), None, "prose", text, "en", 0),
            page,
            1.0 - rank / 100,
            rank,
            0.8,
            1.0,
            ("dense",),
        )
        for rank, text in enumerate(texts, start=first_rank)
    ]


def said(question: str, evidence: list[Evidence], at_most: int = 4) -> list[str]:
    understood = Understood(question, question, "en")
    return [each.text for each in compose(understood, evidence, lambda _: 1.0, at_most)]


def test_a_repeated_sentence_is_said_once_where_it_stands_first() -> None:
    evidence = found("The fee is $35.", "You can pay online.", "The fee is $35.")
    assert said("what is the fee and can i pay online", evidence) == [
        "The fee is $35.",
        "You can pay online.",
    ]


def test_only_the_page_that_answers_best_is_used() -> None:
    evidence = found("The fee is $35.") + found("The fee is $99.", page_key="/b", first_rank=2)
    assert said("what is the fee", evidence) == ["The fee is $35."]


def test_a_fee_is_preferred_when_a_fee_is_asked_for() -> None:
    evidence = found(
        "The licence must be carried by anglers. A licence is $28. The licence year starts in April."
    )
    assert "A licence is $28." in said("how much is a licence", evidence, at_most=1)


def test_a_question_on_the_page_is_no_answer() -> None:
    assert said("fee", found("Is there a fee? The fee is $35.")) == ["The fee is $35."]


def test_every_statement_quotes_its_passage() -> None:
    (evidence,) = found("The fee is $35. Pay online.")
    for each in compose(Understood("fee", "fee", "en"), [evidence], lambda _: 1.0, 4):
        assert all(citation.quote in evidence.passage.text for citation in each.citations)
        assert each.citations
