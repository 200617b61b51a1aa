"""The version of the site. ``./dev release`` writes this file."""

VERSION = "1.0"
