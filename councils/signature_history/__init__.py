"""The record over time: the days on which it changed, and a chart of signatures."""
