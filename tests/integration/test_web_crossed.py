"""A draft in another language than its question: marked as such at the desk, for eyes and for screen readers."""

from dataclasses import replace

from assistant.guards.foreign import in_other_language
from assistant.intake import questions
from assistant.intake.questions import NewQuestion
from assistant.reviewing import drafts
from tests.api_house import build_house
from tests.integration.test_web_pages import sign_in

PAGES_WORDS = "A birth certificate costs $30."


def test_the_quoted_words_name_their_language_and_the_warning_says_why(tmp_path, clock) -> None:
    house = build_house(tmp_path, clock)
    services = house.services
    quoted = services.assistant.answerer.propose("how much does a birth certificate cost", "en")
    assert quoted.statements[0].text.startswith(PAGES_WORDS)
    crossed = replace(quoted, language="fr", findings=(in_other_language("fr", "en"),))
    with services.engine.begin() as connection:
        new = NewQuestion("combien pour un acte de naissance", "email", author_name="Luc", language="fr")
        question, _ = questions.receive(connection, new, clock, services.assistant.settings)
        drafts.add(connection, question.id, crossed, clock)
    page = sign_in(house, "mira").get(f"/questions/{question.id}")
    sentence = page.text.partition('id="sentence-1"')[2].partition(">")[0]
    assert 'lang="en"' in sentence
    assert "quotes a page that is in English only" in page.text


def test_search_at_the_desk_says_it_too_and_own_pages_are_not_marked(tmp_path, clock, monkeypatch) -> None:
    house = build_house(tmp_path, clock)
    mira = sign_in(house, "mira")
    page = mira.get("/search?q=how+much+does+a+birth+certificate+cost&language=en")
    assert "lang=" not in page.text.partition('id="sentence-1"')[2].partition(">")[0]
    answerer = house.services.assistant.answerer
    quoted = answerer.propose("how much does a birth certificate cost", "en")
    crossed = replace(quoted, language="fr", findings=(in_other_language("fr", "en"),))
    monkeypatch.setattr(answerer, "propose", lambda *_: crossed)
    page = mira.get("/search?q=combien+pour+un+acte+de+naissance&language=fr")
    assert 'lang="en"' in page.text.partition('id="sentence-1"')[2].partition(">")[0]
    assert "quotes a page that is in English only" in page.text
