"""Rendered public pages, kept in each process until the record changes."""

from councils.page_cache.decorator import cache_by_record_version
from councils.page_cache.store import page_store

__all__ = ["cache_by_record_version", "page_store"]
