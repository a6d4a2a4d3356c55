"""From a draft to a person's decision, the delivery that follows, and what is learned of it."""
