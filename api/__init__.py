"""The doors: HTTP API, the desk's web pages, and the command line."""
