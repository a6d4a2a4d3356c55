"""Texts as words: stems, the keyword index, spelling, synonyms. No vectors."""
