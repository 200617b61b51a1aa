"""Rendered public pages, kept in each process until the record changes."""

from councils.page_cache.decorator import cache_by_record_version, mark_private, mark_uncached
from councils.page_cache.store import page_store

__all__ = ["cache_by_record_version", "mark_private", "mark_uncached", "page_store"]
