"""Rendered public pages, stored in each process until the record changes."""
