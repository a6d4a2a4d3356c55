"""Runs: a system asked every gold question, kept as one report."""
