"""Judges: whatever says that a text supports a statement, and how far its word is to be trusted."""
