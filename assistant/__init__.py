"""Answering people: from a citizen's question to a reviewed reply that went out through a channel."""
