"""The record as open data: tables, in forms that programs and spreadsheets read.

``tables.py`` says what each table holds and what every column means. CSV, JSON, GeoJSON, the data
package and the page that explains them are all written from there, so they cannot differ.
"""
