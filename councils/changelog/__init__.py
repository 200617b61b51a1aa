"""The public changes log, with a line for each change to a published fact: page and feeds."""
