"""The record over time: a chart of signatures, seven dated cards, and the days of change."""
