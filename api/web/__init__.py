"""The desk: the web pages in which people review replies. Server-rendered; works without script."""

from api.web.site import install

__all__ = ["install"]
