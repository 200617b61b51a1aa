"""The record as open data: tables, in forms that programs and spreadsheets read.

``tables.py`` says what is in each table and what every column means; all else (CSV, JSON, GeoJSON,
the data package, the page that explains it) is written from there, so that they cannot differ.
"""
