"""From a page's bytes to what it says, in blocks: HTML and PDF. Fetches nothing, cuts no passages."""
