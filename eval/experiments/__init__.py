"""Experiments: two configurations or products over the same questions, without doing anything twice."""
