"""Benchmarks that anyone can repeat: against a stock recipe in the same run, of speed, and of reading pages."""
