"""A sentence encoder (BERT, MPNet) as an OpenVINO graph made from its published weights. Reads no text.

The graph is written out here, layer by layer, so that neither torch nor an export is needed to run it. Which
models have this shape, `runs_here` says; all others go the slower way, through sentence-transformers.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = {"bert", "mpnet"}
# How each family calls the same weights; the parts of a layer stand behind `encoder.layer.N.`.
_BERT = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "out": "attention.output.dense",
    "after": "attention.output.LayerNorm",
}
_MPNET = {
    "q": "attention.attn.q",
    "k": "attention.attn.k",
    "v": "attention.attn.v",
    "out": "attention.attn.o",
    "after": "attention.LayerNorm",
}
_FARTHEST = 128  # MPNet: positions farther apart share a bucket (its published code)


def runs_here(folder: Path) -> bool:
    """Whether the model in `folder` is an encoder of a known family with mean pooling."""
    if not (folder / "model.safetensors").exists():
        return False
    config = _json(folder / "config.json")
    pooling = _json(folder / "1_Pooling" / "config.json")
    return (
        config.get("model_type") in KINDS
        and config.get("hidden_act") == "gelu"
        and bool(pooling.get("pooling_mode_mean_tokens"))
    )


def longest(folder: Path) -> int:
    """How many word pieces the model reads of a text."""
    return int(_json(folder / "sentence_bert_config.json")["max_seq_length"])


def pad_id(folder: Path) -> int:
    """The word piece that stands where a text has ended."""
    return int(_json(folder / "config.json")["pad_token_id"])


def encoder(folder: Path) -> Any:
    """An `openvino.Model`: (ids, mask), each int64 of shape (texts, pieces), to unit vectors, float32."""
    import openvino
    from openvino import opset13 as ops
    from safetensors.numpy import load_file

    config = _json(folder / "config.json")
    layers = _Layers(load_file(folder / "model.safetensors"), config, longest(folder))
    ids = ops.parameter([-1, -1], np.int64, name="ids")
    mask = ops.parameter([-1, -1], np.int64, name="mask")
    seen = ops.convert(mask, "f32")
    hidden = layers.embedded(ids)
    far = layers.bias(ids, seen)
    for number in range(config["num_hidden_layers"]):
        hidden = layers.layer(f"encoder.layer.{number}.", hidden, far)
    weight = ops.unsqueeze(seen, np.int64(2))
    total = ops.reduce_sum(ops.multiply(hidden, weight), np.int64(1))
    mean = ops.divide(total, ops.reduce_sum(weight, np.int64(1)))
    unit = ops.normalize_l2(mean, np.array([1], np.int64), 1e-12, "max")
    return openvino.Model([unit], [ids, mask], "encoder")


class _Layers:
    """The parts of the encoder, over its weights."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], config: dict[str, Any], pieces: int) -> None:
        from openvino import opset13

        self._ops: Any = opset13
        self._weights = weights
        self._config = config
        self._pieces = pieces
        self._mpnet = config["model_type"] == "mpnet"
        self._names = _MPNET if self._mpnet else _BERT

    def embedded(self, ids: Any) -> Any:
        """The sum of what a piece is and where it stands."""
        ops, weights = self._ops, self._weights
        words = ops.gather(weights["embeddings.word_embeddings.weight"], ids, np.int64(0))
        # MPNet counts places from the one after its padding's.
        first = self._config["pad_token_id"] + 1 if self._mpnet else 0
        places = weights["embeddings.position_embeddings.weight"][first : first + self._pieces]
        if not self._mpnet:
            places = places + weights["embeddings.token_type_embeddings.weight"][0]
        there = self._cut(places, ids, axis=0)
        return self._normal(ops.add(words, there), "embeddings.LayerNorm")

    def bias(self, ids: Any, seen: Any) -> Any:
        """What is added to attention, of shape (texts, heads or 1, 1 or pieces, pieces): padding is not seen."""
        ops = self._ops
        unseen = ops.multiply(ops.subtract(seen, np.float32(1)), np.float32(1e9))
        unseen = ops.unsqueeze(unseen, np.array([1, 2], np.int64))
        if not self._mpnet:
            return unseen
        table = self._weights["encoder.relative_attention_bias.weight"][buckets(self._pieces)]
        near = self._cut(self._cut(table.transpose(2, 0, 1)[None], ids, axis=2), ids, axis=3)
        return ops.add(unseen, near)

    def layer(self, at: str, hidden: Any, far: Any) -> Any:
        """One layer: attention, then the two dense steps, each added to what came in."""
        ops, names = self._ops, self._names
        q, k, v = (self._heads(self._dense(hidden, at + names[part])) for part in "qkv")
        mixed = ops.scaled_dot_product_attention(q, k, v, far)
        joined = ops.reshape(
            ops.transpose(mixed, np.array([0, 2, 1, 3])), np.array([0, 0, -1], np.int64), special_zero=True
        )
        hidden = self._normal(ops.add(hidden, self._dense(joined, at + names["out"])), at + names["after"])
        wide = ops.gelu(self._dense(hidden, at + "intermediate.dense"), "erf")
        return self._normal(ops.add(hidden, self._dense(wide, at + "output.dense")), at + "output.LayerNorm")

    def _dense(self, value: Any, name: str) -> Any:
        ops = self._ops
        product = ops.matmul(value, self._weights[f"{name}.weight"], transpose_a=False, transpose_b=True)
        return ops.add(product, self._weights[f"{name}.bias"])

    def _heads(self, value: Any) -> Any:
        ops, heads = self._ops, self._config["num_attention_heads"]
        size = self._config["hidden_size"] // heads
        split = ops.reshape(value, np.array([0, 0, heads, size], np.int64), special_zero=True)
        return ops.transpose(split, np.array([0, 2, 1, 3]))

    def _normal(self, value: Any, name: str) -> Any:
        ops, eps = self._ops, self._config["layer_norm_eps"]
        even = ops.mvn(value, np.array([-1], np.int64), True, eps, "inside_sqrt")
        return ops.add(ops.multiply(even, self._weights[f"{name}.weight"]), self._weights[f"{name}.bias"])

    def _cut(self, table: NDArray[np.float32], ids: Any, axis: int) -> Any:
        """The table as far as the texts reach."""
        ops = self._ops
        length = ops.gather(ops.shape_of(ids), np.array([1], np.int64), np.int64(0))
        one = np.array([1], np.int64)
        return ops.slice(table, np.array([0], np.int64), length, one, np.array([axis], np.int64))


def buckets(pieces: int, count: int = 32) -> NDArray[np.int64]:
    """MPNet's bucket of each (from, to) pair of places: near ones apart, farther ones together by their logarithm."""
    apart = np.arange(pieces)[None, :] - np.arange(pieces)[:, None]
    half = count // 2
    exact = half // 2
    size = np.abs(apart)
    grown = np.log(np.maximum(size, 1) / exact) / math.log(_FARTHEST / exact) * (half - exact)
    far = np.minimum(exact + grown.astype(np.int64), half - 1)
    found: NDArray[np.int64] = np.where(apart > 0, half, 0) + np.where(size < exact, size, far)
    return found


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
