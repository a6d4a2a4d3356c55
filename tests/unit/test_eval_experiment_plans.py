"""Plans: what a file may say, and where it is wrong. Keys: what results depend on, and what they do not."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from assistant.composing.instructions import read_prompt
from assistant.settings import AssistantSettings
from eval.cases import Asked, Said
from eval.experiments.keys import NOT_OF_DRAFTING, stage_keys
from eval.experiments.plan import Chunking, Plan, WeightsPart, read_plan
from eval.peers.sentence import best_sentence
from eval.results import Found, Ranking
from eval.runs.state import code_digest
from ingest.cutting.passages import SIZES
from knowledge.errors import BadConfiguration, BadInput
from knowledge.ranking.fusion import DEFAULT_WEIGHTS, Weights

EXAMPLES = Path(__file__).parents[2] / "eval" / "experiments" / "examples"
ASKED = Asked("q", "How much?", (Said("citizen", "A permit."),))


@pytest.fixture
def plan(tmp_path: Path) -> Callable[[str], Plan]:
    def read(text: str) -> Plan:
        (tmp_path / "mine.yaml").write_text(text, "utf-8")
        return read_plan(tmp_path / "mine.yaml")

    return read


def test_an_empty_plan_is_the_product_as_it_stands(plan: Callable[[str], Plan]) -> None:
    empty = plan("")
    assert empty.name == "mine" and not empty.is_peer and not empty.drafts_best_sentence
    assert empty.weights.weights == DEFAULT_WEIGHTS and Chunking().sizes == SIZES


def test_weights_are_for_one_language_or_for_all(plan: Callable[[str], Plan]) -> None:
    assert plan("weights: {dense: {fr: 0.5}}").weights.weights.dense == {**DEFAULT_WEIGHTS.dense, "fr": 0.5}
    assert plan("weights: {dense: 0.5, opening: 0}").weights.weights == Weights(
        {}, 0.5, 0.0, DEFAULT_WEIGHTS.keys
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "name: a\nwieghts: {}\n",
            "mine.yaml, line 2, field “wieghts”: is not known; known are name, system",
        ),
        ("weights:\n  dense:\n    en: 2\n", "line 2, field “weights.dense”: must be from 0 to 1"),
        ("name: a\nweights:\n  dence: 1\n", "line 3, field “weights.dence”: is not known; known are dense"),
        ("name: a\nchunking: {target: 10}\n", "line 2, field “chunking.target”: must be 100 or more"),
        ("minimum_confidence: 3\n", "field “minimum_confidence”: must be 1.0 or less"),
        ("name: [\n", "line 2: is no valid YAML"),
        ("a: b: c\n", "line 1: is no valid YAML"),
        ("- a\n", "line 1: must be a set of fields"),
        ("name: a\nname: b\n", "line 2, field “name”: is there twice"),
        ("system: stock\nembedder: x\n", "line 2, field “embedder”: cannot be set for “stock”"),
        ("system: bm25\ndrafting: product\n", "line 2, field “drafting”: cannot be set"),
        ("name: a\nprompt: none.md\n", "line 2, field “prompt”: names a file that does not exist"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(
    plan: Callable[[str], Plan], text: str, says: str
) -> None:
    with pytest.raises(BadInput) as caught:
        plan(text)
    assert says in caught.value.what.en and "ligne" in caught.value.what.fr


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.yaml"):
        read_plan(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match=r"b\.yaml"):
        read_plan(tmp_path / "b.yaml")


def test_the_examples_are_plans_and_name_every_field() -> None:
    named = set()
    for path in sorted(EXAMPLES.glob("*.yaml")):
        read_plan(path)
        named |= yaml.safe_load(path.read_text("utf-8")).keys()
    assert named == Plan.model_fields.keys() - {"model_base_url"}


def keys(index: str = "i", weights: Weights = DEFAULT_WEIGHTS, held_out=frozenset(), **settings):
    return stage_keys(index, weights, AssistantSettings(_env_file=None, **settings), held_out)


@pytest.mark.parametrize(
    ("changed", "ranks_anew", "drafts_anew"),
    [
        (keys(minimum_confidence=0.3), False, True),
        (keys(statements_at_most=2), False, True),
        (keys(model="openai:x"), False, True),
        (keys(index="other"), True, True),
        (keys(weights=WeightsPart(opening=0).weights), True, True),
        (keys(held_out=frozenset({"e"})), True, True),
        (keys(undo_s=9, model_api_key=SecretStr("k"), webhook_url="https://a.example"), False, False),
    ],
)
def test_a_change_makes_anew_only_what_depends_on_it(changed, ranks_anew: bool, drafts_anew: bool) -> None:
    before = keys()
    assert (changed.of_ranking(ASKED, 10) != before.of_ranking(ASKED, 10)) is ranks_anew
    assert (changed.of_answer(ASKED) != before.of_answer(ASKED)) is drafts_anew


def test_the_prompt_counts_by_its_words_and_only_for_a_model(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one.md", "same.md", "other.md"))
    for path, text in ((one, "Answer in {language}."), (same, "Answer in {language}."), (other, "Be brief.")):
        path.write_text(text, "utf-8")
    assert keys(prompt=other) == keys(prompt=one)
    assert keys(model="openai:x", prompt=one) == keys(model="openai:x", prompt=same)
    assert keys(model="openai:x", prompt=one) != keys(model="openai:x", prompt=other)


def test_the_question_its_thread_and_the_depth_are_part_of_the_key() -> None:
    before = keys()
    others = (Asked("q", "How much?", ()), Asked("q", "How many?", ASKED.history))
    assert (
        len({before.of_ranking(each, 10) for each in (ASKED, *others)} | {before.of_ranking(ASKED, 5)}) == 4
    )


def test_settings_left_out_of_the_key_exist() -> None:
    assert AssistantSettings.model_fields.keys() >= NOT_OF_DRAFTING


def test_code_counts_by_module_and_package() -> None:
    assert code_digest("knowledge.ranking.fusion") != code_digest("knowledge.search")
    assert code_digest("knowledge") == code_digest("knowledge")


@pytest.mark.parametrize("text", ["Write {json}.", "Open { brace", None])
def test_instructions_that_cannot_be_used_are_refused_before_the_first_question(
    tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "mine.md"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(BadConfiguration, match=r"mine\.md"):
        read_prompt(path)


def test_the_best_sentence_of_the_first_passage_answers_with_its_citation() -> None:
    text = "Fishing permits\nShow your permit to a warden. A trout permit costs 31 dollars."
    ranking = Ranking(
        "q", (Found("fishing", "https://a.example", text, 1.0), Found("b", None, "Trout.", 0.5))
    )
    answer = best_sentence(ranking, "How much is a trout permit?", "en")
    assert answer.given and answer.text == "A trout permit costs 31 dollars."
    assert [(each.page_id, each.quote) for each in answer.citations] == [("fishing", answer.text)]
    assert not best_sentence(ranking, "Quel temps fait-il ?", "fr").given
    assert not best_sentence(Ranking("q", ()), "How much is a trout permit?", "en").given
