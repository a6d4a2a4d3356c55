"""The guards: what they catch, what they let pass, and that their words repeat no personal data."""

import pytest

from eval.cases import Case
from eval.material import Material
from eval.measures import dead_links, invented_facts, private_data, uncited_statements
from eval.measures.registry import violations
from eval.results import Cited, Stated
from eval.scoring import case_values, slice_values
from tests.measured import answer, answer_of, case

URL = "https://www.town.example/fees"
PAGE = (
    "Fees\nThe permit costs $40. Pay by 31 March.\nCall 418-555-0123 or write to desk@town.example.\n"
    + "Forms: https://registry.example/forms.\n"
    + "Nothing here.\n" * 400
    + "Another matter costs $75."
)


def run(text: str, quote: str = "The permit costs $40.", page: str = "p", url: str | None = URL) -> Material:
    cases: list[Case] = [case("a"), case("b"), case("c")]
    answers = answer("a", Cited(page, url, quote), text=text) | answer("b", status="unanswerable_no_source")
    return Material(cases, None, answers, {"p": PAGE}.get, live_links=frozenset({URL}))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("The permit costs $40.", 0),
        ("The permit costs 40.00 $, by 31 March.", 0),
        ("The permit costs $45.", 1),
        ("The permit costs $40 and $5 more, by 1 April.", 2),
        ("The permit costs $75.", 1),
        ("See www.elsewhere.example.", 1),
        ("The permit costs forty dollars.", 0),
        ("A permit is needed.", 0),
        ("The permit costs forty-five dollars.", 1),
        ("Pay at 9 a.m. on Monday, at the Permit Office, with form SC-21.", 4),
        ("Payez à midi, au Bureau des permis, avec le formulaire SC-21.", 3),
        ("The permit costs $4", 1),
    ],
)
def test_a_fact_that_does_not_stand_where_the_statement_points_is_invented(text: str, broken: int) -> None:
    assert len(invented_facts.VIOLATIONS(run(text)).get("a", [])) == broken


def test_a_quote_that_is_not_on_its_page_proves_nothing() -> None:
    made_up = run("It costs $45.", quote="It costs $45.")
    assert invented_facts.VIOLATIONS(made_up) == {
        "a": ["statement 1: the number “45” is not in what it cites"]
    }
    unknown = run("It costs $45.", quote="It costs $45.", page="elsewhere")
    assert "a" in invented_facts.VIOLATIONS(unknown)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Call 418-555-0123 or write to desk@town.example.", 0),
        ("Call 1 418 555 0123.", 0),
        ("Call 418-555-0199.", 1),
        ("Write to jane@home.example or 613-555-0142.", 2),
    ],
)
def test_only_personal_data_that_a_cited_page_publishes_may_be_said(text: str, broken: int) -> None:
    material = run(text)
    found = private_data.VIOLATIONS(material).get("a", [])
    assert len(found) == broken
    words = [word for guards in violations(material).values() for each in guards.values() for word in each]
    assert not any("0199" in word or "jane" in word or "0142" in word for word in words)


def test_a_link_is_alive_where_its_page_is_whatever_its_spelling() -> None:
    for url in (URL, URL + "#pay", URL + "/", "http://town.example/fees#:~:text=costs", None):
        assert dead_links.VIOLATIONS(run("The permit costs $40.", url=url)) == {}
    assert dead_links.VIOLATIONS(run("See https://town.example/fees.")) == {}
    gone = dead_links.VIOLATIONS(run("See https://town.example/gone.", url="https://town.example/old#x"))
    assert gone == {
        "a": [
            "statement 1 cites a dead link: https://town.example/old",
            "statement 1 holds a dead link: https://town.example/gone",
        ]
    }


def test_a_link_to_a_site_that_nobody_reads_passes_only_where_a_cited_page_prints_it() -> None:
    assert dead_links.VIOLATIONS(run("See https://registry.example/forms.")) == {}
    assert dead_links.VIOLATIONS(run("See https://registry.example/other.")) == {
        "a": ["statement 1 holds a dead link: https://registry.example/other"]
    }


def test_where_no_page_was_looked_at_no_link_is_called_dead() -> None:
    answers = answer("a", Cited("p", "https://a.example", "x"))
    assert dead_links.VIOLATIONS(Material([case("a")], None, answers)) == {}


def test_every_statement_must_cite_something() -> None:
    cited = Stated("One.", (Cited("p", None, "One."),))
    answers = answer_of("a", [cited, Stated("Two.", ()), Stated("Three.", (Cited("p", None, " "),))])
    assert uncited_statements.VIOLATIONS(Material([case("a")], None, answers)) == {
        "a": ["statement 2 cites nothing", "statement 3 cites nothing"]
    }


def test_violations_are_summed_over_drafts_and_told_by_guard() -> None:
    material = run("The permit costs $45 and $46.")
    names = {"invented_facts", "private_data", "dead_links", "uncited_statements"}
    assert names <= set(case_values(material)["a"])
    assert not names & set(case_values(material).get("b", {})), "nothing was said"
    everything = slice_values(material.cases, material)[0]
    assert everything.values["invented_facts"] == 2 and everything.values["dead_links"] == 0
    assert set(violations(material)) == {"a"} and set(violations(material)["a"]) == {"invented_facts"}
