"""The gate: whether a report is worse than its baseline, and how sure that is."""
