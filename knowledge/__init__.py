"""What is known, and how to find it: pages, passages, past exchanges, and the search over them.

The lowest floor: imports none of the sibling packages.
"""
