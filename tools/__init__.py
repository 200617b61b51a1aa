"""What makes the data that ship; no server imports it."""
