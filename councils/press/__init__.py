"""The press room: sentences to quote, maps to download, and a page for each council and region."""
