"""From blocks to passages: what belongs together stays together. Reads no HTML and stores nothing."""
