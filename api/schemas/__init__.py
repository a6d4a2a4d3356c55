"""What goes out over the wire, and nothing else: pydantic models of answers, in a file for each noun.

Field names are those of the nouns inside; times are RFC 3339 in UTC.
"""
