"""A report told to people and machines: terminal, Markdown, HTML, JUnit, trend."""
