"""The tests, and the sample government that they and the demo share."""
