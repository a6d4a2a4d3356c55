"""Attacks by words: what they are (wordings.yaml), how they are carried in, and a model that obeys them all."""
