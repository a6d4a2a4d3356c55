"""Finds the constants that the product ships with, always judged on questions that the choice did not see."""
