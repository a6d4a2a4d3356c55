"""A cross-encoder that someone brings orders the best passages last; what cannot be one is refused by name."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.settings import AssistantSettings
from eval.experiments.keys import stage_keys
from knowledge import pages as page_rows
from knowledge import sources as source_rows
from knowledge.build import Knowledge, build_knowledge
from knowledge.embedding.packaged import packaged_weights
from knowledge.errors import BadConfiguration
from knowledge.pages import Page
from knowledge.passages import make_passage
from knowledge.ranking.cross_encoder import CrossEncoderReranker, Reranker, warm
from knowledge.ranking.fusion import DEFAULT_WEIGHTS
from knowledge.ranking.ranker import Ranker
from knowledge.search import CROSS_ENCODED, Evidence, Search
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder

ASKED = "How much does a fishing licence cost?"
FISH = "trout pike walleye bass perch salmon sturgeon muskie carp smelt eel burbot whitefish crappie bream".split()
TEXTS = [f"A fishing licence for {fish} costs ${28 + n}." for n, fish in enumerate(FISH)] + [
    f"For {fish} a licence of another kind is sold." for fish in FISH
]


class Scripted:
    """Gives the scores that it is told to, and keeps what it was asked."""

    name = "fake:scripted"

    def __init__(self, *scores: float) -> None:
        self.told = scores
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        self.asked.append((question, list(texts)))
        return np.asarray([*self.told, *[0.0] * len(texts)][: len(texts)])


def opened(folder: Path, clock, cross_encoder: str | None = None, texts: Sequence[str] = TEXTS) -> Knowledge:
    settings = KnowledgeSettings(data_dir=folder, cross_encoder=cross_encoder)
    knowledge = build_knowledge(settings, clock, WordHashEmbedder())
    with knowledge.engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
    batch = []
    for key in range(len(texts)):
        page = Page(
            page_rows.page_id("s", f"{key}"), f"{key}", "s", None, "Licences", "en", None, None, None, (), clock(),
            clock(), "h", "indexed",
        )  # fmt: skip
        batch.append((page, [make_passage(page.id, 0, ("Licences",), None, "prose", texts[key], "en", 0)]))
    knowledge.index.sync_pages(batch)
    knowledge.index.finish()
    return knowledge


def reread(knowledge: Knowledge, clock, reranker: Reranker) -> Search:
    return Search(knowledge.index, clock, ranker=Ranker.packaged(), reranker=reranker)


def ids(found: Sequence[Evidence]) -> list[str]:
    return [each.passage.id for each in found]


def test_its_order_holds_and_ties_stay_as_the_ranker_had_them(tmp_path, clock) -> None:
    knowledge = opened(tmp_path / "d", clock)
    before = ids(knowledge.search.find(ASKED, "en", 30))
    reranker = Scripted(0.0, 0.0, 3.0, 0.0, 5.0)
    after = ids(reread(knowledge, clock, reranker).find(ASKED, "en", 30))
    first = [before[place] for place in (4, 2, 0, 1, 3)]
    assert after == first + before[5:]


def test_it_reads_the_first_twenty_with_their_headings_and_the_question_that_stands_alone(
    tmp_path, clock
) -> None:
    knowledge = opened(tmp_path / "d", clock)
    before = knowledge.search.find(ASKED, "en", 30)
    reranker = Scripted(*range(CROSS_ENCODED))
    after = ids(reread(knowledge, clock, reranker).find(ASKED, "en", 30))
    read = [each.passage.text_with_heading for each in before[:CROSS_ENCODED]]
    assert reranker.asked == [(ASKED, read)]
    assert after == ids(before)[CROSS_ENCODED - 1 :: -1] + ids(before)[CROSS_ENCODED:]


def test_what_lies_below_the_few_that_are_wanted_may_come_first(tmp_path, clock) -> None:
    knowledge = opened(tmp_path / "d", clock)
    last = ids(knowledge.search.find(ASKED, "en", 30))[CROSS_ENCODED - 1]
    search = reread(knowledge, clock, Scripted(*range(CROSS_ENCODED)))
    assert ids(search.find(ASKED, "en", 3))[0] == last


def test_scores_stay_with_the_places_and_the_rest_with_the_passages(tmp_path, clock) -> None:
    knowledge = opened(tmp_path / "d", clock)
    before = knowledge.search.find(ASKED, "en", 30)
    after = reread(knowledge, clock, Scripted(-1.0, float("nan"), 2.0)).find(ASKED, "en", 30)
    assert [each.score for each in after] == [each.score for each in before]
    assert [each.rank for each in after] == list(range(1, len(before) + 1))
    own = {each.passage.id: (each.similarity, each.coverage, each.features, each.found_by) for each in before}
    assert own == {
        each.passage.id: (each.similarity, each.coverage, each.features, each.found_by) for each in after
    }


def test_it_is_kept_without_exchanges_and_not_asked_about_a_single_passage(tmp_path, clock) -> None:
    reranker = Scripted()
    search = reread(opened(tmp_path / "d", clock, texts=TEXTS[:1]), clock, reranker).without(["e"])
    assert search.reranker is reranker
    assert len(search.find(ASKED, "en")) == 1 and reranker.asked == []


def test_what_was_kept_of_an_evaluation_is_not_taken_for_another_cross_encoders() -> None:
    def keys(reranker: str | None):
        return stage_keys("i", DEFAULT_WEIGHTS, AssistantSettings(_env_file=None), reranker=reranker)

    every = [keys(None), keys("one"), keys("other")]
    assert len({each.ranking for each in every}) == len({each.answer for each in every}) == 3


def a_cross_encoder(folder: Path, labels: int = 1) -> str:
    """A tiny one of random weights, saved as a person would have it."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(packaged_weights())
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    torch.manual_seed(7)
    config = BertConfig(vocab_size=len(tokenizer), num_labels=labels, initializer_range=0.1, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


def test_a_real_one_named_in_the_settings_orders_what_is_found(tmp_path, clock) -> None:
    before = opened(tmp_path / "without", clock).search.find(ASKED, "en", 30)
    search = opened(tmp_path / "with", clock, a_cross_encoder(tmp_path / "model")).search
    after = search.find(ASKED, "en", 30)
    assert search.reranker is not None
    scores = search.reranker.scores(
        ASKED, [each.passage.text_with_heading for each in before[:CROSS_ENCODED]]
    )
    assert len(set(scores)) > 0.9 * CROSS_ENCODED
    order = np.argsort(-scores, kind="stable")
    assert ids(after) == [ids(before)[place] for place in order] + ids(before)[CROSS_ENCODED:]
    assert ids(after) != ids(before)


def test_many_threads_may_ask_it_at_once(tmp_path) -> None:
    reranker = CrossEncoderReranker(a_cross_encoder(tmp_path / "model"))
    given: list[list[float]] = []
    threads = [
        threading.Thread(target=lambda: given.append(reranker.scores(ASKED, TEXTS[:4]).tolist()))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert given == [reranker.scores(ASKED, TEXTS[:4]).tolist()] * 4
    assert reranker.scores(ASKED, []).shape == (0,)


@pytest.mark.parametrize(("name", "why"), [("./none", "no such folder"), ("empty", "no config.json")])
def test_a_folder_that_holds_none_stops_the_start_before_anything_is_made(
    tmp_path, clock, monkeypatch, name: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    settings = KnowledgeSettings(data_dir=tmp_path / "new", cross_encoder=name)
    with pytest.raises(BadConfiguration, match=why) as told:
        build_knowledge(settings, clock, WordHashEmbedder())
    assert told.value.field == "cross_encoder"
    assert "REPLYDESK_KNOWLEDGE_CROSS_ENCODER" in told.value.in_language("fr")
    assert not (tmp_path / "new").exists()


def test_an_embedding_model_and_one_of_many_labels_are_refused(tmp_path) -> None:
    with pytest.raises(BadConfiguration, match="no cross-encoder but a BertModel"):
        CrossEncoderReranker(str(packaged_weights())).scores(ASKED, TEXTS[:2])
    with pytest.raises(BadConfiguration, match="3 scores for a passage"):
        CrossEncoderReranker(a_cross_encoder(tmp_path / "model", labels=3)).scores(ASKED, TEXTS[:2])


def test_a_name_that_cannot_be_loaded_is_told_at_the_start_and_at_the_question(caplog) -> None:
    reranker = CrossEncoderReranker("nobody/no-such-model")
    warm(reranker)
    for thread in threading.enumerate():
        if thread.name == "cross-encoder":
            thread.join()
    assert "nobody/no-such-model cannot be used" in caplog.text
    with pytest.raises(BadConfiguration, match="cannot be loaded"):
        reranker.scores(ASKED, TEXTS[:2])
