"""Gold sets: validated, anchored in the pages, hashed, proposed from approved replies, and kept from leaking."""
