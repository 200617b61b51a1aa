"""The public changes log, what was changed of published facts, and why: page and feeds."""
