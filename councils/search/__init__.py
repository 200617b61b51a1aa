"""From what a person typed to the council that answers for it."""
