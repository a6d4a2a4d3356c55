"""Whatever a model's server does, and whatever it makes up, a draft says only what its cited passages bear out.

A scripted server stands for each way in which one fails.
"""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.composing.model import LangChainModel
from assistant.settings import AssistantSettings
from knowledge.build import Knowledge
from knowledge.errors import BadConfiguration, ModelUnavailable
from tests.drafted import (
    PROVIDERS,
    QUESTIONS,
    answerer,
    findings,
    is_borne_out,
    is_extractive,
    settings,
    small_floor,
)
from tests.scripted_model import TICK_S, Script, saying, scripted, telling

FAILURES = {
    "error": Script(500),
    "busy": Script(429, headers={"Retry-After": "3"}),
    "garbage": Script(body="<html>not a model</html>", headers={"Content-Type": "text/html"}),
    "empty": Script(body="{}", headers={"Content-Type": "application/json"}),
    "endless": Script(never_ends=True, headers={"Content-Type": "application/json"}),
}
PATIENCE_S = 30
NOTHING_LISTENS = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    with small_floor(tmp_path_factory.mktemp("floor")) as opened:
        yield opened


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_server_leaves_an_extractive_draft_that_says_so(knowledge, provider, failure) -> None:
    script = replace(FAILURES[failure], over=threading.Event())
    with scripted(script) as address:
        asked = answerer(knowledge, address, provider, timeout_s=2.0)
        assert is_extractive(asked.propose(QUESTIONS[0], "en"), knowledge, "model_unavailable")
    assert 1 <= script.asked <= 2


@pytest.mark.parametrize("provider", PROVIDERS)
def test_without_a_server_there_is_an_extractive_draft_that_says_so(knowledge, provider) -> None:
    proposal = answerer(knowledge, NOTHING_LISTENS, provider, timeout_s=5.0).propose(QUESTIONS[0], "en")
    assert is_extractive(proposal, knowledge, "model_unavailable")


@pytest.mark.parametrize(
    "text",
    [
        "A fishing licence is free.",
        "A fishing licence costs $20.",
        "A fishing licence costs thirty dollars.",
        "You can renew a fishing licence by email.",
        "Renew your fishing licence at https://evil.example today.",
        "Our help desk wishes you a wonderful afternoon.",
    ],
)
def test_what_a_model_makes_up_never_reaches_a_draft_and_leaves_a_trace(knowledge, text) -> None:
    made_up = {"text": text, "sources": ["S1", "S2", "S3", "S4"], "quote": "fishing licence"}
    with scripted(saying(json.dumps({"statements": [made_up]}))) as address:
        proposal = answerer(knowledge, address).propose(QUESTIONS[0], "en")
    assert is_extractive(proposal, knowledge, "model_dropped")


def test_a_sound_sentence_is_kept_once_and_an_uncited_one_beside_it_leaves_a_trace(knowledge) -> None:
    sources = [f"S{rank}" for rank in range(1, 5)]
    sound = {"text": "A fishing licence costs $35.", "sources": sources, "quote": ""}
    with scripted(
        saying(json.dumps({"statements": [sound, sound, sound | {"sources": ["S99"]}]}))
    ) as address:
        proposal = answerer(knowledge, address).propose(QUESTIONS[0], "en")
    assert [each.text for each in proposal.statements] == [sound["text"]]
    assert proposal.model == "openai:some-model"
    assert findings(proposal) == {"model_dropped"}
    assert is_borne_out(proposal, knowledge)


def test_a_model_that_finds_no_answer_leaves_no_draft(knowledge) -> None:
    with scripted(saying('{"statements": []}')) as address:
        proposal = answerer(knowledge, address).propose(QUESTIONS[0], "en")
    assert (proposal.status, proposal.statements) == ("unanswerable_no_source", ())
    assert proposal.model == "openai:some-model"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_only_the_configured_server_is_ever_spoken_to(monkeypatch, provider) -> None:
    looked_up, look_up = [], socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: (looked_up.append(host), look_up(host, *rest, **more))[1],
    )
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "not-a-key")
    model = LangChainModel(settings(NOTHING_LISTENS, provider, timeout_s=5.0))
    assert looked_up == []
    with pytest.raises(ModelUnavailable):
        list(model.stream("instructions", "material"))
    assert set(looked_up) == {"127.0.0.1"}


def test_each_sound_sentence_is_told_while_the_model_still_writes(knowledge) -> None:
    sources = [f"S{rank}" for rank in range(1, 5)]
    costs, waits, free = (
        {"text": text, "sources": sources, "quote": ""}
        for text in ("A fishing licence costs $35.", "Allow 15 days.", "A fishing licence is free.")
    )
    goes_on, told = threading.Event(), []

    def pieces(material):
        yield f'{{"statements": [{json.dumps(free)}, {json.dumps(costs)}, '
        assert goes_on.wait(PATIENCE_S)
        yield f"{json.dumps(waits)}]}}"

    def tell(statement):
        told.append((statement.text, goes_on.is_set()))
        goes_on.set()

    with scripted(telling(pieces)) as address:
        proposal = answerer(knowledge, address).propose(QUESTIONS[0], "en", on_statement=tell)
    assert told == [(costs["text"], False), (waits["text"], True)]
    assert [each.text for each in proposal.statements] == [text for text, _ in told]


def test_an_answer_that_takes_too_long_is_cut_off_at_the_server_too() -> None:
    def endlessly(material):
        while not script.over.wait(TICK_S):
            yield "word "

    script = telling(endlessly)
    with scripted(script) as address:
        with pytest.raises(ModelUnavailable, match="TimeoutError"):
            list(LangChainModel(settings(address, timeout_s=0.5)).stream("instructions", "{}"))
        assert script.hung_up.wait(PATIENCE_S)


@pytest.mark.parametrize("name", ["some-model", "openai:", ":some-model", "acme:some-model"])
def test_a_model_name_that_cannot_work_is_refused_at_the_start(name) -> None:
    with pytest.raises(BadConfiguration):
        LangChainModel(AssistantSettings(_env_file=None, model=name, model_api_key="any"))
