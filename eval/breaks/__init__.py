"""Breaks true statements on purpose, to prove the guards. Pure and seeded; shares no pattern with what it tests."""
