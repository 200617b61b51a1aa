"""The councillor's pack: a draft motion and what stands behind it, as a page and as a file."""
