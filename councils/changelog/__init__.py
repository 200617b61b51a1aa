"""What we changed: one public line for each change to a published fact, as page and feeds."""
