"""Texts as vectors: which model, which backend, one batcher for all, and a cache of what was made."""
