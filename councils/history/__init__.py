"""The record over time: the band of signatures, whether the names stop, and the days of change."""
