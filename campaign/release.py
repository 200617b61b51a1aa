"""The version of the site."""

VERSION = "1.0"
