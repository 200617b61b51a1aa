"""The record over time: a chart of signatures, and the days on which the record changed."""
