"""Find the council for what a visitor typed: a postcode, a council's name or a place."""
