"""The councillors' pack: a draft motion and the facts behind it, as a page and as a file."""
