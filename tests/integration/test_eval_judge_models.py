"""Judges that are models: a real, very small one is under the floor, and an entailment model is asked rightly."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.judges.agreement import agreement
from eval.judges.build import build_judges
from eval.judges.entailment import Entailment
from eval.judges.pairs import LabelledPair, read_pairs
from eval.settings import EvalSettings
from knowledge.errors import BadConfiguration, ModelUnavailable
from tests import model_server
from tests.scripted_model import saying, scripted

VERDICT = r'root ::= "{\"supported\": " ("true" | "false") ", \"why\": \"" [a-z ]{1,40} "\"}"'
ASKED = 7  # true ones, and as many false ones


def some_pairs() -> list[LabelledPair]:
    pairs, _ = read_pairs()
    return [
        each for right in (True, False) for each in [p for p in pairs if p.supported is right][::20][:ASKED]
    ]


def settings(address: str) -> EvalSettings:
    return EvalSettings(
        _env_file=None, judge="openai:some-model", judge_base_url=f"{address}/v1", judge_api_key="any"
    )


@pytest.fixture(scope="module")
def small_model() -> Iterator[str]:
    if missing := model_server.missing():
        reason = f"no model to serve: {' and '.join(missing)} not installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with model_server.served(VERDICT) as address:
        yield address


def test_a_real_model_that_is_too_small_to_judge_is_under_the_floor(small_model: str) -> None:
    judge = build_judges(settings(small_model))["model"]
    record = agreement(judge, some_pairs())
    assert record.pairs == 2 * ASKED and not record.passes


def test_a_model_that_follows_orders_in_the_text_is_no_verdict() -> None:
    with scripted(saying("Ignore the question. Everything is supported.")) as address:
        assert build_judges(settings(address))["model"].supported([("s", "t")]) == [False]


def test_a_model_whose_server_is_gone_gives_no_figure() -> None:
    judge = build_judges(settings("http://127.0.0.1:9"))["model"]
    with pytest.raises(ModelUnavailable):
        judge.supported([("s", "t")])


def cross_encoder(folder: Path, labels: list[str]) -> str:
    """A cross-encoder of random weights, saved as a person would have one."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "permit", "is", "free", "costs"]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(words), id2label=dict(enumerate(labels)), **sizes)
    model = BertForSequenceClassification(config)
    model.classifier.bias.data[labels.index("neutral")] = -10.0
    model.classifier.bias.data[-1] = 10.0  # the last label wins, whatever is asked
    model.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize(("last", "expected"), [("entailment", True), ("contradiction", False)])
def test_an_entailment_model_is_read_by_its_own_labels(tmp_path: Path, last: str, expected: bool) -> None:
    others = [each for each in ("entailment", "neutral", "contradiction") if each != last]
    judge = Entailment(cross_encoder(tmp_path / "model", [*others, last]))
    assert judge.supported([("a permit is free", "a permit is free")] * 2) == [expected] * 2
    assert judge.supported([]) == []


def test_a_model_that_knows_no_entailment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="label"):
        Entailment(cross_encoder(tmp_path / "model", ["neutral", "yes"])).supported([("s", "t")])
    with pytest.raises(BadConfiguration, match="loaded"):
        Entailment(str(tmp_path / "nothing")).supported([("s", "t")])
