"""The record on other sites: badges, frames, and pictures for social media."""
