"""The commands that belong to no other package: serving, people, tokens, the demo."""
