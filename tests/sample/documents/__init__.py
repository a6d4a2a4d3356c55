"""Documents of the sample site that are no HTML pages."""
