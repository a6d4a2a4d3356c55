"""Asking a site for its pages, politely, in a process of its own. Reads no content."""
