"""A question that only a page in the other language answers gets that page's words, marked, for a person."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answerer, Proposal
from assistant.build import build_answerer
from assistant.settings import AssistantSettings
from assistant.withholding.confidence import confidence
from assistant.withholding.elsewhere import CLEARLY, NEAR
from knowledge import pages as page_rows
from knowledge import sources as source_rows
from knowledge.build import Knowledge, build_knowledge
from knowledge.crossing import Crossing
from knowledge.errors import BadConfiguration
from knowledge.pages import Page
from knowledge.passages import Passage, make_passage
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from knowledge.words.synonyms import Synonyms
from tests.fakes import WordHashEmbedder

FILE = """
both:
  - {en: [renew, renewal], fr: renouveler}
  - {en: passport, fr: passeport}
  - {en: fishing licence, fr: permis de pêche}
"""
PASSPORT = "Renew a passport at the federal passport office in Tamarack."
FISHING, PECHE = "Renew a fishing licence online for $28.", "Le permis de pêche coûte 28 $ par an."
ASKED = "où renouveler mon passeport"


@pytest.fixture
def knowledge(tmp_path: Path, clock) -> Knowledge:
    file = tmp_path / "synonyms.yaml"
    file.write_text(FILE, encoding="utf-8")
    settings = KnowledgeSettings(data_dir=tmp_path / "data", synonyms=file)
    opened = build_knowledge(settings, clock, WordHashEmbedder())
    with opened.engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
    opened.index.sync_pages(
        [
            a_page(clock, "/en/passports", "Passports", "en", PASSPORT, links=("https://a.example/fr/",)),
            a_page(clock, "/en/fishing", "Fishing", "en", FISHING, links=("/fr/peche", "/fr/")),
            a_page(clock, "/fr/peche", "Pêche", "fr", PECHE, links=("https://a.example/en/fishing",)),
            a_page(clock, "/fr/", "Accueil", "fr", "Bienvenue.", links=("https://a.example/en/",)),
        ]
    )
    opened.index.finish()
    return opened


def a_page(clock, key: str, title: str, language: str, text: str, links=()) -> tuple[Page, list[Passage]]:
    identity = page_rows.page_id("s", key)
    page = Page(
        identity, key, "s", f"https://a.example{key}", title, language, None, None, None, tuple(links), clock(),
        clock(), "h", "indexed",
    )  # fmt: skip
    return page, [make_passage(identity, 0, (title,), None, "prose", text, language, 0)]


def answerer(knowledge: Knowledge, minimum: float) -> Answerer:
    return build_answerer(AssistantSettings(minimum_confidence=minimum), knowledge)


def between(knowledge: Knowledge) -> float:
    """A minimum that what is found for `ASKED` in English meets, and what is found in French does not."""
    crossed = Crossing(knowledge.index, knowledge.search, knowledge.synonyms).find(ASKED, "fr")
    assert crossed is not None
    own, other = confidence(knowledge.search.find(ASKED, "fr")), confidence(crossed.evidence)
    assert own < other
    return (own + other) / 2


def checks(proposal: Proposal) -> list[tuple[str, str]]:
    return [(each.check, each.severity) for each in proposal.findings]


def test_the_only_page_is_quoted_in_its_own_words_and_the_draft_says_so(knowledge) -> None:
    minimum = between(knowledge)
    drafted = answerer(knowledge, minimum).propose(ASKED, "fr")
    assert drafted.status == "pending_review"
    assert [each.text for each in drafted.statements] == [PASSPORT]
    assert drafted.statements[0].citations[0].page_key == "/en/passports"
    assert checks(drafted) == [("source_in_other_language", "warn")]
    assert "in English only" in drafted.findings[0].message.en
    assert "qu’en anglais" in drafted.findings[0].message.fr
    assert drafted.language == "fr"
    assert minimum <= drafted.confidence <= 1.0


def test_with_another_subject_nothing_is_drafted(knowledge) -> None:
    assert answerer(knowledge, between(knowledge)).propose("comment adopter un enfant", "fr").statements == ()


def test_one_word_alone_is_not_answered_from_the_other_language(knowledge) -> None:
    found = answerer(knowledge, between(knowledge)).propose("passeport", "fr")
    assert found.statements == () and found.nearest


def test_without_a_file_the_glossary_carries_a_question_over(knowledge) -> None:
    bare = replace(knowledge, synonyms=Synonyms())
    drafted = answerer(bare, between(knowledge)).propose(ASKED, "fr")
    assert [each.text for each in drafted.statements] == [PASSPORT]
    assert checks(drafted) == [("source_in_other_language", "warn")]


def test_where_neither_language_is_sure_a_person_sees_the_nearest_pages_of_both(knowledge) -> None:
    withheld = answerer(knowledge, minimum=0.999).propose("renouveler passeport", "fr")
    assert withheld.statements == () and withheld.status == "unanswerable_no_source"
    own, other = withheld.nearest[0], withheld.nearest[-1]
    assert "/fr/" in own.page_id and "/en/passports" in other.page_id


def test_what_is_lost_on_the_way_makes_a_draft_less_sure(knowledge) -> None:
    elsewhere = answerer(knowledge, minimum=0.05).elsewhere
    whole = elsewhere.find("renouveler passeport", "fr", own=0.0, top=10)
    part = elsewhere.find("renouveler passeport bilboquet", "fr", own=0.0, top=10)
    assert whole and part and part.crossed.share < whole.crossed.share == 1.0
    assert part.sure < whole.sure


def test_beside_a_page_that_is_sure_enough_another_language_has_to_be_clearly_surer(knowledge) -> None:
    elsewhere = answerer(knowledge, minimum=0.05).elsewhere
    found = elsewhere.find("renouveler passeport", "fr", own=0.0, top=10)
    assert found and found.sure > CLEARLY + 0.1

    def beside(own: float) -> bool:
        return elsewhere.find("renouveler passeport", "fr", own, top=10) is not None

    assert beside(found.sure - CLEARLY - 0.01) and not beside(found.sure - CLEARLY + 0.01)


def test_a_page_that_is_not_near_the_carried_words_is_not_quoted_however_sure(knowledge) -> None:
    elsewhere = answerer(knowledge, minimum=0.05).elsewhere
    found = elsewhere.near("renouveler passeport", "fr", own=0.0, top=10)
    assert found and elsewhere.is_enough(found, own=0.0)
    far = [replace(each, similarity=NEAR - 0.01) for each in found.crossed.evidence]
    assert not elsewhere.is_enough(
        replace(found, crossed=replace(found.crossed, evidence=far), sure=1.0), 0.0
    )


def test_pages_of_the_other_language_come_first_only_where_the_own_are_not_sure(knowledge) -> None:
    elsewhere = answerer(knowledge, between(knowledge)).elsewhere
    own = knowledge.search.find(ASKED, "fr")
    joined = elsewhere.joined(ASKED, "fr", own, 10)
    assert joined[0].page.key == "/en/passports"
    assert [each.rank for each in joined] == list(range(1, len(joined) + 1))
    assert {each.page.key for each in own} < {each.page.key for each in joined}
    sure = knowledge.search.find("combien coûte le permis de pêche", "fr")
    assert (
        answerer(knowledge, 0.05).elsewhere.joined("combien coûte le permis de pêche", "fr", sure, 10) == sure
    )


def test_a_page_with_a_twin_in_the_questions_language_never_counts(knowledge, clock) -> None:
    crossing = Crossing(knowledge.index, knowledge.search, knowledge.synonyms)

    def keys() -> list[str]:
        found = crossing.find("renouveler permis de pêche", "fr")
        return [each.page.key for each in found.evidence] if found else []

    assert "/en/fishing" not in keys()
    knowledge.index.sync_pages([a_page(clock, "/fr/peche", "Pêche", "fr", PECHE)])  # it links back no longer
    assert "/en/fishing" in keys()


def test_a_page_in_the_questions_language_comes_first(knowledge) -> None:
    drafted = answerer(knowledge, minimum=0.05).propose("combien coûte le permis de pêche", "fr")
    assert [each.text for each in drafted.statements] == [PECHE]
    assert checks(drafted) == []


def test_english_crosses_to_french_too(knowledge, clock) -> None:
    knowledge.index.sync_pages(
        [a_page(clock, "/fr/passeport", "Passeport", "fr", "Renouveler un passeport ici.")]
    )
    knowledge.index.finish()
    crossing = Crossing(knowledge.index, knowledge.search, knowledge.synonyms)
    found = crossing.find("renew a passport", "en")
    assert found is not None
    assert (found.language, found.asked, found.share) == ("fr", "renouveler passeport", 1.0)
    assert found.evidence[0].page.key == "/fr/passeport"


def test_a_question_of_which_too_little_carries_over_is_not_searched(knowledge) -> None:
    crossing = Crossing(knowledge.index, knowledge.search, knowledge.synonyms)
    assert crossing.find("adopter un chien blanc perdu dans la forêt près de Tamarack", "fr") is None


def test_a_file_that_is_missing_stops_the_start_before_anything_is_made(tmp_path, clock) -> None:
    settings = KnowledgeSettings(data_dir=tmp_path / "new", synonyms=tmp_path / "none.yaml")
    with pytest.raises(BadConfiguration, match="cannot be read"):
        build_knowledge(settings, clock, WordHashEmbedder())
    assert not (tmp_path / "new").exists()


def test_lines_that_are_left_out_are_logged(tmp_path, clock, caplog) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text("en:\n  - [alone]\n", encoding="utf-8")
    build_knowledge(KnowledgeSettings(data_dir=tmp_path / "d", synonyms=file), clock, WordHashEmbedder())
    assert "line 2 left out" in caplog.text
