"""Judges of answers: the labelled pairs, how agreement is counted, and that a judge below its floor fails."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import typer
from sklearn.metrics import cohen_kappa_score
from typer.testing import CliRunner

from eval.judges.agreement import FLOOR, agreement, compare, interval, kappa
from eval.judges.build import build_judge, build_judges
from eval.judges.cli import app
from eval.judges.features import NAMES, features_of
from eval.judges.learned import Fitted, Learned, learn, read_fitted
from eval.judges.model import ModelJudge
from eval.judges.pairs import Break, LabelledPair, read_pairs
from eval.judges.rules import Rules
from eval.settings import EvalSettings
from knowledge.errors import BadConfiguration, ModelUnavailable
from knowledge.texts import Text

PAIRS, BROKEN = read_pairs()
ROOT = typer.Typer()
ROOT.add_typer(app, name="judge")


class Oracle:
    """Knows the labels, and gets every n-th wrong."""

    name = "oracle"
    learned_from_seen = False

    def __init__(self, wrong_every: int = 0) -> None:
        self._labels = {(each.statement, each.text): each.supported for each in PAIRS}
        self._wrong_every = wrong_every

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        n = self._wrong_every
        return [self._labels[pair] != bool(n and number % n == 0) for number, pair in enumerate(pairs)]


class Saying:
    """A chat model that says what it is told to."""

    def __init__(self, *answers: str) -> None:
        self.answers = iter(answers)
        self.materials: list[dict[str, str]] = []

    def stream(self, instructions: str, material: str) -> Iterator[str]:
        self.materials.append(json.loads(material))
        answer = next(self.answers)
        if answer == "down":
            raise ModelUnavailable(Text("Down.", "En panne."))
        yield from answer


def row(statement: str, text: str) -> dict[str, float]:
    return dict(zip(NAMES, features_of([(statement, text)])[0], strict=True))


def test_every_labelled_pair_can_be_read_and_there_are_enough_of_each_kind() -> None:
    assert BROKEN == () and len(PAIRS) >= 240
    assert 0.35 <= np.mean([each.lang == "fr" for each in PAIRS]) <= 0.45
    assert 0.42 <= np.mean([each.supported for each in PAIRS]) <= 0.58
    assert (
        len({(each.statement, each.text) for each in PAIRS}) == len({each.id for each in PAIRS}) == len(PAIRS)
    )
    breaks = Counter(each.broken_by for each in PAIRS if each.broken_by)
    assert set(breaks) == set(get_args(Break)) and min(breaks.values()) >= 10
    assert sum(each.subtle for each in PAIRS if not each.supported) >= 100
    assert sum(each.subtle for each in PAIRS if each.supported) >= 80


def test_labelled_texts_are_of_the_invented_province_alone() -> None:
    texts = "\n".join(f"{each.text}\n{each.statement}" for each in PAIRS)
    assert not any(sign in texts for sign in ("http", "www.", ".ca", ".gov", "Ontario", "Québec", "Canada"))


def test_halves_are_about_equal_and_share_no_text() -> None:
    held_out = {each.text for each in PAIRS if each.held_out}
    assert 0.4 <= np.mean([each.held_out for each in PAIRS]) <= 0.6
    assert held_out.isdisjoint(each.text for each in PAIRS if not each.held_out)


def test_a_pair_that_contradicts_itself_or_comes_twice_is_named_by_line(tmp_path: Path) -> None:
    good = {
        "id": "a",
        "lang": "en",
        "statement": "s",
        "text": "t",
        "supported": True,
        "break": None,
        "subtle": False,
    }
    lines = [good, good, good | {"id": "b", "break": "date"}, good | {"id": "c", "supported": False}]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    pairs, broken = read_pairs(file)
    assert [each.id for each in pairs] == ["a"] and [each.number for each in broken] == [2, 3, 4]


def test_kappa_is_the_one_of_scikit_learn() -> None:
    draw = np.random.default_rng(3)
    said, right = draw.random(500) < 0.6, draw.random(500) < 0.4
    right = np.where(draw.random(500) < 0.5, said, right)
    assert kappa(said, right) == pytest.approx(cohen_kappa_score(said, right))


def test_a_judge_that_always_says_yes_agrees_by_chance_alone() -> None:
    assert kappa(np.ones(10, bool), np.arange(10) % 2 == 0) == 0.0
    assert kappa(np.ones(10, bool), np.ones(10, bool)) == 0.0


def test_the_interval_draws_whole_texts_and_is_the_same_each_time() -> None:
    right = np.arange(60) % 2 == 0
    said = np.where(np.arange(60) < 12, ~right, right)
    by_pair = interval(said, right, [str(each) for each in range(60)])
    by_text = interval(said, right, [str(each // 12) for each in range(60)])
    assert by_text[1] - by_text[0] > by_pair[1] - by_pair[0]
    assert by_pair == interval(said, right, [str(each) for each in range(60)])


def test_a_judge_passes_at_its_floor_and_not_below() -> None:
    perfect = compare(Oracle(), PAIRS)
    assert perfect.record.passes and perfect.record.kappa == perfect.record.low == 1.0
    assert set(perfect.refused) == set(get_args(Break)) and set(perfect.refused.values()) == {1.0}
    third_wrong = agreement(Oracle(wrong_every=3), PAIRS)
    assert not third_wrong.passes and third_wrong.kappa < FLOOR < perfect.record.kappa


def test_the_judges_that_need_nothing_are_below_the_floor_and_so_carry_no_figure() -> None:
    rules, learned = agreement(Rules(), PAIRS), agreement(Learned(), PAIRS)
    assert not rules.passes and not learned.passes
    assert rules.kappa < 0.2 < 0.3 < learned.kappa
    assert build_judges(EvalSettings(_env_file=None)) == {}


def test_what_learned_from_the_pairs_is_judged_on_the_others_alone() -> None:
    held_out = sum(each.held_out for each in PAIRS)
    assert agreement(Learned(), PAIRS).pairs == held_out
    other = [each.model_copy(update={"supported": True}) if each.held_out else each for each in PAIRS]
    assert learn(other) == learn(PAIRS)


def test_the_committed_coefficients_are_those_that_the_pairs_give(tmp_path: Path) -> None:
    assert np.allclose(read_fitted().coefficients, learn(PAIRS).coefficients, atol=1e-3)
    stale = tmp_path / "learned.json"
    stale.write_text(
        Fitted(features=("x",), coefficients=(0, 1), pairs=1, cross_validated_kappa=0).model_dump_json()
    )
    with pytest.raises(BadConfiguration):
        read_fitted(stale)


@pytest.mark.parametrize(
    ("feature", "statement", "text"),
    [
        ("denial_dropped", "You may burn leaves in the yard.", "You may not burn leaves in the yard."),
        ("denial_added", "Le permis n'est pas valide.", "Le permis est valide."),
        ("turned", "Pay after you arrive.", "Pay before you arrive."),
        ("stronger", "Every household receives a grant.", "A household may receive a grant."),
        ("new_numbers", "It takes eleven days.", "It takes 10 days."),
        ("unbound", "A trailer costs $52.", "A motorcycle costs $52, a trailer $26."),
        ("condition_dropped", "A fire needs a permit.", "A fire needs a permit unless it rains."),
        ("new_names", "Call the Tamarack office.", "Call the Linden office."),
    ],
)
def test_a_break_shows_in_its_feature_and_not_in_the_text_itself(
    feature: str, statement: str, text: str
) -> None:
    assert row(statement, text)[feature] > 0 == row(text, text)[feature]


def test_one_amount_may_be_written_in_several_ways() -> None:
    assert row("It takes ten days.", "It takes 10 days.")["new_numbers"] == 0
    assert row("Wait two weeks.", "Wait 14 days.")["new_numbers"] == 0
    assert row("Le prêt est de 9 800 $.", "Le prêt est de 9\u00a0800\u00a0$.")["new_numbers"] == 0
    assert row("There is no charge for it.", "It is free.")["denial_added"] == 0


def test_a_line_without_words_has_no_numbers() -> None:
    assert row("It takes ten days.", "***\nIt takes 10 days.")["new_numbers"] == 0


def test_a_model_sees_statement_and_text_as_data_and_only_a_clear_verdict_counts() -> None:
    model = Saying(
        '{"supported": true, "why": "…"}', "Yes!", '{"supported": "true"}', 'So: {"supported": false}'
    )
    judge = ModelJudge(model)
    assert judge.supported([("s", "t")] * 4) == [True, False, False, False]
    assert judge.unreadable == 2 and model.materials[0] == {"statement": "s", "text": "t"}


def test_a_model_that_does_not_answer_gives_no_verdict_at_all() -> None:
    with pytest.raises(ModelUnavailable) as error:
        ModelJudge(Saying('{"supported": true}', "down")).supported([("s", "t")] * 2)
    assert "REPLYDESK_EVAL_JUDGE" in error.value.in_language("en")


@pytest.mark.parametrize("name", ["model", "entailment", "oracle"])
def test_a_judge_that_is_not_configured_is_refused(name: str) -> None:
    with pytest.raises(BadConfiguration):
        build_judge(name, EvalSettings(_env_file=None))


def test_the_command_prints_agreement_and_fails_below_the_floor(tmp_path: Path) -> None:
    out = tmp_path / "agreement.json"
    result = CliRunner().invoke(ROOT, ["judge", "--judge", "rules", "--json", str(out)])
    assert result.exit_code == 1 and "kappa" in result.output and "negation" in result.output
    assert json.loads(out.read_text("utf-8"))["record"]["passes"] is False


def test_the_command_tells_apart_what_could_not_run(tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(each.model_dump_json(by_alias=True) for each in PAIRS[:20]), "utf-8")
    for arguments in (["--judge", "model"], ["--pairs", str(few)], ["--pairs", str(tmp_path / "none.jsonl")]):
        assert CliRunner().invoke(ROOT, ["judge", *arguments]).exit_code == 2


def test_the_command_fits_again(tmp_path: Path) -> None:
    out = tmp_path / "learned.json"
    result = CliRunner().invoke(ROOT, ["judge", "learn", "--out", str(out)])
    assert result.exit_code == 0 and read_fitted(out).coefficients == learn(PAIRS).coefficients


def test_labelled_pairs_keep_their_schema() -> None:
    names = {field.alias or name for name, field in LabelledPair.model_fields.items()}
    assert names == {"id", "lang", "statement", "text", "supported", "break", "subtle"}
