"""When there is no draft, or not a whole one: how sure it is, why not, whose business, what to ask back."""
