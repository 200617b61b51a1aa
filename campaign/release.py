"""The version of the site. ``./dev release`` writes this file."""

VERSION = "0.9"
