"""Reading the web: crawls sites, reads saved crawls and past threads, and hands passages to `knowledge`."""
