"""What a visitor does with a letter: write it, confirm it, and see what became of it."""
