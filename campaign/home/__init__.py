"""What home tells besides the count: why it matters, and what comes next."""
