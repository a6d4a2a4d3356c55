"""placeholder"""


def crawl(source, known, settings, spool):
    return iter(())
