"""Where no draft can be made a person is told why, what is near, and what to do instead; and it can be done."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.answer import Proposal
from assistant.build import build_answerer
from assistant.citations import Statement
from assistant.intake import inbox, questions
from assistant.intake.questions import NewQuestion
from assistant.reviewing import drafts, gaps
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge import sources as source_rows
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import BadInput
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.api_house import House, build_house
from tests.fakes import WordHashEmbedder
from tests.integration.test_crossing import a_page
from tests.integration.test_ended_sessions import hidden
from tests.integration.test_web_pages import sign_in
from tests.workflow import ask, decide, open_desk, proposal, status

SAMPLE = Path(__file__).parents[1] / "sample" / "referrals.yaml"
PAGES = (
    ("/en/hunting", "Hunting permits", "en", "A hunting permit costs $5 for each year. Apply online."),
    ("/en/fishing", "Fishing permits", "en", "A fishing permit costs $12 for each year. Apply online."),
    ("/en/fees", "Winter tires", "en", "The fine for driving without winter tires is $150."),
    ("/en/alder", "Alder Street Library", "en", "Alder Street Library opens Monday to Friday at 9:00."),
    ("/en/harbour", "Harbour Library", "en", "Harbour Library opens Tuesday to Saturday at 10:00."),
    ("/fr/brulage", "Permis de brûlage", "fr", "Un permis de brûlage coûte 5 $ par an."),
    ("/fr/peche", "Permis de pêche", "fr", "Un permis de pêche coûte 28 $ par an."),
)
ASK_BACK = "Do you mean “Fishing permits” or “Hunting permits”?"


@pytest.fixture
def knowledge(tmp_path: Path, clock: Clock) -> Knowledge:
    opened = build_knowledge(KnowledgeSettings(data_dir=tmp_path / "data"), clock, WordHashEmbedder())
    with opened.engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
    opened.index.sync_pages([a_page(clock, *each) for each in PAGES])
    opened.index.finish()
    return opened


def propose(
    knowledge: Knowledge, text: str, language: str = "en", *history: Turn, **also: object
) -> Proposal:
    settings = AssistantSettings(_env_file=None, referrals=SAMPLE, **also)  # type: ignore[arg-type]
    return build_answerer(settings, knowledge).propose(text, language, history)


def checks(proposed: Proposal) -> list[str]:
    return [each.check for each in proposed.findings]


@pytest.mark.parametrize(
    ("text", "language", "office"),
    [
        (
            "how do I claim employment insurance",
            "en",
            "the federal Employment Insurance service: 1-800-555-0199",
        ),
        (
            "mon passeport est échu",
            "fr",
            "le Bureau fédéral des passeports et titres de voyage, https://passports",
        ),
        ("get my OHIP card in Ontario", "en", "the government of that province"),
    ],
)
def test_another_governments_business_says_whose(
    knowledge: Knowledge, text: str, language: str, office: str
) -> None:
    found = propose(knowledge, text, language)
    assert (found.status, found.statements) == ("unanswerable_out_of_scope", ())
    assert checks(found) == ["out_of_scope"]
    assert office in found.findings[0].message.in_language(language)
    assert found.nearest


def test_what_our_pages_answer_is_drafted_whatever_it_names(knowledge: Knowledge) -> None:
    asked = "what is the fine for driving without winter tires on a visa"
    assert propose(knowledge, asked).status == "pending_review"


def test_a_file_with_a_mistake_refers_with_the_rest(
    knowledge: Knowledge, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "referrals.yaml"
    path.write_text(f"- nonsense\n{SAMPLE.read_text(encoding='utf-8')}", encoding="utf-8")
    settings = AssistantSettings(_env_file=None, referrals=path)
    found = build_answerer(settings, knowledge).propose("renew my passport", "en")
    assert found.status == "unanswerable_out_of_scope"
    assert "line 1 left out" in caplog.text


def test_pages_that_are_not_near_enough_are_shown_and_not_quoted(knowledge: Knowledge) -> None:
    near = propose(knowledge, "winter tires fine", minimum_confidence=1.0)
    assert (near.status, near.statements, checks(near)) == ("unanswerable_low_confidence", (), [])
    assert near.nearest[0].title == "Winter tires"
    assert propose(knowledge, "???").status == "unanswerable_no_question"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("how do I get a permit?", "en", ASK_BACK),
        ("combien coûte un permis ?", "fr", "Voulez-vous dire « Permis de "),
        ("when does the library open?", "en", "Library” or “"),
    ],
)
def test_a_question_that_means_several_things_is_asked_back(
    knowledge: Knowledge, text: str, language: str, expected: str
) -> None:
    found = propose(knowledge, text, language)
    assert (found.status, found.statements, checks(found)) == ("needs_clarification", (), ["clarification"])
    assert expected in found.findings[0].message.in_language(language)
    assert len(found.nearest) >= 2


def test_what_tells_the_pages_apart_is_answered(knowledge: Knowledge) -> None:
    said = Turn("citizen", "I want to hunt moose")
    named = "when does the Harbour Library open?"
    for found in (
        propose(knowledge, "hunting permit"),
        propose(knowledge, "a permit?", "en", said),
        propose(knowledge, named),
    ):
        assert found.status != "needs_clarification"


def test_a_draft_says_which_part_it_leaves_open(knowledge: Knowledge, clock: Clock) -> None:
    partly = propose(
        knowledge, "How much is a fishing permit? Can my dog sit in front?", minimum_confidence=0.0
    )
    assert partly.status == "pending_review" and checks(partly) == ["partial"]
    assert "“Can my dog sit in front”" in partly.findings[0].message.en
    whole = propose(knowledge, "How much is a fishing permit?", minimum_confidence=0.0)
    assert checks(whole) == []
    none = replace(whole, statements=(), status="unanswerable_no_source")
    with knowledge.engine.begin() as connection:
        question = ask(connection, clock)
        made = [drafts.add(connection, question.id, each, clock) for each in (partly, whole, none)]
    assert [each.completeness_state for each in made] == ["partial", "complete", None]


# -- with people ------------------------------------------------------------------------------------------


def test_the_question_back_can_be_approved_without_a_source_and_only_there(
    engine: Engine, clock: Clock
) -> None:
    desk = open_desk(engine, clock)
    back = (Statement(ASK_BACK, kind="courtesy"),)
    with desk.engine.begin() as connection:
        made = {
            name: drafts.add(connection, ask(connection, clock, name).id, proposal(status=name), clock)
            for name in ("needs_clarification", "unanswerable_low_confidence", "unanswerable_out_of_scope")
        }
    for name in ("unanswerable_low_confidence", "unanswerable_out_of_scope"):
        with pytest.raises(BadInput, match="nothing that a page stands behind"):
            decide(desk, made[name], decision="edit_and_approve", statements=back)
    with pytest.raises(BadInput, match="needs a source"):
        stated = (Statement("It costs $12.", kind="courtesy"),)
        decide(desk, made["needs_clarification"], decision="edit_and_approve", statements=stated)
    decided = decide(desk, made["needs_clarification"], decision="edit_and_approve", statements=back)
    assert ASK_BACK in (decided.final_text or "")
    with reading(desk.engine) as connection:
        question = inbox.get(connection, decided.question_id)
        missed = {each.question.status for each in gaps.everything(connection)}
    assert status(desk, question) == "approved"
    # A question that several pages may answer is no gap; one that is another's business may want a page that says so.
    assert missed == {"unanswerable_low_confidence", "unanswerable_out_of_scope"}


def received(house: House, text: str, proposed: Proposal) -> str:
    services = house.services
    with services.engine.begin() as connection:
        new = NewQuestion(text, "email", author_name="Maria", language="en")
        question, _ = questions.receive(connection, new, services.clock, services.assistant.settings)
        drafts.add(connection, question.id, proposed, services.clock)
    return question.id


def test_the_desk_shows_the_question_back_and_has_it_ready_to_send(
    knowledge: Knowledge, tmp_path: Path, clock: Clock
) -> None:
    house = build_house(tmp_path / "house", clock)
    question = received(house, "a permit?", propose(knowledge, "a permit?"))
    mira = sign_in(house, "mira")
    page = mira.get(f"/questions/{question}").text
    assert "This could mean several things. Ask back." in page
    assert ASK_BACK in page and "Ask this" in page
    assert "needs a question back" in mira.get("/inbox?state=nodraft").text
    form = mira.get(f"/questions/{question}/edit")
    assert ASK_BACK in form.text
    fields = {**hidden(form), "text-0": ASK_BACK, "courtesy-0": "1"}
    checked = mira.post(f"/questions/{question}/edit", data=fields | {"do": "check"})
    sent = mira.post(f"/questions/{question}/edit", data=fields | hidden(checked) | {"do": "approve"})
    assert sent.status_code == 303, sent.text


def test_the_desk_says_whose_business_it_is_and_has_the_referral_ready(
    knowledge: Knowledge, tmp_path: Path, clock: Clock
) -> None:
    house = build_house(tmp_path / "house", clock)
    question = received(house, "renew my passport", propose(knowledge, "renew my passport"))
    mira = sign_in(house, "mira")
    page = mira.get(f"/questions/{question}").text
    assert "This is another government’s business." in page
    refer_to = page.partition('id="refer-to"')[2].partition(">")[0]
    assert "https://passports.federal.example" in refer_to
    near = received(house, "tires?", propose(knowledge, "winter tires fine", minimum_confidence=1.0))
    assert (
        "not near enough to this question for a draft. Nearest: “Winter tires”"
        in mira.get(f"/questions/{near}").text
    )


def test_the_api_states_completeness(knowledge: Knowledge, tmp_path: Path, clock: Clock) -> None:
    house = build_house(tmp_path / "house", clock)
    question = received(house, "renew my passport", propose(knowledge, "renew my passport"))
    draft = house.client(house.machine).get(f"/v1/questions/{question}").json()["draft"]
    assert draft["status"] == "unanswerable_out_of_scope" and draft["completeness_state"] is None
    assert draft["findings"][0]["check"] == "out_of_scope" and draft["nearest"]
