"""The Province of Aldermere: a fictional government's web site, past threads and questions.

It owns sample data and the loopback site that serves it; the product must not import it.
"""
