"""Notices: pinned official statements, and what they make of drafts and replies."""
