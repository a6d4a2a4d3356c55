"""Measuring: runs gold questions through the same parts that serve people, and scores the results."""
