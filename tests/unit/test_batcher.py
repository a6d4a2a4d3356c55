"""One model, many callers: questions join, go first, and fail alone."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from knowledge.embedding.batcher import PASSAGES_AT_ONCE, Batcher
from knowledge.embedding.embedder import Vectors
from tests.fakes import WordHashEmbedder

PATIENCE_S = 20.0


class Gated(WordHashEmbedder):
    """Stops in each batch until let through, and remembers the batches."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)
        self.batches: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(list(texts))
        self.entered.release()
        assert self.gate.acquire(timeout=PATIENCE_S)
        if "bad" in texts:
            raise ValueError("bad")
        return super().embed(texts)

    def let_through(self, times: int = 100) -> None:
        self.gate.release(times)


def started(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def asked(batcher: Batcher, questions: Sequence[str]) -> tuple[list[threading.Thread], dict[str, object]]:
    """A thread for each question; returns when all stand in line."""
    answers: dict[str, object] = {}

    def ask(question: str) -> None:
        try:
            answers[question] = batcher.embed_questions([question])[0]
        except ValueError as error:
            answers[question] = error

    threads = [started(lambda each=each: ask(each)) for each in questions]
    waited = threading.Event()
    while len(batcher._questions) < len(questions):
        waited.wait(0.001)
    return threads, answers


def test_alone_a_caller_gets_just_what_the_model_gives() -> None:
    texts = [f"text {number} " * (number % 7) for number in range(50)]
    batcher = Batcher(WordHashEmbedder())
    assert np.array_equal(batcher.embed(texts), WordHashEmbedder().embed(texts))
    assert np.array_equal(batcher.embed_questions(["fee"])[0], WordHashEmbedder().embed(["fee"])[0])
    assert batcher.embed([]).shape[0] == 0


def test_questions_that_wait_are_joined_and_go_before_passages() -> None:
    model = Gated()
    batcher = Batcher(model)
    passages = [f"passage {number}" for number in range(3 * PASSAGES_AT_ONCE)]
    reader = started(lambda: batcher.embed(passages))
    assert model.entered.acquire(timeout=PATIENCE_S)  # the first passages are in the model
    threads, answers = asked(batcher, ["a fee", "b fee", "c fee"])
    model.let_through()
    for thread in (*threads, reader):
        thread.join(PATIENCE_S)
    assert [len(each) for each in model.batches] == [PASSAGES_AT_ONCE, 3, PASSAGES_AT_ONCE, PASSAGES_AT_ONCE]
    assert all(
        np.array_equal(vector, WordHashEmbedder().embed([text])[0]) for text, vector in answers.items()
    )


def test_a_model_that_takes_two_calls_at_once_gets_two_and_nobody_gets_anothers_vectors() -> None:
    class TwoLanes(Gated):
        side_by_side = 2

    model = TwoLanes()
    batcher = Batcher(model)
    passages = [f"passage {number} " * (1 + number % 5) for number in range(4 * PASSAGES_AT_ONCE)]
    found: list[Vectors] = []
    reader = started(lambda: found.append(batcher.embed(passages)))
    assert all(model.entered.acquire(timeout=PATIENCE_S) for _ in range(2))  # neither was let through yet
    model.let_through()
    reader.join(PATIENCE_S)
    assert np.array_equal(found[0], WordHashEmbedder().embed(passages))


def test_only_the_caller_whose_text_fails_is_told() -> None:
    model = Gated()
    batcher = Batcher(model)
    reader = started(lambda: batcher.embed(["passage"]))
    assert model.entered.acquire(timeout=PATIENCE_S)
    threads, answers = asked(batcher, ["good", "bad", "fine"])
    model.let_through()
    for thread in (*threads, reader):
        thread.join(PATIENCE_S)
    assert isinstance(answers["bad"], ValueError)
    assert isinstance(answers["good"], np.ndarray) and isinstance(answers["fine"], np.ndarray)
    assert np.array_equal(batcher.embed_questions(["later"])[0], WordHashEmbedder().embed(["later"])[0])


def test_many_threads_all_get_their_own_vectors() -> None:
    batcher = Batcher(WordHashEmbedder())
    wrong: list[str] = []

    def ask(number: int) -> None:
        for turn in range(20):
            text = f"word{number} word{turn}"
            found = (
                batcher.embed([text, "other"])[0] if number % 3 == 0 else batcher.embed_questions([text])[0]
            )
            if not np.array_equal(found, WordHashEmbedder().embed([text])[0]):
                wrong.append(text)

    threads = [started(lambda number=number: ask(number)) for number in range(12)]
    for thread in threads:
        thread.join(PATIENCE_S)
    assert not wrong and not any(thread.is_alive() for thread in threads)


def test_a_model_that_taught_itself_questions_is_asked_as_such() -> None:
    class Apart(WordHashEmbedder):
        def embed_questions(self, questions: Sequence[str]) -> Vectors:
            return -self.embed(questions)

    batcher = Batcher(Apart())
    assert np.array_equal(batcher.embed_questions(["fee"])[0], -batcher.embed(["fee"])[0])


def test_warming_never_fails_and_the_first_question_is_told(caplog: pytest.LogCaptureFixture) -> None:
    class Absent(WordHashEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise OSError("no weights")

    batcher = Batcher(Absent())
    batcher.warm()
    with pytest.raises(OSError, match="no weights"):
        batcher.embed_questions(["fee"])
    batcher.close()
    assert "could not be loaded" in caplog.text
