"""What the home page says besides the count: why the charter matters, and what comes next."""
