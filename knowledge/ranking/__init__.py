"""Ordering what was found: fusion of the retrievers, then the learned second stage."""
