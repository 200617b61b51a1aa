"""The record on other sites: badges, frames, pictures, posters and the press."""
