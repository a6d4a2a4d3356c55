"""What every statement must pass before it is a draft, and again before it is a reply. Writes nothing."""
