"""What comes in: questions received once, the inbox, the people who work at the desk, and what happened."""
