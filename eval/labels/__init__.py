"""A sample of drafted statements that a person labelled: drawn, kept without a word of text, and scored."""
